import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { RelayRequestKind } from '../../node/network/relay-protocol.js'
import { createProbedRelay, type ProbedRelay } from './relay-process.js'
import { befriend, startAgain, strangers, type TwoPeople } from './two-people.js'

/** What the two ask of the relay to become acquainted there. */
const KINDS: readonly RelayRequestKind[] = ['invites', 'shelve', 'take', 'knock', 'clear']

const contact = suite('a relay killed at first contact, before it has answered')
let relay: ProbedRelay
let two: TwoPeople | undefined

contact.before.each(async () => {
  relay = await createProbedRelay()
})
contact.after.each(async () => {
  await two?.close()
  await relay.close()
})

for (const detail of KINDS) {
  contact(`the answer to ${detail} is never sent: it is asked again, and the two become acquainted`, async () => {
    two = await strangers({ relay: relay.address })
    await relay.order({ die: { step: 'request:done', detail, occurrence: 1 } })
    await Promise.all([befriend(two), startAgain(relay)])
    await Promise.all([two.ada.sayMany(5, 1), two.bob.sayMany(5, 1)])
    await two.calm()
    assert.equal(await two.findings(), [])
  })
}

contact.run()
