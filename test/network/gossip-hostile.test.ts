import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { MAX_HEARD_LOGS } from '../../node/network/gossip-logs.js'
import { within } from '../e2e/deadline.js'
import { listen, meshOf, testLog, type Ear, type TestLog } from '../contract/gossip.js'
import { NO_CONTROL, startGossipAttacker, type GossipAttacker } from './gossip-attacker.js'
import { dial, startGossipNode, type GossipNode } from './gossip-nodes.js'

const DEADLINE_MS = 30_000

interface Scene {
  victim: GossipNode
  friend: GossipNode
  attackers: GossipAttacker[]
  log: TestLog
  /** Of the victim, and of a friend that has a connection to it alone. */
  ear: Ear
  friendEar: Ear
}

const hostile = suite<Scene>('gossip among hostile peers')

hostile.before.each(async scene => {
  scene.attackers = []
  scene.log = await testLog(1)
  scene.victim = await startGossipNode()
  scene.friend = await startGossipNode()
  const { victim, friend, log } = scene
  victim.gossip.admit(friend.device)
  friend.gossip.admit(victim.device)
  scene.ear = listen(victim, log)
  scene.friendEar = listen(friend, log)
  await dial(friend, victim)
  await Promise.all([meshOf(victim, log, 1), meshOf(friend, log, 1)])
})
hostile.after.each(async ({ victim, friend, log, ear, friendEar, attackers }) => {
  await friend.gossip.publish(await log.seal('still there?'))
  await ear.hears('still there?')
  await victim.gossip.publish(await log.seal('here'))
  await friendEar.hears('here')
  for (const node of [...attackers, friend, victim]) await node.stop()
})

/** Admitted, and subscribed to the log. */
async function attacker(scene: Scene, options?: { readonly isDeaf: boolean }): Promise<GossipAttacker> {
  const { victim, log } = scene
  const one = await startGossipAttacker(victim, options)
  scene.attackers.push(one)
  victim.gossip.admit(one.device)
  await one.begin()
  one.say({ subscriptions: [{ topic: log.id, subscribe: true }] })
  await meshOf(victim, log, 2)
  return one
}

const message = ({ id }: TestLog, data: Uint8Array) => ({ topic: id, data })

hostile('what is not signed by the log is not passed on, and who sends it is soon not listened to', async scene => {
  const { log, ear, friendEar } = scene
  const one = await attacker(scene)
  one.say({ messages: [message(log, (await log.seal('in good time')).bytes)] })
  await friendEar.hears('in good time')
  const shunned = shunning(scene, one)
  for (let n = 0; n < 6; n++) one.say({ messages: [message(log, (await log.forge(`forged ${n}`)).bytes)] })
  one.say({ messages: [message(log, new Uint8Array(1_141)), message(log, new Uint8Array(3))] })
  await shunned
  one.say({ messages: [message(log, (await log.seal('too late')).bytes)] })
  const other = await attackerBeside(scene)
  other.say({ messages: [message(log, (await log.seal('from another')).bytes)] })
  await Promise.all([ear.hears('from another'), friendEar.hears('from another')])
  assert.equal(
    [ear.texts, friendEar.texts],
    [
      ['in good time', 'from another'],
      ['in good time', 'from another']
    ]
  )
})

/** Resolves once the victim checks nothing any more that this one says. */
async function shunning({ victim }: Scene, { device }: GossipAttacker): Promise<void> {
  const { standing } = victim.libp2p.services.gossip
  const offended = standing.offended.bind(standing)
  const isShunned = new Promise<void>(resolve => {
    standing.offended = peer => {
      offended(peer)
      if (standing.isShunned(device)) resolve()
    }
  })
  await within(DEADLINE_MS, 'enough offences', isShunned)
}

/** Its stream is served after what the first one has said. */
async function attackerBeside({ victim, attackers }: Scene): Promise<GossipAttacker> {
  const one = await startGossipAttacker(victim)
  attackers.push(one)
  victim.gossip.admit(one.device)
  await one.begin()
  return one
}

hostile('an envelope is heard though it came before under another log, or with a sender’s name', async scene => {
  const { log, victim, friend, ear, friendEar } = scene
  const other = await testLog(2)
  listen(victim, other)
  const one = await attacker(scene)
  const [first, second] = [await log.seal('first'), await log.seal('second')]
  one.say({ messages: [message(other, first.bytes), { ...message(log, second.bytes), from: new Uint8Array(100_000) }] })
  one.say({ messages: [message(log, (await log.seal('after these')).bytes)] })
  await ear.hears('after these')
  assert.equal(ear.texts, ['after these'])
  await friend.gossip.publish(first)
  await friend.gossip.publish(second)
  await Promise.all([ear.hears('first'), ear.hears('second')])
  assert.equal(friendEar.texts, ['after these'])
})

hostile('of a flood of subscriptions only so many are remembered as a peer may have', async scene => {
  const one = await attacker(scene)
  const { pubsub } = scene.victim.libp2p.services.gossip
  const rounds = 10
  let told = 0
  const allTold = new Promise<void>(resolve => {
    pubsub.addEventListener('subscription-change', () => (++told === rounds ? resolve() : undefined))
  })
  const topics = Array.from({ length: rounds * 1_000 }, (_, n) => String(n).padStart(64, '0'))
  for (let n = 0; n < rounds; n++)
    one.say({ subscriptions: topics.slice(n * 1_000, (n + 1) * 1_000).map(topic => ({ topic, subscribe: true })) })
  await within(DEADLINE_MS, 'all subscriptions', allTold)
  const kept = topics.filter(topic => pubsub.getSubscribers(topic).length > 0)
  assert.is(kept.length, MAX_HEARD_LOGS - 1) // one is the log's
})

hostile('who offers more than there can be is asked for little of it', async scene => {
  const { log, ear } = scene
  const one = await attacker(scene)
  const offered = 60 * 5_000
  for (let n = 0; n < 60; n++) {
    const messageIDs = Array.from({ length: 5_000 }, (_, i) => new Uint8Array(new Uint32Array([n, i, 0, 0]).buffer))
    one.say({ control: { ...NO_CONTROL, ihave: [{ topicID: log.id, messageIDs }], graft: [{ topicID: 'x' }] } })
  }
  one.say({ messages: [message(log, (await log.seal('after all that')).bytes)] })
  await ear.hears('after all that')
  // 5,000 a second at most, of 18 bytes each.
  assert.ok(one.heardBytes < (offered * 18) / 3, `${one.heardBytes} bytes`)
})

hostile('a frame of impossible length, or of nonsense, harms nobody else', async scene => {
  const { log, ear } = scene
  const [one, other] = [await attacker(scene), await attackerBeside(scene)]
  one.shout(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3))
  other.shout(Uint8Array.of(4, 0xff, 0xff, 0xff, 0xff))
  other.say({ messages: [message(log, (await log.seal('after nonsense')).bytes)] })
  await ear.hears('after nonsense')
})

hostile('a peer that reads nothing holds up nobody for long', async scene => {
  const { log, victim, friendEar } = scene
  await attacker(scene, { isDeaf: true })
  const big = 'x'.repeat(60_000)
  for (let n = 0; n < 150; n++) await victim.gossip.publish(await log.seal(`${n} ${big}`))
  await friendEar.hears(`149 ${big}`)
  assert.is(friendEar.texts.length, 150)
})

hostile.run()
