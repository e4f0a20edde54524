import type { AccountId, MessageId } from '../base/ids.js'
import type { Contacts } from '../conversation/contacts.js'
import type { Self } from '../conversation/context.js'
import type { Conversation } from '../conversation/conversation.js'
import type { Happening as KnownHappening, HappeningPart } from '../conversation/happening.js'
import { placeOf } from '../conversation/happening.js'
import { COUNTER_BITS } from '../conversation/order.js'
import type { StoredMessage } from '../conversation/message.js'
import { cleanName } from '../identity/display-name.js'
import type { Happening } from './message.js'
import { lifetimeDeed } from './lifetime-words.js'
import { memberName } from './presentation.js'

/** Of a longer list, so many are named. */
const NAMED = 3

interface Names {
  readonly of: (account: AccountId) => string
  readonly isSelf: (account: AccountId) => boolean
}

/** Lines of a group's history as plain data: one for each thing that a commit did. */
export function presentHappening(
  self: Pick<Self, 'account'>,
  contacts: Contacts,
  conversation: Conversation,
  happening: KnownHappening
): readonly Happening[] {
  const { by, atMs, parts } = happening
  const isSelf = (account: AccountId): boolean => account === self.account
  const names: Names = { isSelf, of: account => (isSelf(account) ? 'you' : memberName(contacts, conversation, account)) }
  return parts.map((part, i) => ({
    id: happeningId(happening, i),
    chat: conversation.id,
    atMs,
    what: part.kind,
    text: sentence(part, by === undefined ? '' : isSelf(by) ? 'You' : names.of(by), names),
    ...(by === undefined ? {} : { by }),
    ...detailsOf(part)
  }))
}

export function happeningIds(happening: KnownHappening): readonly string[] {
  return happening.parts.map((_, i) => happeningId(happening, i))
}

function happeningId(happening: KnownHappening, index: number): string {
  return `${happening.epoch}.${placeOf(happening).isSplit ? 's' : index}`
}

/** Behind which of these messages, ascending, it stands. */
export function messageBefore({ atMs }: KnownHappening, messages: readonly Pick<StoredMessage, 'id' | 'hlc'>[]): MessageId | undefined {
  const clock = BigInt(atMs) << COUNTER_BITS
  return messages.findLast(({ hlc }) => hlc < clock)?.id
}

function detailsOf(part: HappeningPart): Partial<Pick<Happening, 'people' | 'role' | 'name' | 'days' | 'seconds'>> {
  switch (part.kind) {
    case 'added':
    case 'removed':
      return { people: part.accounts }
    case 'role':
      return { people: [part.account], role: part.role }
    case 'founded':
    case 'renamed':
      return { name: cleanName(part.name) }
    case 'retention':
      return { days: part.days }
    case 'lifetime':
      return { seconds: part.seconds }
    case 'relays':
    case 'split':
      return {}
  }
}

/** Every sentence that a history says by itself. */
function sentence(part: HappeningPart, by: string, names: Names): string {
  switch (part.kind) {
    case 'founded':
      return `${by} made the group “${cleanName(part.name)}”`
    case 'added':
      return `${by} let ${listed(part.accounts.map(names.of))} in`
    case 'removed':
      return `${by} removed ${listed(part.accounts.map(names.of))}`
    case 'role':
      return `${names.isSelf(part.account) ? 'You are' : `${names.of(part.account)} is`} ${ROLE_WORDS[part.role]}`
    case 'renamed':
      return `${by} renamed the group to “${cleanName(part.name)}”`
    case 'relays':
      return `${by} changed which relays keep the group`
    case 'retention':
      return part.days === 0 ? `${by} let messages be kept without end` : `${by} set messages to be kept for ${countOf(part.days, 'day')}`
    case 'lifetime':
      return `${by} ${lifetimeDeed(part.seconds)}`
    case 'split':
      return 'Caught up after a split'
  }
}

const ROLE_WORDS = { owner: 'an owner now', admin: 'an admin now', member: 'a plain member now' } as const

const countOf = (count: number, unit: string): string => (count === 1 ? `1 ${unit}` : `${count} ${unit}s`)

function listed(names: readonly string[]): string {
  const shown = names.length > NAMED + 1 ? [...names.slice(0, NAMED), `${names.length - NAMED} others`] : names
  const last = shown.at(-1) ?? ''
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`
}
