import type { AccountId, ConversationId, DeviceId, MessageId, SentAtMs } from '../base/ids.js'
import type { StickerName } from '../conversation/sticker.js'
import type { BecauseCode, Where } from '../conversation/why.js'

/** True when shown; moves forward, but for `stored`, which is `queued` again once relays have lost it. Of our own messages, unless what became of it is not known here; a received message has none.
 * `partly`: some of a group have it, as the counts say, and it is not tried for the others any more; `failed`: the same, and nobody has it. */
export type DeliveryState = 'queued' | 'stored' | 'partly' | 'delivered' | 'read' | 'failed'

/** Of how many accounts how many have a message, and have read it. */
export interface Counts {
  readonly of: number
  readonly delivered: number
  readonly read: number
  /** How many relays keep it, while not all have it. */
  readonly relays?: number
}

/** What a message answers, as it is by now. */
export interface Quote {
  readonly message: MessageId
  /** Absent where it is not here. */
  readonly sender?: AccountId
  readonly senderName?: string
  readonly outgoing?: true
  /** The beginning of it; empty where it says something else or was deleted. */
  readonly text?: string
  readonly sticker?: KnownSticker
  readonly deleted?: true
}

/** A picture of a pack that every client has, by which a text is to be shown that says the same. */
export interface KnownSticker {
  readonly pack: 'bubble'
  readonly name: StickerName
  readonly emoji: string
}

/** Somebody who is called in a text. */
export interface Mention {
  readonly account: AccountId
  readonly name: string
  /** It is we. */
  readonly own?: true
}

/** One emoji, and who chose it. */
export interface Reaction {
  readonly emoji: string
  readonly count: number
  /** The first 20 of them, in the order in which they did; without ourselves. */
  readonly names: readonly string[]
  /** We are among them. */
  readonly own?: true
}

export interface Message {
  readonly id: MessageId
  readonly chat: ConversationId
  readonly sender: AccountId
  readonly senderName: string
  readonly device: DeviceId
  /** From 1, per device and conversation. */
  readonly seq: number
  /** As it is by now. Empty where it says something else, or was deleted. */
  readonly text: string
  readonly answers?: Quote
  /** Whom its text calls: each stands in it behind an @, spelled so. */
  readonly mentions?: readonly Mention[]
  /** It was said elsewhere before, as its sender has it; by whom is not told. */
  readonly forwarded?: true
  readonly sticker?: KnownSticker
  /** By the clock of its sender, who wrote it anew then. */
  readonly editedAtMs?: number
  /** Its sender took it back. */
  readonly deleted?: true
  /** The one that somebody chose first comes first. Nobody has more than one. */
  readonly reactions?: readonly Reaction[]
  readonly pinned?: true
  /** It says what only a newer Parley can show. */
  readonly unknown?: true
  /** Its sender leaves the group. */
  readonly leaving?: true
  /** In a direct chat its sender says that messages disappear so many seconds after they were read, from now on; 0: that they stay. */
  readonly setsLifetimeS?: number
  /** It disappears so many seconds after it was read, */
  readonly lifetimeS?: number
  /** which is then, by the clock of this device, once it was read here; what this account wrote, so long after it was sent. */
  readonly fadesAtMs?: number
  readonly sentAtMs: SentAtMs
  readonly outgoing: boolean
  readonly state?: DeliveryState
  /** Of ours in a group. */
  readonly counts?: Counts
  /** Set where its device said something else under the same id, here or to somebody else, or misquotes one of our messages. */
  readonly conflict?: true
  /** Set where a backup brought it and nothing else has: that its sender wrote it is known from that alone. */
  readonly imported?: true
  /** Set where it was said before we came into the group, and this member lets us read it: that its sender wrote it is their word. */
  readonly sharedBy?: { readonly account: AccountId; readonly name: string }
}

/** A known hole in a device's numbers. */
export interface Gap {
  readonly chat: ConversationId
  readonly device: DeviceId
  readonly from: number
  readonly to: number
  /** Members of the group have it and could not give it any more: the keys to it are gone. Its sender may yet say it again. */
  readonly lost?: true
}

/** A quiet line in a group's history that nobody wrote: what was done to the group, or that two sides of it are together again. */
export interface Happening {
  readonly id: string
  readonly chat: ConversationId
  /** By the clock of who did it: a hint. */
  readonly atMs: number
  readonly what: 'founded' | 'added' | 'removed' | 'role' | 'renamed' | 'relays' | 'retention' | 'lifetime' | 'split'
  readonly by?: AccountId
  /** Who was let in, put out or appointed. */
  readonly people?: readonly AccountId[]
  readonly role?: 'owner' | 'admin' | 'member'
  /** What the group was called from then on. */
  readonly name?: string
  /** How long messages are kept from then on; 0: without end. */
  readonly days?: number
  /** How long messages live after they were read; 0: without end. */
  readonly seconds?: number
  /** All of it as a sentence. */
  readonly text: string
  /** The message that it stands behind; absent where it stands before all that is here, and in events. */
  readonly after?: MessageId
}

export interface History {
  /** Ascending in the conversation's order. */
  readonly messages: readonly Message[]
  /** Ascending, those that stand between and behind these messages. */
  readonly happenings: readonly Happening[]
  readonly gaps: readonly Gap[]
  /** Pass as `before` to read the page that precedes this one; undefined at the beginning. */
  readonly before?: string
  /** Pass as `after` to read the page that follows this one; undefined at the end. */
  readonly after?: string
}

/** A message that was looked for. */
export interface Hit {
  readonly chat: ConversationId
  readonly message: MessageId
  readonly sender: AccountId
  readonly senderName: string
  readonly sentAtMs: SentAtMs
  readonly outgoing: boolean
  /** Around what was found, on one line. */
  readonly excerpt: string
  /** What was found in the excerpt: UTF-16 offsets, ascending, the second exclusive. */
  readonly matches: readonly (readonly [from: number, to: number])[]
}

export interface Found {
  /** The newest first. */
  readonly hits: readonly Hit[]
  /** Pass as `before` to go on; a search that has read very much ends before it has found `limit` messages. */
  readonly before?: string
  /** This profile is older than its search: of its messages so many can be found by now, and more with every second. */
  readonly passed?: number
}

/** One line of what has happened to a message, or of what it waits for. */
export interface Because {
  readonly what: string
  /** Which line it is, and whom or what it is about, for clients with words of their own; a newer node may say what they don't know. */
  readonly code?: BecauseCode
  readonly where?: Where
  readonly atMs?: number
  readonly untilMs?: number
}

/** For whom a message is on its way, and who keeps it meanwhile. */
export interface Waits {
  /** `seenAtMs`: when a link to them was lost, where that was since this node runs and there is none now. */
  readonly people: readonly { readonly account: AccountId; readonly name: string; readonly seenAtMs?: number }[]
  /** Others than the one that runs beside this node. */
  readonly relays: number
  /** When the first of them lets go of it, or this device gives it up. */
  readonly untilMs: number
}

export interface Why {
  readonly id: MessageId
  readonly chat: ConversationId
  readonly state?: DeliveryState
  /** In the order it happened; the last one says what is waited for, if anything is. */
  readonly because: readonly Because[]
  /** Absent where it waits for nobody. */
  readonly waits?: Waits
}
