import { ChatError } from '../../base/errors.js'
import type { AccountId, ConversationId } from '../../base/ids.js'
import type { Chat } from '../../api/chat.js'

/** The open chat. */
export interface Place extends Pick<Chat, 'kind' | 'title'> {
  readonly id: ConversationId
  /** Whom it is with, where it is between two. */
  readonly person?: AccountId
}

/** A command of the command line for the chat that is open, which is its first argument. */
export interface ChatVerb {
  readonly command: string
  /** What stands behind it; absent where nothing has to. */
  readonly about?: string
  readonly does: string
  /** It is for whom the chat is with. */
  readonly isForPerson?: true
  /** What the command line takes for what was typed; absent where that is the same. @throws ERR_INVALID_ARGUMENT */
  readonly words?: (typed: readonly string[], place: Place) => readonly string[]
}

const here = (command: string, does: string, about?: string): ChatVerb => ({ command, does, ...(about === undefined ? {} : { about }) })

const withPerson = (command: string, does: string): ChatVerb => ({ command, does, isForPerson: true })

const isOption = (word: string): boolean => word.startsWith('-')

const ranked = (role: 'owner' | 'admin' | 'member', does: string): ChatVerb => ({
  ...here('group role', does, 'NAME'),
  words(typed) {
    const name = typed.filter(word => !isOption(word)).join(' ')
    return [...(name === '' ? [] : [name, role]), ...typed.filter(isOption)]
  }
})

/** A bare word stands for an option with it; without any, what holds is told. */
const chosen = (command: string, does: string, about: string, option: (word: string) => readonly string[]): ChatVerb => ({
  ...here(command, does, about),
  words: ([word, ...rest]) => (word === undefined ? [] : isOption(word) ? [word, ...rest] : [...option(word), ...rest])
})

function leaveWords(typed: readonly string[], { title }: Place): readonly string[] {
  if (typed.join(' ') === title.trim().split(/\s+/).join(' ')) return []
  throw new ChatError('ERR_INVALID_ARGUMENT', 'to leave, type /leave and the name of this group')
}

const IN_ALL: Readonly<Record<string, ChatVerb>> = {
  disappear: chosen('disappear', '7d after it is read; or: never', 'TIME', time => (time === 'never' ? ['--never'] : ['--after', time])),
  sticker: chosen('send', 'a picture: wave, yes, love, …', 'NAME', sticker => ['--sticker', sticker]),
  pins: here('pins', 'what is pinned here'),
  mute: here('mute', 'no notices from it'),
  unmute: here('unmute', 'notices again'),
  pin: here('chats pin', 'keep it before the others'),
  unpin: here('chats unpin', 'let it stand among the others')
}

const IN_GROUPS: Readonly<Record<string, ChatVerb>> = {
  members: here('group members', 'who is in it'),
  invite: here('group invite', 'let a contact in; --share N, --share-days N of before', 'NAME'),
  link: here('group link', 'a link by which people ask; --approve, --expires 7d, --uses N, --qr'),
  links: here('group links', 'its links'),
  unlink: here('group unlink', 'take a link back', 'ID'),
  requests: here('group requests', 'who asks by a link'),
  approve: here('group approve', 'let in who asks by a link; --share N, --share-days N of before', 'NAME'),
  refuse: here('group refuse', 'refuse who asks by a link', 'NAME'),
  remove: here('group remove', 'put somebody out', 'NAME'),
  role: here('group role', 'appoint or dismiss somebody', 'NAME ROLE'),
  owner: ranked('owner', 'make somebody an owner'),
  admin: ranked('admin', 'make somebody an admin'),
  member: ranked('member', 'take a role from somebody'),
  rename: here('group rename', 'call the group something else', 'NAME'),
  relays: here('group relays', 'where it is kept; --relay ADDRESS for each, or --none'),
  retention: here('group retention', 'how long it is kept; --days N, or --forever'),
  keep: chosen('group retention', 'delete for all what is older; 0: never', 'DAYS', days =>
    days === '0' ? ['--forever'] : ['--days', days]
  ),
  leave: { ...here('group leave', 'leave the group', 'ITS NAME'), words: leaveWords }
}

const BETWEEN_TWO: Readonly<Record<string, ChatVerb>> = {
  accept: withPerson('accept', 'accept who wants to talk'),
  block: withPerson('block', 'take nothing from them any more'),
  unblock: withPerson('unblock', 'take back the block'),
  verify: withPerson('verify', 'compare the safety number; --confirm, --undo'),
  ping: withPerson('ping', 'measure the round trip to their devices')
}

/** What can be done in a chat of this kind, by what is typed. */
export const verbsOf = (kind: Chat['kind']): Readonly<Record<string, ChatVerb>> =>
  kind === 'group' ? { ...IN_GROUPS, ...IN_ALL } : { ...BETWEEN_TWO, ...IN_ALL }
