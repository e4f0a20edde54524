import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { SentAtMs } from '../../node/base/ids.js'
import { encodeContent, signedMessage } from '../../node/conversation/content.js'
import { nextHlc } from '../../node/conversation/order.js'
import { codeOf } from '../contract/links.js'
import type { Actor } from './ledger.js'
import { befriend, type SimPerson } from './people.js'
import {
  apart,
  assertOneHead,
  assertTheyTalk,
  beginQuarrel,
  branchByHand,
  commitByHand,
  DAY_MS,
  give,
  isMember,
  MINUTE_MS,
  named,
  placeOf,
  signerOf,
  together,
  type HandMade,
  type Quarrel
} from './quarrel.js'

interface Context extends Quarrel {
  /** What the relay gives whoever asks for key packages, once that is set: the same each time. */
  replay: { isOn: boolean; taken: Uint8Array | undefined; times: number }
}

const stubborn = suite<Context>('whoever keeps no rules in a group, and goes on and on')

stubborn.before.each(async context => {
  const replay: Context['replay'] = { isOn: false, taken: undefined, times: 0 }
  const quarrel = await beginQuarrel('stubborn', async (kind, answer) => {
    if (kind !== 'take' || !replay.isOn) return answer()
    replay.times++
    return (replay.taken ??= await answer())
  })
  Object.assign(context, { ...quarrel, replay })
})
stubborn.after.each(({ world }) => world.close())

const DEVICES = 8

stubborn('an account with eight devices commits with each of them, counts once, and goes with all of them', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  const theirs: Actor[] = [bob]
  for (let i = 2; i <= DEVICES; i++) theirs.push({ person: await world.person(`Bob ${i}`, { linkedBy: bob.person }), account: bob.account })
  await world.time.pass(10 * MINUTE_MS)
  const { head } = await placeOf(ada, chat)
  assert.is(head.members.filter(({ account }) => account === bob.account).length, DEVICES)
  apart(world, ada, [...theirs, cleo, dora])
  const made: HandMade[] = []
  for (const [i, one] of theirs.entries()) {
    const { head: own } = await placeOf(one, chat)
    made.push(await commitByHand(one, own, named(`Of ${i}`, own)))
  }
  for (const [i, commit] of made.entries()) for (const to of [cleo, dora]) await give(theirs[i] ?? bob, to, commit)
  await ada.person.api.removeMember({ chat, member: 'Bob' })
  await cleo.person.api.send({ chat, text: 'on one of eight' })
  await world.time.pass(MINUTE_MS)
  together(world, [ada, cleo, dora, ...theirs])
  await world.time.pass(10 * MINUTE_MS)
  const place = await assertOneHead(chat, [ada, cleo, dora])
  assert.not.ok(isMember(place, bob))
  assert.equal(
    place.messages.map(({ text }) => text),
    ['on one of eight']
  )
  for (const one of theirs) assert.is((await placeOf(one, chat)).conversation.membership, 'removed', one.person.name)
  await assertTheyTalk(context, [ada, cleo, dora])
  // What some have and others can't take is not asked for for ever.
  world.network.forgetCrossings()
  await world.time.pass(10 * MINUTE_MS)
  assert.ok(world.network.crossings.filter(({ what }) => what === 'ask').length < 200)
})

stubborn('a key package that a relay hands out twice lets its owner in to both groups, once each', async context => {
  const { world, relay, ada, cleo, dora, replay } = context
  const eve = await world.person('Eve')
  await eve.api.addRelay({ address: relay.address })
  for (const { person } of [ada, cleo]) await befriend(world, person, eve)
  await world.time.pass(MINUTE_MS)
  await eve.stop()
  replay.isOn = true
  const made = []
  for (const { person } of [ada, cleo]) {
    const { id } = await person.api.createGroup({ name: `Of ${person.name}`, contacts: ['Eve', 'Dora'] })
    await world.time.pass(MINUTE_MS)
    await person.api.send({ chat: id, text: `for Eve from ${person.name}` })
    made.push({ by: person, id })
  }
  replay.isOn = false
  assert.ok(replay.times > 1, 'it was handed out twice')
  await world.time.pass(10 * MINUTE_MS)
  await eve.start()
  await world.time.pass(20 * MINUTE_MS)
  for (const { by, id } of made) {
    const members = await by.api.members({ chat: id })
    assert.equal(
      members.map(({ name, coming }) => (coming === true ? `${name}, coming` : name)).toSorted(byText),
      [by.name, 'Dora', 'Eve'].toSorted(byText)
    )
    const chats = (await eve.api.chats()).filter(one => one.id === id)
    assert.equal(
      chats.map(({ readOnly }) => readOnly),
      [undefined],
      by.name
    )
    await by.api.send({ chat: id, text: `to all from ${by.name}` })
    await eve.api.send({ chat: id, text: `to ${by.name} from Eve` })
    await world.time.pass(MINUTE_MS)
    const [read, said, others] = await Promise.all([eve, by, dora.person].map(one => textsIn(one, id)))
    assert.equal(read?.filter(text => text === `to all from ${by.name}`).length, 1)
    for (const texts of [said, others]) assert.is(texts?.filter(text => text === `to ${by.name} from Eve`).length, 1)
  }
})

const byText = (a: string, b: string): number => a.localeCompare(b)

async function textsIn({ api }: SimPerson, chat: Parameters<SimPerson['api']['history']>[0]['chat']): Promise<readonly string[]> {
  return (await api.history({ chat, limit: 1_000 })).messages.map(({ text }) => text)
}

stubborn('a branch that is kept back and shown after days loses; one that is shown after weeks is not even read', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  const [soon, late] = [await branchByHand([bob, dora, bob, dora], chat, 'Soon'), await branchByHand([bob, dora], chat, 'Late')]
  await ada.person.api.removeMember({ chat, member: 'Bob' })
  await world.time.pass(MINUTE_MS)
  await ada.person.api.renameGroup({ chat, name: 'Orchard' })
  await cleo.person.api.send({ chat, text: 'meanwhile' })
  await world.time.pass(MINUTE_MS)
  await world.time.sleep(3 * DAY_MS)
  for (const to of [cleo, ada]) for (const commit of soon) await give(bob, to, commit)
  await world.time.pass(10 * MINUTE_MS)
  const place = await assertOneHead(chat, [ada, cleo])
  assert.ok(
    soon.every(({ child }) => place.group.tree.commits.has(child.id)),
    'it is read'
  )
  assert.equal([place.conversation.name, isMember(place, bob)], ['Orchard', false])
  for (let day = 0; day < 40; day += 4) {
    await world.time.sleep(4 * DAY_MS)
    await world.time.pass(5 * MINUTE_MS)
  }
  const [first] = late
  if (first === undefined) throw new Error('the branch has a beginning')
  for (const to of [cleo, ada]) assert.is(await codeOf(give(bob, to, first)), 'ERR_UNKNOWN_LOG')
  await world.time.pass(10 * MINUTE_MS)
  const after = await assertOneHead(chat, [ada, cleo])
  assert.equal([after.conversation.name, isMember(after, bob)], ['Orchard', false])
  assert.equal(
    after.messages.map(({ text }) => text),
    ['meanwhile']
  )
  await assertTheyTalk(context, [ada, cleo])
})

const LETTERS = 100

stubborn(
  'somebody who was put out writes on in the log that they knew, and opens others from it: all read the same of it, each once',
  async context => {
    const { world, relay, ada, bob, cleo, dora, chat } = context
    const { head, conversation } = await placeOf(bob, chat)
    const { session, relays } = bob.person
    await ada.person.api.removeMember({ chat, member: 'Bob' })
    await world.time.pass(MINUTE_MS)
    let [epoch, hlc, refused] = [head, conversation.hlc, 0]
    for (let i = 0; i < LETTERS; i++) {
      hlc = nextHlc(hlc, bob.person.clock.now())
      const said = { seq: conversation.nextSeq + i, hlc, sentAtMs: world.time.nowMs as SentAtMs, parents: [], text: `Bob writes on ${i}` }
      const sealed = await session.seal(epoch, encodeContent([signedMessage(said)]))
      epoch = sealed.epoch
      if ((await codeOf(relays.append(relay.id, { log: head.log, bytes: sealed.envelope }))) !== 'ok') refused++
    }
    assert.ok(refused > 0)
    for (let i = 0; i < 4; i++) {
      const made = await commitByHand(bob, head, named(`Mine ${i}`, head))
      await codeOf(relays.openChild(relay.id, signerOf(bob, head), signerOf(bob, made.child)))
      await codeOf(relays.append(relay.id, { log: head.log, bytes: made.envelope }))
      for (const to of [ada, cleo, dora]) await codeOf(give(bob, to, made))
    }
    await dora.person.restart()
    await world.time.pass(10 * MINUTE_MS)
    const place = await assertOneHead(chat, [ada, cleo, dora])
    assert.not.ok(isMember(place, bob))
    const texts = place.messages.map(({ text }) => text)
    assert.is(new Set(texts).size, texts.length)
    for (const one of [cleo, dora])
      assert.equal(
        (await placeOf(one, chat)).messages.map(({ text }) => text),
        texts,
        one.person.name
      )
    await assertTheyTalk(context, [ada, cleo, dora])
  }
)

stubborn.run()
