import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { wholeHistory } from './acquaint.js'
import { befriendAll, gather, untilNothingIsMissing, whoIsIn } from './crowd.js'
import { scene } from './harness.js'

const test = suite('a link to a group of processes')

scene(test, 'lets in whoever has it while its maker is away, who hears of them when they come back', async stage => {
  const relay = await stage.relay()
  const [ada, bob, cleo] = [await stage.person('Ada'), await stage.person('Bob'), await stage.person('Cleo')]
  for (const { api } of [ada, bob, cleo]) await api.addRelay({ address: relay.address })
  await befriendAll(ada, [bob])
  const chat = await gather(ada, 'Garden', [bob])
  await ada.api.setRole({ chat, member: 'Bob', role: 'admin' })
  await untilNothingIsMissing(async () => ((await whoIsIn(ada, chat)).some(one => one.includes('admin')) ? [] : ['Bob is no admin yet']))
  const { id, uri } = await ada.api.createGroupLink({ chat })
  await untilNothingIsMissing(async () => ((await bob.api.groupLinks({ chat })).some(link => link.id === id) ? [] : ['Bob knows no link']))
  await ada.stop()
  const asked = await cleo.api.joinGroup({ link: uri })
  assert.equal([asked.chat, asked.name, asked.hosts], [chat, 'Garden', ['Ada', 'Bob']])
  await untilNothingIsMissing(async () => {
    const isIn = (await cleo.api.chats()).some(group => group.id === chat && group.readOnly === undefined)
    return isIn ? [] : ['Cleo is not in']
  })
  await cleo.api.send({ chat, text: 'let in by Bob' })
  await bob.events.next('message:received', ({ message }) => message.text === 'let in by Bob')
  await ada.start()
  await untilNothingIsMissing(async () => {
    const texts = (await wholeHistory(ada.api, chat)).map(({ text }) => text)
    const members = await whoIsIn(ada, chat)
    return texts.includes('let in by Bob') && members.length === 3 ? [] : [`Ada sees ${members.length} members, and ${texts.join()}`]
  })
  assert.equal(await cleo.api.contacts(), [])
})

test.run()
