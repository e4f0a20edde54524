import type { AccountId } from '../base/ids.js'
import type { MessagePlace } from '../store/keyspace.js'
import type { Annotation } from './annotation.js'
import { isEmoji } from './annotation.js'
import type { StoredMessage } from './message.js'

/** What one account has done to a message: the last of every kind, by where it stands in the order of the conversation. */
export interface Deeds {
  readonly account: AccountId
  /** By the word of a member who shared it. */
  readonly isTold: boolean
  readonly edit?: MessagePlace & { readonly text: string; readonly sentAtMs: number }
  /** Nothing takes it back. */
  readonly isDeleted?: true
  readonly reaction?: MessagePlace & { readonly emoji: string }
  readonly pin?: MessagePlace & { readonly isPinned: boolean }
}

/** What was done to one message, by everybody. */
export type Marks = readonly Deeds[]

export const NO_MARKS: Marks = []

/** The same in whatever order they come, and however often. Pure. */
export function withAnnotation(marks: Marks, annotation: Annotation, by: StoredMessage): Marks {
  const isTold = by.shared !== undefined
  const before = marks.find(deeds => deeds.account === by.account && deeds.isTold === isTold) ?? { account: by.account, isTold }
  const after = withDeed(before, annotation, by)
  return after === before ? marks : [...marks.filter(deeds => deeds !== before), after]
}

function withDeed(before: Deeds, { kind, text }: Annotation, { hlc, device, seq, sentAtMs }: StoredMessage): Deeds {
  const place = { hlc, device, seq }
  switch (kind) {
    case 'edit':
      // What is over is so because of something later.
      if (text === '' || before.isDeleted === true || !isLater(place, before.edit)) return before
      return { ...before, edit: { ...place, text, sentAtMs } }
    case 'delete': {
      if (before.isDeleted === true) return before
      const { edit: _, ...rest } = before
      return { ...rest, isDeleted: true }
    }
    case 'react':
      return isLater(place, before.reaction) ? { ...before, reaction: { ...place, emoji: text } } : before
    case 'pin':
    case 'unpin':
      return isLater(place, before.pin) ? { ...before, pin: { ...place, isPinned: kind === 'pin' } } : before
  }
}

/** What this message said is known no more. Pure. */
export function withoutWords(marks: Marks, { device, seq }: Pick<StoredMessage, 'device' | 'seq'>): Marks {
  const isIts = (place: MessagePlace | undefined): boolean => place?.device === device && place.seq === seq
  const isAny = marks.some(({ edit, reaction }) => isIts(edit) || isIts(reaction))
  return isAny
    ? marks.map(({ edit, reaction, ...deeds }) => ({
        ...deeds,
        ...(edit === undefined || isIts(edit) ? {} : { edit }),
        ...(reaction === undefined || isIts(reaction) ? {} : { reaction })
      }))
    : marks
}

export interface Reaction {
  readonly emoji: string
  /** In the order in which they did. */
  readonly accounts: readonly AccountId[]
}

/** A message as it is to be shown. */
export interface View {
  /** What it says by now; empty where that is nothing. */
  readonly text: string
  readonly editedAtMs: number | undefined
  readonly isDeleted: boolean
  /** The one that somebody chose first comes first. */
  readonly reactions: readonly Reaction[]
  readonly isPinned: boolean
}

/** Whom nobody listens to. */
export type IsHidden = (account: AccountId) => boolean

/**
 * What its author alone may do: edit and delete. What was only told of somebody says nothing of a message that came from its sender. A
 * pure function of all that was done to it, whatever came first.
 */
export function viewOf(message: StoredMessage, marks: Marks, isHidden: IsHidden = () => false): View {
  const counted = isAnnotatable(message)
    ? marks.filter(({ account, isTold }) => (!isTold || message.shared !== undefined) && !isHidden(account))
    : NO_MARKS
  const authors = counted.filter(({ account }) => account === message.account)
  const edit = latest(authors.flatMap(deeds => deeds.edit ?? []))
  const isDeleted = message.erased !== undefined || authors.some(deeds => deeds.isDeleted === true)
  if (isDeleted) return { text: '', editedAtMs: undefined, isDeleted, reactions: [], isPinned: false }
  const isEdited = edit !== undefined && message.text !== ''
  return {
    text: isEdited ? edit.text : message.text,
    editedAtMs: isEdited ? edit.sentAtMs : undefined,
    isDeleted,
    reactions: reactionsIn(counted),
    isPinned: latest(counted.flatMap(({ pin }) => pin ?? []))?.isPinned === true
  }
}

/** Whether it says something that can be answered, edited, deleted. */
export const isAnnotatable = ({ annotation, leaving, state, setsLifetimeS, isFaded }: StoredMessage): boolean =>
  [annotation, leaving, state, setsLifetimeS, isFaded].every(other => other === undefined)

/** Whether what this account does to a message counts; of one that is not here nobody knows. */
export function mayAnnotate(message: StoredMessage, { kind }: Annotation, by: StoredMessage): boolean {
  const isAnybodys = kind !== 'edit' && kind !== 'delete'
  return isAnnotatable(message) && (isAnybodys || message.account === by.account)
}

function reactionsIn(marks: Marks): readonly Reaction[] {
  const given = new Map<AccountId, NonNullable<Deeds['reaction']>>()
  for (const { account, reaction } of marks)
    if (reaction !== undefined && isLater(reaction, given.get(account))) given.set(account, reaction)
  const byEmoji = new Map<string, AccountId[]>()
  for (const [account, { emoji }] of [...given].toSorted(([, a], [, b]) => (isLater(a, b) ? 1 : -1)))
    if (isEmoji(emoji)) byEmoji.set(emoji, [...(byEmoji.get(emoji) ?? []), account])
  return [...byEmoji].map(([emoji, accounts]) => ({ emoji, accounts }))
}

const latest = <P extends MessagePlace>(places: readonly P[]): P | undefined =>
  places.reduce<P | undefined>((last, place) => (isLater(place, last) ? place : last), undefined)

/** By clock, then by device, then by number: no two messages share all three. */
export function isLater(one: MessagePlace, other: MessagePlace | undefined): boolean {
  if (other === undefined) return true
  if (one.hlc !== other.hlc) return one.hlc > other.hlc
  return one.device === other.device ? one.seq > other.seq : one.device > other.device
}
