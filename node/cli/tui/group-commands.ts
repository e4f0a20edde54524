import type { ConversationId } from '../../base/ids.js'
import type { Chat } from '../../api/chat.js'
import type { ChatApi } from '../../api/chat-api.js'

/** What can be done to a group from where one writes in it; the text behind it is what it is about. */
const COMMANDS = {
  invite: { about: 'NAME', does: 'let a contact in' },
  remove: { about: 'NAME', does: 'put somebody out' },
  owner: { about: 'NAME', does: 'make somebody an owner' },
  admin: { about: 'NAME', does: 'make somebody an admin' },
  member: { about: 'NAME', does: 'take a role from somebody' },
  rename: { about: 'NAME', does: 'call the group something else' },
  keep: { about: 'DAYS', does: 'delete for all what is older; 0: never' },
  leave: { about: 'ITS NAME', does: 'leave the group' }
} as const

type Verb = keyof typeof COMMANDS

export interface GroupCommand {
  readonly verb: Verb
  readonly about: string
}

export const GROUP_COMMANDS: readonly (readonly [command: string, does: string])[] = Object.entries(COMMANDS).map(
  ([verb, { about, does }]) => [`/${verb} ${about}`, does]
)

const isVerb = (word: string): word is Verb => Object.hasOwn(COMMANDS, word)

/** Undefined for what is a message. */
export function groupCommand({ kind }: Pick<Chat, 'kind'>, text: string): GroupCommand | undefined {
  const [, verb = '', about = ''] = /^\/([a-z]+) (\S.*)$/.exec(text.trim()) ?? []
  return kind === 'group' && isVerb(verb) ? { verb, about } : undefined
}

/** Why it can't be meant; undefined where it can. */
export function doubtOf({ title }: Pick<Chat, 'title'>, { verb, about }: GroupCommand): string | undefined {
  if (verb === 'leave' && about !== title) return 'To leave, type /leave and the name of this group.'
  return verb === 'keep' && !/^\d{1,3}$/.test(about) ? 'Type for how many days messages are kept; 0 for all.' : undefined
}

/** @returns what to tell. @throws as the methods that it calls */
export async function runGroupCommand(
  api: Pick<ChatApi, 'addMember' | 'removeMember' | 'setRole' | 'renameGroup' | 'setGroupRetention' | 'leaveGroup'>,
  chat: ConversationId,
  { verb, about }: GroupCommand
): Promise<string> {
  switch (verb) {
    case 'invite':
      await api.addMember({ chat, contact: about })
      return `${about} is on the way in.`
    case 'remove':
      await api.removeMember({ chat, member: about })
      return `${about} is on the way out.`
    case 'owner':
    case 'admin':
    case 'member':
      await api.setRole({ chat, member: about, role: verb })
      return `${about} is to be ${verb}.`
    case 'rename':
      await api.renameGroup({ chat, name: about })
      return `It is to be called ${about}.`
    case 'keep':
      await api.setGroupRetention({ chat, days: Number(about) })
      return about === '0' ? 'Messages are to be kept without end.' : `Messages are to be kept for ${about} days.`
    case 'leave':
      await api.leaveGroup({ chat })
      return 'You leave the group.'
  }
}
