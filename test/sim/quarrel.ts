import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import type { LogSigner } from '../../node/network/relays.js'
import type { Change, Committed, Epoch } from '../../node/session/session.js'
import { MODEL } from './cryptography.js'
import type { Actor } from './ledger.js'
import { befriend, createWorld, type RealRelay, type World } from './people.js'
import { standingOf, type Standing } from './standings.js'

export const MINUTE_MS = 60_000
export const DAY_MS = 24 * 60 * MINUTE_MS

/** A group of four, one of whom is about to keep no rules. */
export interface Quarrel {
  world: World
  relay: RealRelay
  /** Owns the group. */
  ada: Actor
  /** An admin, and mostly the one who means no good. */
  bob: Actor
  cleo: Actor
  dora: Actor
  chat: ConversationId
}

/** A commit that its committer's node knows nothing of. */
export interface HandMade extends Committed {
  readonly parent: Epoch
}

/** @param lie what their relay makes of its answers */
export async function beginQuarrel(seed: string, lie?: Parameters<World['realRelay']>[0]): Promise<Quarrel> {
  const world = createWorld(seed, MODEL)
  const relay = await world.realRelay(lie)
  const actors: Actor[] = []
  for (const name of ['Ada', 'Bob', 'Cleo', 'Dora']) {
    const person = await world.person(name)
    await person.api.addRelay({ address: relay.address })
    for (const other of actors) await befriend(world, other.person, person)
    actors.push({ person, account: (await person.api.identity()).account })
  }
  const [ada, bob, cleo, dora] = actors
  if (ada === undefined || bob === undefined || cleo === undefined || dora === undefined) throw new Error('four were asked for')
  const { id: chat } = await ada.person.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo', 'Dora'] })
  await world.time.pass(MINUTE_MS)
  await ada.person.api.setRole({ chat, member: 'Bob', role: 'admin' })
  await world.time.pass(MINUTE_MS)
  return { world, relay, ada, bob, cleo, dora, chat }
}

export async function placeOf(actor: Actor, chat: ConversationId): Promise<Standing> {
  const standing = await standingOf(actor, chat)
  if (standing === undefined) throw new Error(`${actor.person.name} is in no group`)
  return standing
}

export async function commitByHand({ person }: Actor, parent: Epoch, change: Change): Promise<HandMade> {
  return { ...(await person.session.commit(parent, change)), parent }
}

/** A branch that members of one mind make in turns, unknown to their own nodes: the first calls the group so, the others renew their keys. */
export async function branchByHand(whose: readonly Actor[], chat: ConversationId, name: string): Promise<readonly HandMade[]> {
  const at = new Map<Actor, Epoch>()
  for (const actor of whose) at.set(actor, (await placeOf(actor, chat)).head)
  const branch: HandMade[] = []
  for (const by of whose) {
    const parent = at.get(by)
    if (parent === undefined) throw new Error('they are in the group')
    const made = await commitByHand(by, parent, branch.length === 0 ? named(name, parent) : {})
    branch.push(made)
    at.set(by, made.child)
    for (const [other, epoch] of at) if (other !== by) at.set(other, await childOf(other, epoch, made))
  }
  return branch
}

async function childOf({ person }: Actor, epoch: Epoch, { envelope }: HandMade): Promise<Epoch> {
  const opened = await person.session.open(epoch, envelope)
  if (opened.kind !== 'commit') throw new Error('a commit was made')
  return opened.child
}

export const leafOf = ({ members }: Epoch, { account }: Actor): number => members.find(member => member.account === account)?.leaf ?? -1
export const named = (name: string, { profile }: Epoch): Change => ({ profile: { ...profile, name } })

export const signerOf = ({ person }: Actor, epoch: Epoch): LogSigner => ({
  log: epoch.log,
  sign: said => person.session.signForLog(epoch, said)
})

export async function give(from: Actor, to: Actor, { parent, envelope }: Pick<HandMade, 'parent' | 'envelope'>): Promise<void> {
  await from.person.links.send(to.person.device.id, { log: parent.log, bytes: envelope })
}

export function apart({ network }: World, one: Actor, others: readonly Actor[]): void {
  for (const other of others) network.part(one.person.device.id, other.person.device.id)
}

export function together({ network }: World, actors: readonly Actor[]): void {
  for (const one of actors) for (const other of actors) if (one !== other) network.meet(one.person.device.id, other.person.device.id)
}

/** All of them write in one epoch with the same members. @returns where the first of them stands */
export async function assertOneHead(chat: ConversationId, honest: readonly [Actor, ...Actor[]]): Promise<Standing> {
  const [first, ...others] = honest
  const place = await placeOf(first, chat)
  for (const other of others) {
    const { head, authenticator, conversation } = await placeOf(other, chat)
    const name = other.person.name
    assert.equal(
      [head.id, authenticator, head.members, conversation.name],
      [place.head.id, place.authenticator, place.head.members, place.conversation.name],
      name
    )
  }
  return place
}

export async function assertTheyTalk({ world, chat }: Pick<Quarrel, 'world' | 'chat'>, honest: readonly Actor[]): Promise<void> {
  for (const { person } of honest) await person.api.send({ chat, text: `${person.name} in the end` })
  await world.time.pass(5 * MINUTE_MS)
  for (const reader of honest) {
    const { messages } = await placeOf(reader, chat)
    for (const { person } of honest)
      assert.is(messages.filter(({ text }) => text === `${person.name} in the end`).length, 1, `${reader.person.name} of ${person.name}`)
  }
}

export const isMember = ({ head }: Standing, { account }: Actor): boolean => head.members.some(member => member.account === account)
