import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import { Knock } from '../../node/wire/generated/introduction.js'
import { MODEL } from '../sim/cryptography.js'
import { createWorld, befriend, type SimPerson, type World } from '../sim/people.js'

/** As many as a group takes, by the soak. */
const DEVICES = process.env['PARLEY_SOAK'] === '1' ? 256 : 32
const MINUTE_MS = 60_000

const large = suite('large groups')

async function groupOf({ api, name }: SimPerson): Promise<ConversationId> {
  const group = (await api.chats()).find(({ kind }) => kind === 'group')
  if (group === undefined) throw new Error(`${name} is in no group`)
  return group.id
}

/** What this one was knocked at with. */
function knocksAt({ network }: World, { device }: SimPerson): readonly Knock[] {
  return network.crossings.flatMap(({ what, to, bytes }) => (what === 'knock' && to === device.id ? Knock.decode(bytes) : []))
}

large(`${DEVICES} devices come in by a Welcome in parts: over links, and out of the boxes of those who were away`, async () => {
  const world = createWorld('large groups', MODEL)
  try {
    const relay = await world.realRelay()
    const ada = await world.person('Ada')
    const others: SimPerson[] = []
    while (others.length < DEVICES - 1) others.push(await world.person(`Member ${others.length + 1}`))
    const away = others.slice(0, 2)
    for (const person of [ada, ...away]) await person.api.addRelay({ address: relay.address })
    for (const person of others) await befriend(world, person, ada)
    await world.time.pass(MINUTE_MS)
    for (const person of away) await person.stop()
    world.network.forgetCrossings()
    const [cutOff] = others.slice(-1)
    if (cutOff === undefined) throw new Error('nobody is there')
    let isCut = false
    world.network.weather.loses = (what, _from, to) => {
      const isFirst = what === 'answer' && to === ada.device.id && !isCut && knocksAt(world, cutOff).length === 1
      if (isFirst) {
        isCut = true
        world.network.part(ada.device.id, cutOff.device.id)
      }
      return isFirst
    }
    const { id: chat } = await ada.api.createGroup({ name: 'Village', contacts: others.map(({ name }) => name) })
    await world.settled()
    await world.time.pass(MINUTE_MS)
    assert.ok(isCut)
    world.network.meet(ada.device.id, cutOff.device.id)
    for (const person of away) await person.start()
    await world.time.pass(MINUTE_MS)
    for (const person of others) {
      assert.is(await groupOf(person), chat, person.name)
      assert.is((await person.api.members({ chat })).length, DEVICES)
    }
    await others[0]?.api.send({ chat, text: 'we are many' })
    await world.settled()
    await world.time.pass(MINUTE_MS)
    for (const { api } of others)
      assert.equal(
        (await api.history({ chat })).messages.map(({ text }) => text),
        ['we are many']
      )
    assert.ok(
      knocksAt(world, cutOff).some(({ sealed }) => sealed.length === 0),
      'none came in parts'
    )
  } finally {
    await world.close()
  }
})

large.run()
