import type { DeviceId, MessageId } from '../base/ids.js'
import type { Path } from '../network/links.js'
import type { ChatEvent } from './chat-event.js'
import type { Chat } from './chat.js'
import type { AskedToJoin, GroupLink, GroupRequest, Share } from './group.js'
import type { Found, History, Message, Why } from './message.js'
import type { Contact, Invite, Member, SafetyNumber } from './person.js'
import type { AccountKeyAccess, Check, DeviceLink, ExportedPart, Identity, ImportSummary, OwnDevice, RelayState, Status } from './status.js'

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
  /**
   * Seals the keys of this device under another passphrase, or under a first one: 1 to 1,024 bytes of UTF-8. `current` is wanted where there is one.
   * With the 24 words (`phrase`) it keeps the account key from now on; otherwise it goes on keeping what it kept. A copy of the files from before opens
   * as it did. @throws ERR_PASSPHRASE, ERR_PHRASE, ERR_INVALID_ARGUMENT; nothing is changed then
   */
  setPassphrase(args: { current?: string; next: string; phrase?: string }): Promise<Identity>
  /** Leaves the keys open on this disk. The account key is kept no more: ask for `phrase` before. @throws ERR_PASSPHRASE; nothing is changed then */
  removePassphrase(args: { current: string }): Promise<Identity>

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

  /**
   * Echo moves in: a contact that lives on this device alone and says what is said to it. Nothing leaves for it, and no other device, backup or
   * group has it. Where it is here already, that is all. @param greeting what it says first, in the words of the client; without one it waits
   */
  addEcho(args: { name?: string; greeting?: string }): Promise<Contact>
  /** It goes, and all that was said with it. @throws ERR_NOT_FOUND */
  removeEcho(): Promise<void>

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
  /** Asks to be let in; durable when it resolves, and goes on for 30 days; `join:ended` tells where it is over. @throws ERR_CARD; ERR_EXPIRED, ERR_KNOCK_REFUSED: nobody is asked any more */
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
  /** The others are told, and nothing is taken from there any more; of one asked for by a link: it is asked for no more. @throws ERR_NOT_ALLOWED for the last owner: name another first */
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

  /** Who is linked now. A relay, of ours or of others, goes by its host; a device of nobody that we know by no name. */
  peers(): Promise<readonly (Path & { readonly kind: 'device' | 'relay'; readonly name?: string })[]>
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
