import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { MAX_STATES } from '../../node/conversation/group-epochs.js'
import { unwrap } from '../../node/session/log-envelope.js'
import { sealEnvelope } from '../../node/wire/envelope.js'
import { codeOf } from '../contract/links.js'
import { unspell } from './model-epoch.js'
import { split } from './model-key-package.js'
import { createModelSession } from './model-session.js'
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
  leafOf,
  MINUTE_MS,
  named,
  placeOf,
  signerOf,
  together,
  type HandMade,
  type Quarrel
} from './quarrel.js'

const adversaries = suite<Quarrel>('whoever keeps no rules in a group')

adversaries.before.each(async context => {
  Object.assign(context, await beginQuarrel('adversaries'))
})
adversaries.after.each(({ world }) => world.close())

const twin = (text: string): string => `seen as ${text}`

adversaries('two commits from one epoch, one for each half of the group, end in one head for all who are honest', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  const { head } = await placeOf(bob, chat)
  const [one, other] = [await commitByHand(bob, head, named('One', head)), await commitByHand(bob, head, named('Two', head))]
  world.network.part(ada.person.device.id, cleo.person.device.id)
  await give(bob, ada, one)
  await give(bob, cleo, other)
  await ada.person.api.send({ chat, text: twin('One') })
  await cleo.person.api.send({ chat, text: twin('Two') })
  await world.time.pass(MINUTE_MS)
  together(world, [ada, bob, cleo, dora])
  await world.time.pass(10 * MINUTE_MS)
  const { group, messages } = await assertOneHead(chat, [ada, cleo, dora])
  assert.ok(group.tree.commits.has(one.child.id) && group.tree.commits.has(other.child.id), 'both are known')
  assert.equal(messages.map(({ text }) => text).toSorted(), [twin('One'), twin('Two')])
  await assertTheyTalk(context, [ada, cleo, dora])
})

adversaries('one commit in two envelopes is one commit', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  const { head } = await placeOf(bob, chat)
  const made = await commitByHand(bob, head, named('Orchard', head))
  const { primitives, session } = bob.person
  const access = session.access(head)
  const { content } = await unwrap(primitives, access, made.envelope)
  const again = await sealEnvelope(primitives, await primitives.signingKey(access.seed), access.wrapKey, content)
  assert.is.not(Buffer.compare(again, made.envelope), 0)
  await give(bob, ada, made)
  await give(bob, cleo, { ...made, envelope: again })
  await give(bob, ada, { ...made, envelope: again })
  await world.time.pass(10 * MINUTE_MS)
  const { group, conversation } = await assertOneHead(chat, [ada, cleo, dora])
  assert.equal([conversation.name, group.head], ['Orchard', made.child.id])
  assert.is([...group.tree.commits.values()].filter(({ header }) => header.parent === head.id).length, 1)
  await assertTheyTalk(context, [ada, cleo, dora])
})

adversaries('a removal that was kept back for days stands once it is shown, and what was done meanwhile is done again', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  const { head } = await placeOf(bob, chat)
  const hidden = await commitByHand(bob, head, { remove: [leafOf(head, cleo)] })
  await ada.person.api.renameGroup({ chat, name: 'Orchard' })
  await ada.person.api.send({ chat, text: 'meanwhile' })
  await world.time.pass(MINUTE_MS)
  await world.time.sleep(3 * DAY_MS)
  await give(bob, ada, hidden)
  await world.time.pass(10 * MINUTE_MS)
  const place = await assertOneHead(chat, [ada, dora])
  assert.not.ok(isMember(place, cleo))
  assert.is(place.conversation.name, 'Orchard')
  assert.is((await placeOf(cleo, chat)).conversation.membership, 'removed')
  assert.equal(
    place.messages.map(({ text }) => text),
    ['meanwhile']
  )
  await assertTheyTalk(context, [ada, dora])
})

adversaries('whoever is put out stays out, however far they and an accomplice write on', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  apart(world, ada, [bob, cleo, dora])
  const branch = await branchByHand([bob, dora, bob, dora, bob], chat, 'Mine')
  for (const commit of branch) await give(bob, cleo, commit)
  await ada.person.api.removeMember({ chat, member: 'Bob' })
  await cleo.person.api.send({ chat, text: 'on their branch' })
  await world.time.pass(MINUTE_MS)
  together(world, [ada, bob, cleo, dora])
  await world.time.pass(10 * MINUTE_MS)
  const place = await assertOneHead(chat, [ada, cleo])
  assert.not.ok(isMember(place, bob))
  assert.ok(
    branch.every(({ child }) => place.group.tree.commits.has(child.id)),
    'all of it was read'
  )
  assert.equal(
    place.messages.map(({ text }) => text),
    ['on their branch']
  )
  await assertTheyTalk(context, [ada, cleo])
})

adversaries(
  'a Welcome that is played again lets nobody in twice, and nobody back who was put out',
  async ({ world, ada, bob, cleo, dora, chat }) => {
    const knocks = world.network.crossings.filter(({ what, to }) => what === 'knock' && to === dora.person.device.id)
    const replay = async (): Promise<void> => {
      for (const { bytes } of knocks) await codeOf(bob.person.links.request(dora.person.device.id, 'knock', bytes))
      await world.time.pass(MINUTE_MS)
    }
    assert.ok(knocks.length > 0)
    const before = await placeOf(dora, chat)
    await replay()
    assert.equal([(await placeOf(dora, chat)).head.id, (await dora.person.api.chats()).length], [before.head.id, 4])
    await ada.person.api.removeMember({ chat, member: 'Dora' })
    await world.time.pass(MINUTE_MS)
    assert.is((await placeOf(dora, chat)).conversation.membership, 'removed')
    await replay()
    await dora.person.restart()
    await replay()
    assert.is((await placeOf(dora, chat)).conversation.membership, 'removed')
    assert.not.ok(isMember(await assertOneHead(chat, [ada, bob, cleo]), dora))
  }
)

adversaries('somebody who was put out fills the log that they knew, and the group goes on at the same relay', async context => {
  const { world, relay, ada, bob, cleo, dora, chat } = context
  const { head } = await placeOf(bob, chat)
  const { session, relays, primitives } = bob.person
  await ada.person.api.removeMember({ chat, member: 'Bob' })
  await world.time.pass(MINUTE_MS)
  const key = await primitives.signingKey(session.access(head).seed)
  // Those who went on have ended it by opening the next.
  const filled: string[] = []
  for (let i = 0; i < 100; i++) {
    const bytes = await sealEnvelope(primitives, key, session.access(head).wrapKey, primitives.randomBytes(100))
    filled.push(await codeOf(relays.append(relay.id, { log: head.log, bytes })))
  }
  assert.equal(
    filled.slice(64),
    Array.from({ length: 36 }, () => 'ERR_LOG_CLOSED')
  )
  const children: string[] = []
  for (let i = 0; i < 12; i++) {
    const { child } = await session.commit(head, {})
    const [parent, born] = [signerOf(bob, head), signerOf(bob, child)]
    children.push(await codeOf(relays.openChild(relay.id, parent, born)))
  }
  assert.equal([children.slice(0, 7).every(code => code === 'ok'), new Set(children.slice(7))], [true, new Set(['ERR_QUOTA'])])
  await cleo.person.stop()
  await ada.person.api.send({ chat, text: 'for Cleo' })
  await world.time.pass(MINUTE_MS)
  await ada.person.stop()
  await cleo.person.start()
  await world.time.pass(5 * MINUTE_MS)
  assert.ok((await placeOf(cleo, chat)).messages.some(({ text }) => text === 'for Cleo'))
  await ada.person.start()
  await world.time.pass(5 * MINUTE_MS)
  assert.not.ok(isMember(await assertOneHead(chat, [ada, cleo, dora]), bob))
  await assertTheyTalk(context, [ada, cleo, dora])
})

adversaries('three commits from one epoch, one for each of three who can not meet, end in one head', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  const { head } = await placeOf(bob, chat)
  const honest = [ada, cleo, dora] as const
  for (const one of honest)
    apart(
      world,
      one,
      honest.filter(other => other !== one)
    )
  const made = []
  for (const [to, name] of [
    [ada, 'One'],
    [cleo, 'Two'],
    [dora, 'Three']
  ] as const) {
    const commit = await commitByHand(bob, head, named(name, head))
    made.push(commit)
    await give(bob, to, commit)
    await to.person.api.send({ chat, text: twin(name) })
  }
  await world.time.pass(MINUTE_MS)
  together(world, [ada, bob, cleo, dora])
  await world.time.pass(10 * MINUTE_MS)
  const { group, messages } = await assertOneHead(chat, honest)
  assert.ok(made.every(({ child }) => group.tree.commits.has(child.id)))
  assert.equal(messages.map(({ text }) => text).toSorted(), ['One', 'Three', 'Two'].map(twin))
  await assertTheyTalk(context, honest)
})

adversaries('who tries a hundred commits until one has the lowest id stays out all the same', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  const { head } = await placeOf(bob, chat)
  apart(world, ada, [bob, cleo, dora])
  await ada.person.api.removeMember({ chat, member: 'Bob' })
  const { group } = await placeOf(ada, chat)
  const theirs = group.pending ?? group.head
  const tried: HandMade[] = []
  // As many removals as there are against them: then the lowest id would decide.
  for (let i = 0; i < 100; i++) tried.push(await commitByHand(bob, head, { remove: [leafOf(head, cleo)] }))
  const [lowest] = tried.toSorted((a, b) => (a.child.id < b.child.id ? -1 : 1))
  if (lowest === undefined) throw new Error('a hundred were tried')
  assert.ok(lowest.child.id < theirs)
  await give(bob, dora, lowest)
  await give(bob, cleo, lowest)
  together(world, [ada, bob, cleo, dora])
  await world.time.pass(10 * MINUTE_MS)
  const place = await assertOneHead(chat, [ada, cleo, dora])
  assert.equal([isMember(place, bob), isMember(place, cleo)], [false, true])
  await assertTheyTalk(context, [ada, cleo, dora])
})

adversaries('a member without a role who commits more often than states are kept is put out as anybody', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  const { head } = await placeOf(cleo, chat)
  // The others come to it afterwards.
  for (const { person } of [bob, dora]) await person.stop()
  let parent = head
  for (let i = 0; i < MAX_STATES; i++) {
    const commit = await commitByHand(cleo, parent, {})
    await give(cleo, ada, commit)
    parent = commit.child
  }
  await world.time.pass(MINUTE_MS)
  const flooded = await placeOf(ada, chat)
  assert.is(flooded.group.head, parent.id)
  assert.ok(flooded.group.epochs.size <= MAX_STATES && flooded.group.epochs.has(head.id))
  await ada.person.api.removeMember({ chat, member: 'Cleo' })
  for (const { person } of [bob, dora]) await person.start()
  await world.time.pass(10 * MINUTE_MS)
  assert.not.ok(isMember(await assertOneHead(chat, [ada, bob, dora]), cleo))
  await assertTheyTalk(context, [ada, bob, dora])
})

adversaries('a member who lets the owner in anew, so as to keep her Welcome, is refused by all', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  const { head } = await placeOf(cleo, chat)
  const { primitives, device } = cleo.person
  const own = await cleo.person.session.newKeyPackage({ lastResort: false })
  const { certificate } = unspell(split(own.published).statement) as { readonly certificate: Uint8Array }
  // Who says that Ada has revoked her device makes what nobody may make.
  const lying = await createModelSession({
    primitives,
    deviceKey: device.key,
    certificate,
    now: () => cleo.person.clock.now(),
    revoked: () => new Set([ada.person.device.id])
  })
  const { published } = await ada.person.session.newKeyPackage({ lastResort: false })
  const change = { remove: [leafOf(head, ada)], add: [published], atMs: world.time.nowMs }
  assert.is(await codeOf(cleo.person.session.commit(head, change)), 'ERR_UNAUTHORISED_COMMIT')
  const { envelope } = await lying.commit(head, change)
  for (const to of [ada, bob, dora])
    assert.is(await codeOf(give(cleo, to, { parent: head, envelope })), 'ERR_UNAUTHORISED_COMMIT', to.person.name)
  await world.time.pass(10 * MINUTE_MS)
  assert.is((await assertOneHead(chat, [ada, bob, cleo, dora])).head.id, head.id)
  await assertTheyTalk(context, [ada, bob, cleo, dora])
})

adversaries('whoever is let in anew and gets no Welcome was not put out: they ask any member, and are in again', async context => {
  // Ada's own node knows nothing of it, and goes.
  const { world, ada, bob, cleo, dora, chat } = context
  const { head } = await placeOf(ada, chat)
  const { published } = await bob.person.session.newKeyPackage({ lastResort: false })
  const made = await commitByHand(ada, head, { remove: [leafOf(head, bob)], add: [published], atMs: world.time.nowMs })
  for (const to of [bob, cleo, dora]) await give(ada, to, made)
  await ada.person.stop()
  const readOnly = async (): Promise<unknown> => (await bob.person.api.chats()).find(({ id }) => id === chat)?.readOnly
  await world.time.pass(MINUTE_MS)
  assert.is(await readOnly(), 'waiting')
  await world.time.pass(20 * MINUTE_MS)
  assert.is(await readOnly(), undefined)
  const place = await assertOneHead(chat, [bob, cleo, dora])
  assert.equal(place.head.roles.admins, [bob.account])
  await assertTheyTalk(context, [bob, cleo, dora])
})

adversaries.run()
