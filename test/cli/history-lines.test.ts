import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { History, Message } from '../../node/api/message.js'
import type { AccountId, ConversationId, DeviceId, MessageId, SentAtMs } from '../../node/base/ids.js'
import { historyLines, nameFor, showCounts } from '../../node/cli/message-lines.js'
import type { Terminal } from '../../node/host/terminal/terminal.js'

const lines = suite('lines of history')
const plain: Pick<Terminal, 'style'> = { style: (_, text) => text }
const [ada, bob] = ['12D3KooWofAda' as DeviceId, '12D3KooWofBobs' as DeviceId]
const chat = 'garden' as ConversationId

function said(seq: number, text: string): Message {
  const whose = { id: `${seq}` as MessageId, chat, sender: 'ada' as AccountId, senderName: 'Ada', device: ada, seq }
  return { ...whose, text, sentAtMs: seq as SentAtMs, outgoing: false }
}

lines(
  'tell what is missing where it belongs and by whose name, and of a sender who says nothing here by the end of the device’s id',
  () => {
    const history: Pick<History, 'messages' | 'happenings' | 'gaps'> = {
      messages: [said(1, 'first'), said(4, 'fourth')],
      happenings: [],
      gaps: [
        { chat, device: bob, from: 7, to: 7 },
        { chat, device: ada, from: 2, to: 3, lost: true }
      ]
    }
    const [, first, missing, fourth, unknown] = historyLines(plain as Terminal, history)
    assert.match(first ?? '', 'first')
    assert.match(missing ?? '', '! 2 messages of Ada can’t be had any more')
    assert.match(fourth ?? '', 'fourth')
    assert.match(unknown ?? '', `! a message of a device …${bob.slice(-8)} is not here yet (number 7)`)
  }
)

lines('call whom an id names by their name, and everybody else as they were called', () => {
  const people = [{ account: '5ba223fc00', name: 'Dora' }]
  assert.equal(
    ['5ba223fc', 'dora', '5ba'].map(reference => nameFor(reference, people)),
    ['Dora', 'dora', '5ba']
  )
})

lines('tell of whom of a group a message has come to, and that the others get it no more', () => {
  assert.is(showCounts({ state: 'partly', counts: { of: 3, delivered: 2, read: 1 } }), 'at 2 of 3, not tried for the others any more')
})

lines.run()
