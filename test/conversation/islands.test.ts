import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Actor } from '../sim/ledger.js'
import { apart, assertOneHead, assertTheyTalk, beginQuarrel, DAY_MS, MINUTE_MS, placeOf, together, type Quarrel } from '../sim/quarrel.js'

const islands = suite<Quarrel>('parts of a group that neither a link nor a relay joins for days')

islands.before.each(async context => {
  Object.assign(context, await beginQuarrel('islands'))
})
islands.after.each(({ world }) => world.close())

/** Two and two. */
function split({ world, relay, ada, bob, cleo, dora }: Quarrel): void {
  apart(world, bob, [ada, cleo])
  apart(world, dora, [ada, cleo])
  for (const { person } of [ada, bob, cleo, dora]) world.relayNetwork.part(person.device.id, relay.id)
}

function join({ world, relay, ada, bob, cleo, dora }: Quarrel): void {
  for (const { person } of [ada, bob, cleo, dora]) world.relayNetwork.meet(person.device.id, relay.id)
  together(world, [ada, bob, cleo, dora])
}

async function profileOf(actor: Actor, chat: Quarrel['chat']): Promise<readonly unknown[]> {
  const { profile } = (await placeOf(actor, chat)).head
  return [profile.name, profile.retentionDays]
}

islands('write behind a change of their own a day later, and all are one group with both changes when they meet', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  const all = [ada, bob, cleo, dora] as const
  split(context)
  await ada.person.api.renameGroup({ chat, name: 'Left' })
  await bob.person.api.setGroupRetention({ chat, days: 30 })
  for (const one of all) await one.person.api.send({ chat, text: `${one.person.name} at first` })
  await world.time.pass(60 * MINUTE_MS)
  for (const one of [ada, bob]) assert.equal(await profileOf(one, chat), ['Garden', 0], `${one.person.name} waits for a relay`)
  await world.time.sleep(DAY_MS)
  await world.time.pass(60 * MINUTE_MS)
  for (const one of [ada, cleo]) assert.equal(await profileOf(one, chat), ['Left', 0], one.person.name)
  for (const one of [bob, dora]) assert.equal(await profileOf(one, chat), ['Garden', 30], one.person.name)
  for (const one of all) await one.person.api.send({ chat, text: `${one.person.name} alone` })
  await world.time.pass(60 * MINUTE_MS)
  join(context)
  await world.time.pass(30 * MINUTE_MS)
  await assertOneHead(chat, all)
  const said = all.flatMap(({ person }) => [`${person.name} at first`, `${person.name} alone`]).toSorted()
  for (const one of all) {
    assert.equal(await profileOf(one, chat), ['Left', 30], one.person.name)
    const { messages } = await placeOf(one, chat)
    assert.equal(messages.map(({ text }) => text).toSorted(), said, one.person.name)
  }
  await assertTheyTalk(context, all)
})

islands.run()
