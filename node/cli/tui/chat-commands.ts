import type { ConversationId } from '../../base/ids.js'
import type { Chat } from '../../api/chat.js'
import type { ChatApi } from '../../api/chat-api.js'
import { lifetimeDeed } from '../../api/lifetime-words.js'
import { parseDuration } from '../../host/terminal/duration.js'

type Api = Pick<
  ChatApi,
  | 'addMember'
  | 'removeMember'
  | 'setRole'
  | 'renameGroup'
  | 'setGroupRetention'
  | 'leaveGroup'
  | 'answerRequest'
  | 'mute'
  | 'setLifetime'
  | 'sendSticker'
  | 'setTypingTold'
>

interface Command {
  /** What stands behind it; absent where nothing does. */
  readonly about?: string
  readonly does: string
  /** @returns why it can't be meant */
  readonly doubt?: (about: string, chat: Pick<Chat, 'title'>) => string | undefined
  /** @returns what to tell. @throws as the method that it calls */
  readonly run: (api: Api, chat: ConversationId, about: string) => Promise<string>
}

const ranked = (role: 'owner' | 'admin' | 'member', does: string): Command => ({
  about: 'NAME',
  does,
  async run(api, chat, member) {
    await api.setRole({ chat, member, role })
    return `${member} is to be ${role}.`
  }
})

const answering = (approve: boolean, does: string, becomes: string): Command => ({
  about: 'NAME',
  does,
  async run(api, chat, account) {
    await api.answerRequest({ chat, account, approve })
    return `${account} ${becomes}.`
  }
})

const muting = (muted: boolean, does: string, told: string): Command => ({
  does,
  async run(api, chat) {
    await api.mute({ chat, muted })
    return told
  }
})

/** What can be done in every chat from where one writes. */
const OF_ALL: Readonly<Record<string, Command>> = {
  disappear: {
    about: 'TIME',
    does: '7d after it is read; or: never',
    async run(api, chat, time) {
      const seconds = time === 'never' ? 0 : Math.round(parseDuration(time) / 1_000)
      await api.setLifetime({ chat, seconds })
      return `You ${lifetimeDeed(seconds)}.`
    }
  },
  sticker: {
    about: 'NAME',
    does: 'a picture: wave, yes, love, …',
    async run(api, chat, sticker) {
      await api.sendSticker({ chat, sticker })
      return `You have said ${sticker}.`
    }
  },
  typing: {
    about: 'on|off',
    does: 'whether others see you write',
    doubt: about => (about === 'on' || about === 'off' ? undefined : 'Type /typing on, or /typing off.'),
    async run(api, _chat, about) {
      const { told } = await api.setTypingTold({ told: about === 'on' })
      return told ? 'It is told that you are writing.' : 'Nobody is told that you are writing, and you are not told either.'
    }
  }
}

/** To a group, besides. */
const OF_GROUPS: Readonly<Record<string, Command>> = {
  invite: {
    about: 'NAME',
    does: 'let a contact in',
    async run(api, chat, contact) {
      await api.addMember({ chat, contact })
      return `${contact} is on the way in.`
    }
  },
  remove: {
    about: 'NAME',
    does: 'put somebody out',
    async run(api, chat, member) {
      await api.removeMember({ chat, member })
      return `${member} is on the way out.`
    }
  },
  approve: answering(true, 'let in who asked by a link', 'is on the way in'),
  refuse: answering(false, 'refuse who asked by a link', 'is not let in'),
  owner: ranked('owner', 'make somebody an owner'),
  admin: ranked('admin', 'make somebody an admin'),
  member: ranked('member', 'take a role from somebody'),
  rename: {
    about: 'NAME',
    does: 'call the group something else',
    async run(api, chat, name) {
      await api.renameGroup({ chat, name })
      return `It is to be called ${name}.`
    }
  },
  keep: {
    about: 'DAYS',
    does: 'delete for all what is older; 0: never',
    doubt: about => (/^\d{1,3}$/.test(about) ? undefined : 'Type for how many days messages are kept; 0 for all.'),
    async run(api, chat, days) {
      await api.setGroupRetention({ chat, days: Number(days) })
      return days === '0' ? 'Messages are to be kept without end.' : `Messages are to be kept for ${days} days.`
    }
  },
  mute: muting(true, 'no notices from it', 'It is quiet now.'),
  unmute: muting(false, 'notices again', 'It is heard again.'),
  leave: {
    about: 'ITS NAME',
    does: 'leave the group',
    doubt: (about, { title }) => (about === title ? undefined : 'To leave, type /leave and the name of this group.'),
    async run(api, chat) {
      await api.leaveGroup({ chat })
      return 'You leave the group.'
    }
  }
}

const COMMANDS = { ...OF_GROUPS, ...OF_ALL }

export interface ChatCommand {
  readonly verb: string
  readonly about: string
}

const spelled = (verb: string, { about }: Pick<Command, 'about'>): string => (about === undefined ? `/${verb}` : `/${verb} ${about}`)

type Listed = readonly (readonly [command: string, does: string])[]

const listed = (commands: Readonly<Record<string, Command>>): Listed =>
  Object.entries(commands).map(([verb, command]) => [spelled(verb, command), command.does])

export const GROUP_COMMANDS = listed(OF_GROUPS)
export const COMMANDS_OF_ALL = listed(OF_ALL)

const commandOf = (verb: string): Command | undefined => (Object.hasOwn(COMMANDS, verb) ? COMMANDS[verb] : undefined)

/**
 * What begins as a command does, in a group known or not; undefined for what is a message. Two slashes begin a message with one.
 */
export function chatCommand({ kind }: Pick<Chat, 'kind'>, text: string): ChatCommand | undefined {
  const [, verb, about = ''] = /^\/([a-z]+)(?:\s+(\S.*))?$/.exec(text.trim()) ?? []
  if (verb === undefined) return undefined
  return kind === 'group' || Object.hasOwn(OF_ALL, verb) ? { verb, about } : undefined
}

/** Without the slash that keeps it from being a command. */
export const asMessage = (chat: Pick<Chat, 'kind'>, text: string): string =>
  text.startsWith('//') && (chat.kind === 'group' || chatCommand(chat, text.slice(1)) !== undefined) ? text.slice(1) : text

/** Why it can't be meant; undefined where it can. */
export function doubtOf(chat: Pick<Chat, 'title'>, { verb, about }: ChatCommand): string | undefined {
  const command = commandOf(verb)
  if (command === undefined) return `There is no /${verb} here: F1 and F2 show what there is. Two slashes make a message of it.`
  if (command.about !== undefined && about === '') return `Type ${spelled(verb, command)}.`
  if (command.about === undefined && about !== '') return `Type ${spelled(verb, command)} alone.`
  return command.doubt?.(about, chat)
}

/** @returns what to tell. @throws as the methods that it calls */
export async function runChatCommand(api: Api, chat: ConversationId, { verb, about }: ChatCommand): Promise<string> {
  return (await commandOf(verb)?.run(api, chat, about)) ?? ''
}
