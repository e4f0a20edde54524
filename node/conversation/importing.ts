import { ChatError } from '../base/errors.js'
import type { AccountId } from '../base/ids.js'
import { accountIdOf } from '../identity/account-id.js'
import { cleanName } from '../identity/display-name.js'
import type { BackupFrame, BackupHead } from '../wire/generated/backup.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversations } from './conversations.js'
import { CONTENT_VERSION } from './exporting.js'
import type { Introduction } from './introduction.js'
import { mergeContact } from './merge-contact.js'
import { createMerging, type Entered } from './merging.js'
import type { Notes } from './notes.js'
import { fromContactFrame, fromConversationFrame, type SavedConversation } from './saved.js'

/** What an import brought; of what was here before nothing is counted but `known`. */
export interface Imported {
  readonly account: AccountId
  readonly name: string
  readonly createdAtMs: number
  readonly contacts: number
  readonly chats: number
  readonly messages: number
  /** Messages that were here already. */
  readonly known: number
}

interface Parts {
  readonly contacts: Contacts
  readonly conversations: Conversations
  readonly introduction: Introduction
  readonly notes: Pick<Notes, 'begin'>
}

interface Tally {
  contacts: number
  chats: number
  messages: number
  known: number
}

/** The conversation whose messages follow. */
interface Open {
  readonly entered: Entered
  readonly messagesBefore: number
}

/**
 * Merges what a backup holds into what is here (`merging.ts`): where it breaks off, doing it again goes on from there.
 * @throws ERR_MALFORMED, ERR_SCHEMA_NEWER, ERR_STORE, and what the source throws
 */
export async function importBackup(
  context: ConversationContext,
  { contacts, conversations, introduction, notes }: Parts,
  frames: AsyncIterable<BackupFrame>
): Promise<Imported> {
  const { self } = context
  const merging = createMerging(context, { contacts, conversations, introduction, notes })
  const tally: Tally = { contacts: 0, chats: 0, messages: 0, known: 0 }
  let head: BackupHead | undefined
  let open: Open | undefined

  async function takeContact(frame: NonNullable<BackupFrame['contact']>, owner: AccountId): Promise<void> {
    const saved = fromContactFrame(frame)
    if (saved.account === self.account) return
    await contacts.put(saved.account, known => {
      const merged = mergeContact(known, saved, owner === self.account)
      if (merged !== known) tally.contacts++
      return merged
    })
  }

  async function enter(saved: SavedConversation, owner: AccountId): Promise<Open> {
    if (saved.accounts[0] !== owner) throw malformed('a conversation of somebody else')
    const entered = await merging.enter(saved)
    if (entered.isNew) tally.chats++
    return { entered, messagesBefore: tally.messages }
  }

  async function leave({ entered, messagesBefore }: Open): Promise<void> {
    if (tally.messages > messagesBefore || entered.movedOn || entered.isNew) await merging.leave(entered.conversation)
  }

  for await (const frame of frames) {
    if (head === undefined) {
      head = requireHead(frame)
      continue
    }
    const owner = accountIdOf(head.account)
    if (frame.contact !== undefined) await takeContact(frame.contact, owner)
    if (frame.conversation !== undefined) {
      if (open !== undefined) await leave(open)
      open = await enter(fromConversationFrame(frame.conversation), owner)
    }
    if (frame.messages !== undefined) {
      if (open === undefined) throw malformed('messages of no conversation')
      const { messages } = frame.messages
      const taken = await merging.take(open.entered, messages, () => false)
      tally.messages += taken
      tally.known += messages.length - taken
    }
  }
  if (head === undefined) throw malformed('nothing')
  if (open !== undefined) await leave(open)
  return { account: accountIdOf(head.account), name: cleanName(head.name), createdAtMs: Number(head.createdAtMs), ...tally }
}

function requireHead({ head }: BackupFrame): BackupHead {
  if (head === undefined) throw malformed('no beginning')
  if (head.version > CONTENT_VERSION)
    throw new ChatError('ERR_SCHEMA_NEWER', 'this backup was made by a newer Parley; install that version to read it')
  return head
}

function malformed(what: string): ChatError {
  return new ChatError('ERR_MALFORMED', `this backup holds ${what}: it was not made by Parley`)
}
