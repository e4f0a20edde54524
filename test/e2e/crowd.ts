import { setTimeout as delay } from 'node:timers/promises'
import type { Chat } from '../../node/api/chat.js'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { ConversationId } from '../../node/base/ids.js'
import { acquaint } from './acquaint.js'
import type { Person } from './person.js'

/** Of what costs a processor, so much at a time: none of it then runs into a deadline. */
const AT_ONCE = 3
const LOOK_AGAIN_MS = 500
const DEADLINE_MS = 120_000

/** Somebody in a group, wherever their node runs. */
export interface Member {
  readonly name: string
  readonly api: Pick<ChatApi, 'chats' | 'members' | 'createGroup'>
}

/** Each of them, a few at a time. */
export async function eachOf<One, Result>(all: readonly One[], task: (one: One) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = []
  const entries = all.entries()
  async function lane(): Promise<void> {
    for (const [index, one] of entries) results[index] = await task(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return results
}

/**
 * Looks again and again until nothing is missing, which it is told of in words.
 * @returns after how many milliseconds
 */
export async function untilNothingIsMissing(look: () => Promise<readonly string[]>): Promise<number> {
  const startedAt = performance.now()
  for (;;) {
    const missing = await look()
    const tookMs = performance.now() - startedAt
    if (missing.length === 0) return Math.round(tookMs)
    if (tookMs > DEADLINE_MS) throw new Error(`after ${Math.round(tookMs)} ms still:\n${missing.join('\n')}`)
    await delay(LOOK_AGAIN_MS)
  }
}

/** All become contacts of one, who invites each with the same text. */
export async function befriendAll(host: Person, guests: readonly Person[]): Promise<void> {
  const { uri } = await host.api.createInvite({})
  await eachOf(guests, guest => acquaint(host, guest, uri, `hello from ${guest.name}`))
}

/** A group of all of them, once each is in and all have been heard of. @returns its chat */
export async function gather(host: Member, title: string, guests: readonly Member[]): Promise<ConversationId> {
  const { id } = await host.api.createGroup({ name: title, contacts: guests.map(({ name }) => name) })
  await untilNothingIsMissing(async () => {
    const seen = await Promise.all([host, ...guests].map(async person => ({ person, who: await whoIsIn(person, id) })))
    return seen.filter(({ who }) => who.length !== guests.length + 1 || who.some(one => one.endsWith('coming'))).map(describe)
  })
  return id
}

/** Account, role, and whether they are on the way in: of each member of a group, for as long as this person is one. */
export async function whoIsIn({ api }: Pick<Member, 'api'>, chat: ConversationId): Promise<readonly string[]> {
  const group = await groupOf({ api }, chat)
  if (group === undefined || group.readOnly !== undefined) return []
  const members = await api.members({ chat })
  return members.map(({ account, role, coming }) => `${account} ${role}${coming === true ? ' coming' : ''}`).toSorted()
}

export async function groupOf({ api }: Pick<Member, 'api'>, chat: ConversationId): Promise<Chat | undefined> {
  return (await api.chats()).find(({ id }) => id === chat)
}

const describe = ({ person, who }: { readonly person: Member; readonly who: readonly string[] }): string =>
  `${person.name} sees ${who.length} members: ${who.map(one => one.slice(58)).join(', ')}`
