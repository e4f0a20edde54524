import type { AccountId, ConversationId, DeviceId, MessageId, SentAtMs } from '../base/ids.js'
import type { StickerName } from '../conversation/sticker.js'
import type { BecauseCode, Where } from '../conversation/why.js'
import type { Path } from '../network/links.js'

/** A person: how we know an account. Plain data, safe for JSON. */
export interface Contact {
  readonly account: AccountId
  /** What the person calls themself, cleaned of control and bidirectional characters. */
  readonly name: string
  readonly devices: readonly DeviceId[]
  /**
   * `invited`: we asked, they have not answered. `request`: they asked, we have not answered. `accepted`: both may write.
   * `blocked`: nothing of theirs is taken.
   */
  readonly state: 'invited' | 'request' | 'accepted' | 'blocked'
  /** The safety number was compared and confirmed on this account. */
  readonly verified: boolean
}

/** Somebody in a group. */
export interface Member {
  readonly account: AccountId
  /** As they are known here; the beginning of their account id where they are no contact. */
  readonly name: string
  readonly role: 'owner' | 'admin' | 'member'
  readonly devices: readonly DeviceId[]
  /** Let in, and not heard of yet. */
  readonly coming?: true
  readonly self?: true
}

/** A link to a group. */
export interface GroupLink {
  readonly id: string
  /** Known to the device alone that made it. */
  readonly uri?: string
  /** Whether somebody has to say yes. */
  readonly approve: boolean
  readonly open: boolean
  readonly expiresAtMs?: number
  readonly usesLeft?: number
}

/**
 * What of the time before whoever is let in may read, by the word of this account: the newest so many messages (1 to 1,000), those of so many days (1
 * to 366), or what is both. Neither: nothing, and what was granted before is taken back.
 */
export interface Share {
  readonly shareMessages?: number
  readonly shareDays?: number
}

/** Somebody asks to be let in to a group. */
export interface GroupRequest {
  readonly account: AccountId
  readonly name: string
  readonly askedAtMs: number
  /** Nobody has to answer: they are being let in. */
  readonly coming?: true
}

export interface AskedToJoin {
  /** Of the group, once we are in. */
  readonly chat: ConversationId
  readonly name: string
  /** Who may let us in. */
  readonly hosts: readonly string[]
  readonly approve: boolean
}

/** What somebody has begun to write. */
export interface Draft {
  readonly text: string
  /** The message that it is to answer. */
  readonly answers?: MessageId
}

export interface Chat {
  readonly id: ConversationId
  readonly kind: 'direct' | 'group'
  readonly title: string
  readonly accounts: readonly AccountId[]
  readonly state: Contact['state']
  /**
   * Set where there is history to read and nobody to write to. `waiting`: a member has to let this device in first. `archive`: what
   * another account of this person wrote. `left` and `removed`: the person is in this group no more.
   */
  readonly readOnly?: 'waiting' | 'archive' | 'left' | 'removed'
  readonly unread: number
  /** The person wants no badge and no call for what is new here. */
  readonly muted?: true
  /** The person wants it before the others. */
  readonly pinned?: true
  /** What is said from now on disappears so many seconds after it was read. */
  readonly lifetimeS?: number
  /** What was begun here and not sent: on this device alone. */
  readonly draft?: Draft
  /** How many ask to be let in to this group, and wait for an answer. */
  readonly asking?: number
  readonly newest: Message | undefined
}

/** True when shown; moves forward, but for `stored`, which is `queued` again once relays have lost it. Of our own messages, unless what became of it is not known here; a received message has none. */
export type DeliveryState = 'queued' | 'stored' | 'delivered' | 'read' | 'failed'

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

export interface Invite {
  /** The `parley:` URI. */
  readonly uri: string
  /** Names this invite for revoking: the first 8 hex digits of SHA-256 of its token. */
  readonly id: string
  readonly label: string
  readonly createdAtMs: number
  readonly expiresAtMs?: number
  /** How many may still use it; undefined is any number. */
  readonly usesLeft?: number
  readonly used: number
  readonly revoked: boolean
}

export interface Identity {
  readonly account: AccountId
  readonly name: string
  readonly device: DeviceId
  /** Three friendly words for this device, the same on every screen. */
  readonly deviceName: string
  readonly createdAtMs: number
  /** Whether this device keeps the account key, and so can certify and revoke. */
  readonly hasAccountKey: boolean
}

/** A device of this account that is not revoked. */
export interface OwnDevice {
  readonly device: DeviceId
  /** What the person calls it; else its three friendly words. */
  readonly name: string
  /** By the clock of the device that certified it. */
  readonly addedAtMs: number
  /** There is a link to it now; always so of this one. */
  readonly linked: boolean
  readonly self?: true
}

/** How far what was said before this device was linked has come to it from the account's other devices. */
export interface HistoryTransfer {
  /** `waiting`: it comes over a direct path, and no device that has it can be reached by one now. */
  readonly state: 'waiting' | 'coming' | 'done'
  /** Who gives it now, or did last. */
  readonly from?: DeviceId
  /** Of its messages, those that were looked through, known ones among them, and how many there are. */
  readonly passed: number
  readonly of: number
  /** Messages that came so, in all. */
  readonly messages: number
}

/** A device that is to be linked, and what both it and this one show. */
export interface DeviceLink {
  readonly device: DeviceId
  readonly name: string
  /** Three words. */
  readonly words: string
}

/** What opens the account key, for this one time: the passphrase where this device keeps it, or the 24 words. */
export interface AccountKeyAccess {
  readonly passphrase?: string
  readonly phrase?: string
}

export interface SafetyNumber {
  readonly account: AccountId
  /** 60 digits in groups of five. */
  readonly number: string
  readonly verified: boolean
}

/** A relay that this account names. */
export interface RelayState {
  /** Its peer id. */
  readonly relay: DeviceId
  readonly address: string
  /** Linked, and it has answered. */
  readonly up: boolean
  /** It runs beside the node in its process, and is lost with this machine. */
  readonly isHere?: true
  /** What we are to it; undefined while it has not answered since the start. A `guest` is not kept anything for. */
  readonly standing?: 'stranger' | 'guest' | 'member' | 'banned'
  readonly retentionDays?: number
  /** Of what it keeps for this account. */
  readonly bytesUsed?: number
  readonly bytesLimit?: number
  /** What it has last done wrong since the start. */
  readonly fault?: string
}

/** A piece of a backup file, and how far it is. */
export interface ExportedPart {
  readonly bytes: Uint8Array
  /** Messages so far. */
  readonly messages: number
  /** How many there will be, within what arrives meanwhile. */
  readonly of: number
}

/** What an import brought that was not here. */
export interface ImportSummary {
  /** Whose backup it was, and what they called themself. */
  readonly account: AccountId
  readonly name: string
  readonly createdAtMs: number
  readonly contacts: number
  readonly chats: number
  readonly messages: number
  /** Messages that were here already. */
  readonly known: number
}

export interface Status {
  readonly version: string
  readonly identity: Identity
  readonly addresses: readonly string[]
  readonly reach: 'none' | 'this-machine' | 'this-network' | 'internet'
  readonly links: number
  /** The best first. */
  readonly relays: readonly RelayState[]
  readonly chats: number
  readonly unread: number
  /** Messages of ours that have not arrived at every device. */
  readonly queued: number
  readonly startedAtMs: number
  readonly protectedByPassphrase: boolean
  /** Others see that the person writes, and the person that others do. */
  readonly tellsTyping: boolean
  /** Of a browser, which may throw away all that a page keeps where it is not `persistent`. */
  readonly storage?: { readonly persistent: boolean; readonly bytesUsed: number; readonly bytesAvailable: number }
  /** Absent on a device that nothing was to come to. */
  readonly history?: HistoryTransfer
}

export interface Check {
  readonly name: string
  readonly ok: boolean
  /** Not ok because the person wants it so: worth a warning, and no fault. */
  readonly chosen?: true
  readonly detail: string
  /** What to do, where it is not ok. */
  readonly advice?: string
}

/** Each event carries a number that rises by one; `events({ since })` replays what is still kept (the last 10,000). */
export type ChatEvent = { readonly id: number } & (
  | { readonly type: 'message:received'; readonly message: Message }
  | { readonly type: 'message:sent'; readonly message: Message }
  | {
      readonly type: 'message:state'
      readonly chat: ConversationId
      readonly message: MessageId
      readonly state: DeliveryState
      readonly counts?: Counts
    }
  | { readonly type: 'message:conflict'; readonly message: Message }
  /** It is to be shown otherwise than before: it was edited, deleted or pinned, or somebody has reacted. Quotes of it, too. */
  | { readonly type: 'message:changed'; readonly message: Message }
  | { readonly type: 'chat:changed'; readonly chat: Chat }
  | { readonly type: 'contact:changed'; readonly contact: Contact }
  /** They call themselves something else than `before`; follows on `contact:changed`. */
  | { readonly type: 'contact:renamed'; readonly contact: Contact; readonly before: string }
  | { readonly type: 'device:added'; readonly account: AccountId; readonly device: DeviceId }
  | { readonly type: 'gap:changed'; readonly gap: Gap }
  /** Somebody is writing there, or no more. A hint, of people alone whom a link reaches now; it is over with whatever is missed. */
  | {
      readonly type: 'typing:changed'
      readonly chat: ConversationId
      readonly account: AccountId
      readonly name: string
      readonly typing: boolean
    }
  /** What was begun there and not sent is this by now, or nothing. */
  | { readonly type: 'draft:changed'; readonly chat: ConversationId; readonly draft?: Draft }
  /** These have disappeared, and are not here any more. */
  | { readonly type: 'messages:faded'; readonly chat: ConversationId; readonly messages: readonly MessageId[] }
  /** A member has let us read messages of before we came: read it anew. */
  | { readonly type: 'history:shared'; readonly chat: ConversationId; readonly by: AccountId; readonly messages: number }
  /** Messages of before were deleted, as the group wants it: read it anew. */
  | { readonly type: 'history:forgotten'; readonly chat: ConversationId; readonly upToMs: number }
  /** What was asked of a group was promised, and can't be any more. The reason is a sentence to show; the code says it in short: our role, what the group has room for, or what came of the commit. */
  | {
      readonly type: 'group:refused'
      readonly chat: ConversationId
      readonly code: 'no-right' | 'full' | 'failed'
      readonly reason: string
    }
  | { readonly type: 'happening:added'; readonly happening: Happening }
  /** It stood on a branch that has lost: it is not so. */
  | { readonly type: 'happening:removed'; readonly chat: ConversationId; readonly happening: string }
  | { readonly type: 'link:up' | 'link:down'; readonly device: DeviceId }
  /** Once a page, of some hundred messages; `chat:changed` tells of each chat. */
  | { readonly type: 'history:changed'; readonly history: HistoryTransfer }
  /** `since` was older than what is kept: read state anew. */
  | { readonly type: 'events:lost' }
)

/**
 * The one interface people build on: the façade has it in process, JSON-RPC carries it to the CLI, bots, bridges and the page.
 * Everything in and out is plain JSON, but for the bytes of backups. A `chat` or `contact` argument is an id, an unambiguous prefix of one (8 characters or
 * more), or a name that one contact alone has: otherwise ERR_NOT_FOUND or ERR_INVALID_ARGUMENT naming the candidates.
 * Every method may also reject with ERR_CLOSED and ERR_STORE.
 */
export interface ChatApi {
  status(): Promise<Status>
  identity(): Promise<Identity>
  /** 1–64 characters after cleaning. */
  rename(args: { name: string }): Promise<Identity>
  /** The 24 words. @throws ERR_NOT_ALLOWED where this device doesn't keep the account key, ERR_PASSPHRASE */
  phrase(args: { passphrase?: string }): Promise<{ words: string }>

  /** The oldest first. */
  devices(): Promise<readonly OwnDevice[]>
  /**
   * Says hello to a new device that shows this `parley-link:` text. Nothing is given to it yet.
   * @throws ERR_CARD, ERR_UNREACHABLE, ERR_TIMEOUT, ERR_KNOCK_REFUSED where it shows another text by now
   */
  linkDevice(args: { link: string }): Promise<DeviceLink>
  /**
   * Both devices show the same words: this one certifies the other and hands over. Resolves once that has it all on disk.
   * @throws ERR_NOT_FOUND, ERR_PASSPHRASE, ERR_PHRASE, ERR_BUSY where nobody confirms there, ERR_NOT_ALLOWED for a ninth device
   */
  confirmDevice(args: { device: DeviceId; name?: string } & AccountKeyAccess): Promise<OwnDevice>
  /** For good: it reads nothing that is sent afterwards. By its name, its id, or the beginning of that. @throws as `confirmDevice` */
  revokeDevice(args: { device: string } & AccountKeyAccess): Promise<void>

  createInvite(args: { label?: string; uses?: number; expiresInMs?: number }): Promise<Invite>
  invites(): Promise<readonly Invite[]>
  revokeInvite(args: { id: string }): Promise<void>
  /** Starts first contact; the message, if any, is queued at once. @throws ERR_CARD, ERR_UNREACHABLE, ERR_KNOCK_REFUSED, ERR_BLOCKED */
  add(args: { invite: string; message?: string }): Promise<Contact>

  relays(): Promise<readonly RelayState[]>
  /**
   * Joins a relay and names it from now on, also to contacts: a multiaddr that ends in `/p2p/` and its peer id, and the text of a
   * relay invite where the relay asks for one. `replaceIndex` gives up an index of this account that the relay keeps and that this
   * device has not restored. @throws ERR_INVALID_ARGUMENT, ERR_QUOTA above 3, ERR_UNREACHABLE, ERR_NOT_ALLOWED
   */
  addRelay(args: { address: string; token?: string; replaceIndex?: boolean }): Promise<RelayState>
  /** By its peer id, its address, or the end of either. What it keeps is read until it expires. @throws ERR_NOT_FOUND */
  removeRelay(args: { relay: string }): Promise<void>

  contacts(): Promise<readonly Contact[]>
  accept(args: { contact: string }): Promise<Contact>
  block(args: { contact: string }): Promise<Contact>
  unblock(args: { contact: string }): Promise<Contact>
  safetyNumber(args: { contact: string }): Promise<SafetyNumber>
  /** Confirms, or with false takes back, that the number was compared. */
  verify(args: { contact: string; verified: boolean }): Promise<SafetyNumber>

  /** Those that are pinned first, then the one with the newest message. */
  chats(): Promise<readonly Chat[]>
  /** A group of ours, kept at our relays; contacts that were accepted are let in as soon as they can be. @throws ERR_INVALID_ARGUMENT */
  createGroup(args: { name: string; contacts?: readonly string[] }): Promise<Chat>
  /** Of a group, the most senior first. @throws ERR_INVALID_ARGUMENT for a direct chat */
  members(args: { chat: string }): Promise<readonly Member[]>
  /**
   * Durable when it resolves, and goes on until it is so, whoever is away. The role is for who is a member.
   * @throws ERR_NOT_ALLOWED for what our role there doesn't allow
   */
  addMember(args: { chat: string; contact: string } & Share): Promise<void>
  removeMember(args: { chat: string; member: string }): Promise<void>
  setRole(args: { chat: string; member: string; role: 'owner' | 'admin' | 'member' }): Promise<void>
  renameGroup(args: { chat: string; name: string }): Promise<Chat>
  /**
   * A link by which whoever has it can ask to be let in; answered by this account and up to two more owners and admins, whoever is there.
   * With `approve` one of them says yes first. @throws ERR_NOT_ALLOWED for members without a role
   */
  createGroupLink(args: {
    chat: string
    expiresInMs?: number
    uses?: number
    approve?: boolean
  }): Promise<GroupLink & { readonly uri: string }>
  groupLinks(args: { chat: string }): Promise<readonly GroupLink[]>
  /** @throws ERR_NOT_FOUND */
  revokeGroupLink(args: { chat: string; id: string }): Promise<void>
  /** Asks to be let in; durable when it resolves, and goes on for 30 days. @throws ERR_CARD, ERR_KNOCK_REFUSED */
  joinGroup(args: { link: string }): Promise<AskedToJoin>
  /** The groups that this device has asked to be let in to by their links, and waits for. */
  joining(): Promise<readonly AskedToJoin[]>
  /** Who has asked this device to be let in to a group and is not in yet. */
  groupRequests(args: { chat: string }): Promise<readonly GroupRequest[]>
  answerRequest(args: { chat: string; account: string; approve: boolean } & Share): Promise<void>
  /** The group's relays, the best first. */
  groupRelays(args: { chat: string }): Promise<readonly string[]>
  /** Where the group is kept from now on, for all: relays of ours, 3 multiaddrs at most; none: nowhere. @throws ERR_INVALID_ARGUMENT, ERR_NOT_ALLOWED */
  setGroupRelays(args: { chat: string; relays: readonly string[] }): Promise<void>
  /** For how many days its messages are kept; 0: without end. */
  groupRetention(args: { chat: string }): Promise<{ readonly days: number }>
  /**
   * For all members, 1 to 366 days, or 0: without end. What is older is deleted here and by all who follow, for good, an hour later at the
   * earliest. @throws ERR_NOT_ALLOWED for members without a role
   */
  setGroupRetention(args: { chat: string; days: number }): Promise<void>
  /**
   * What is said from now on disappears so many seconds after it was read (30 to 31,449,600, which are 52 weeks; 0: never), on all sides. In a group
   * for owners and admins, and so once it is so for all. @throws ERR_NOT_ALLOWED, ERR_INVALID_ARGUMENT
   */
  setLifetime(args: { chat: string; seconds: number }): Promise<Chat>
  /** The person writes there now, or no more: told to those whom a link reaches, and kept nowhere. Say it again every few seconds; it is over 10 s after the last time. */
  typing(args: { chat: string; typing: boolean }): Promise<void>
  /** On this device: who does not tell it does not hear it of others. */
  setTypingTold(args: { told: boolean }): Promise<{ readonly told: boolean }>
  /** Durable when it resolves; without a text there is none any more. What is sent takes the draft with it that says the same. @param text 32 KiB at most */
  setDraft(args: { chat: string; text?: string; answers?: string }): Promise<Chat>
  /** Any chat; on all devices of the account. Events come as before. */
  mute(args: { chat: string; muted: boolean }): Promise<Chat>
  /** Before the others in the list; any chat, on all devices of the account. */
  pinChat(args: { chat: string; pinned: boolean }): Promise<Chat>
  /** The others are told, and nothing is taken from there any more. @throws ERR_NOT_ALLOWED for the last owner: name another first */
  leaveGroup(args: { chat: string }): Promise<void>
  /**
   * Returns once the message is durable here: state `queued`. 1 byte to 32 KiB of UTF-8. `once` is a name of your choosing, such as a
   * UUID: who missed the answer sends again under the same one, and gets the message that there is. The newest 256 messages of ours in the
   * chat are known by theirs. `answers` is the id of a message of the same chat.
   * In a group, members whose names stand behind an @ are mentioned. @throws ERR_NOT_ALLOWED for a request or a block
   */
  send(args: { chat: string; text: string; once?: string; answers?: string }): Promise<Message>
  /** One of the pack by its name, as a message that has "sticker:", the name and its emoji for a text; the rest as `send`. @throws ERR_INVALID_ARGUMENT */
  sendSticker(args: { chat: string; sticker: string; once?: string; answers?: string }): Promise<Message>
  /**
   * Only of what this account wrote, on whatever device. These four return once it is durable here; it reaches the others as a message does.
   * @throws ERR_NOT_FOUND, ERR_NOT_ALLOWED
   */
  edit(args: { message: string; text: string }): Promise<Message>
  /** Everybody's Parley lets go of what it said, once it hears of that, for good: what somebody has read or copied meanwhile, nothing takes back. */
  deleteMessage(args: { message: string }): Promise<Message>
  /** With one emoji, which takes the place of the one before; without one that is taken back. @throws ERR_INVALID_ARGUMENT */
  react(args: { message: string; emoji?: string }): Promise<Message>
  /**
   * Says the text that a message has by now in these chats, 1 to 20, marked as forwarded; in each of them once, however often it is named. Who said it, and
   * whom it called, is not told there. Returns once it is durable everywhere, in the order of the chats; where one of them is closed, nothing is said in
   * any. `once` as of `send`: who missed the answer forwards again under the same name, and what was said already is not said again.
   * @throws ERR_NOT_FOUND, ERR_NOT_ALLOWED for a request, a block or a group that was left, ERR_INVALID_ARGUMENT for a message without a text
   */
  forward(args: { message: string; chats: readonly string[]; once?: string }): Promise<readonly Message[]>
  /** For everybody in the chat, by anybody in it. */
  pin(args: { message: string; pinned: boolean }): Promise<Message>
  /** The newest 50 that are pinned, the one said first first. */
  pins(args: { chat: string }): Promise<readonly Message[]>
  /**
   * The newest messages, or by one of these: what precedes or follows another page, what stands around a message, or what begins with the first
   * message that was said at `fromMs` or later, by the clock of the conversation (where there is none, the newest).
   * @param limit 1–1,000, by default 50; a page of over 4 MiB ends earlier, and `before` and `after` lead on
   */
  history(args: { chat: string; limit?: number; before?: string; after?: string; around?: MessageId; fromMs?: number }): Promise<History>
  /**
   * Messages of all chats, or of one, that have for each word of the text a word that begins so. Case, width and diacritics don't count.
   * What is no letter, digit or picture is left out; a text without any finds nothing. @param text 1–1,024 bytes @param limit 1–100, by default 20
   */
  search(args: { text: string; chat?: string; before?: string; limit?: number }): Promise<Found>
  /** Everything up to and including this message was read by the person. */
  markRead(args: { chat: string; message: MessageId }): Promise<void>
  why(args: { message: string }): Promise<Why>

  peers(): Promise<readonly (Path & { readonly name?: string })[]>
  /** Milliseconds. @throws ERR_UNREACHABLE, ERR_TIMEOUT */
  ping(args: { contact: string }): Promise<readonly { device: DeviceId; roundTripMs: number }[]>
  doctor(): Promise<readonly Check[]>
  /** How others reach this node, and what would make it better. Takes up to 2 s where STUN servers don't answer. */
  netcheck(): Promise<readonly Check[]>

  /**
   * One sealed file with contacts, settings and history; no key of a device or a conversation is in it. Nothing happens before it is
   * read, and it is made as it is read. @throws ERR_INVALID_ARGUMENT for a passphrase that is empty or over 1,024 bytes
   */
  exportBackup(args: { passphrase: string }): AsyncIterable<ExportedPart>
  /**
   * Merges a backup, of this account or of another one of the same person, into what is here: nothing twice, no block lifted, no
   * verified mark taken away. Doing it again changes nothing; where it broke off, that is how to go on. Its messages are `imported`.
   * @throws ERR_MALFORMED for what is no backup, ERR_SCHEMA_NEWER, ERR_PASSPHRASE, ERR_RECORD_DAMAGED; what came before the damage stays
   */
  importBackup(args: { passphrase: string; chunks: AsyncIterable<Uint8Array> }): Promise<ImportSummary>

  /** Endless; ends when the signal fires. Starts with what happened after `since`, or with what happens next. */
  events(args: { since?: number }, options?: { signal?: AbortSignal }): AsyncIterable<ChatEvent>
}
