import { ChatError } from '../base/errors.js'
import type { MessageId } from '../base/ids.js'
import { isEmoji, type Annotation } from './annotation.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import { ownAccount, type Conversation } from './conversation.js'
import { isAnnotatable, type View } from './marks.js'
import { lifetimeOf } from './lifetime.js'
import { isOver, type StoredMessage } from './message.js'
import type { Notes } from './notes.js'
import { isHidden, whyReadOnly, type ReadOnly } from './reading.js'
import type { SaidOnce } from './said-once.js'
import type { Sending, Speech } from './sending.js'
import { shownSticker } from './sticker.js'

/**
 * What the person says in a conversation, and does to what was said there. All of it resolves as `Sending.send`. @throws ERR_NOT_ALLOWED
 * to somebody not accepted or blocked, and for what is another's to do; ERR_NOT_FOUND, ERR_INVALID_ARGUMENT
 */
export interface Speaking {
  /** @param once a name: what was sent under it before is given again. */
  send(conversation: Conversation, speech: Speech, once?: string): Promise<StoredMessage>
  edit(conversation: Conversation, message: MessageId, text: string): Promise<StoredMessage>
  /** For everybody: nothing brings it back. */
  erase(conversation: Conversation, message: MessageId): Promise<StoredMessage>
  /** One emoji a person; none takes it back. */
  react(conversation: Conversation, message: MessageId, emoji: string): Promise<StoredMessage>
  pin(conversation: Conversation, message: MessageId, isPinned: boolean): Promise<StoredMessage>
  /**
   * Says what it says by now elsewhere, without naming who said it, or whom it called. Nothing is said anywhere where one of the places is closed.
   * @param once what was forwarded under this name before is given again
   * @returns in the order of the places, which are different ones
   */
  forward(conversation: Conversation, message: MessageId, to: readonly Conversation[], once?: string): Promise<readonly StoredMessage[]>
  /** In a direct conversation: for how many seconds what is said from now on lives, 0: without end. Undefined where that is so already. */
  setLifetime(conversation: Conversation, seconds: number): Promise<StoredMessage | undefined>
}

interface Parts {
  readonly contacts: Contacts
  readonly sending: Pick<Sending, 'send' | 'annotate' | 'setLifetime'>
  readonly saidOnce: SaidOnce
  readonly notes: Pick<Notes, 'view'>
}

const READ_ONLY: Readonly<Record<ReadOnly, (name: string) => string>> = {
  waiting: name =>
    `waiting for ${name} to let this device in: until then nobody could read it here; an invite of theirs does it too (parley add)`,
  archive: name =>
    `this is what another account of yours wrote with ${name}; ask ${name} for an invite to write from this one (parley add)`,
  revoked: () =>
    'this device was revoked by another one of your account: nobody takes anything from it any more; what is here stays readable; link this machine anew (parley device link --profile NAME)',
  left: () => 'you have left this group; an owner or admin can let you in again',
  removed: () => 'you were removed from this group; an owner or admin can let you in again'
}

export function createSpeaking(
  { self, records, clock }: Pick<ConversationContext, 'self' | 'records' | 'clock'>,
  { contacts, sending, saidOnce, notes }: Parts
): Speaking {
  /** Why nothing can be written there, in words that say what to do. */
  function whyNot(conversation: Conversation): string | undefined {
    const closed = whyReadOnly(conversation, self)
    if (closed === 'revoked') return READ_ONLY.revoked('')
    const other = contacts.otherOf(conversation)
    const contact = other === undefined ? undefined : contacts.get(other)
    const name = contact?.name ?? 'a member'
    if (contact?.state === 'blocked') return `${name} is blocked; parley unblock lifts it`
    if (contact?.state === 'request') return `${name} asks to write to you; parley accept answers first`
    return closed && READ_ONLY[closed](name)
  }

  function requireOpen(conversation: Conversation): void {
    const why = whyNot(conversation)
    if (why !== undefined) throw new ChatError('ERR_NOT_ALLOWED', why)
  }

  /** What can be answered, or have something done to it. */
  async function requireSaid(conversation: Conversation, id: MessageId): Promise<{ readonly message: StoredMessage; readonly view: View }> {
    const message = await records.messageById(conversation, id)
    if (message === undefined || isOver(message, clock.now()) || isHidden(contacts, conversation, message))
      throw new ChatError('ERR_NOT_FOUND', `no message ${id} in this conversation`)
    if (!isAnnotatable(message)) throw new ChatError('ERR_INVALID_ARGUMENT', 'that is not something that somebody said')
    const view = await notes.view(message)
    if (view.isDeleted) throw new ChatError('ERR_NOT_FOUND', 'that message was deleted')
    return { message, view }
  }

  async function requireOwn(conversation: Conversation, id: MessageId, what: string): ReturnType<typeof requireSaid> {
    const said = await requireSaid(conversation, id)
    if (said.message.account === ownAccount(conversation)) return said
    throw new ChatError('ERR_NOT_ALLOWED', `only who wrote a message can ${what} it`)
  }

  /** Words live as long as what they are about. */
  const annotate = (conversation: Conversation, target: StoredMessage, kind: Annotation['kind'], text = ''): Promise<StoredMessage> =>
    sending.annotate(conversation, { target: target.id, kind, text }, text === '' ? undefined : target.lifetimeS)

  const say = (conversation: Conversation, speech: Speech, once: string | undefined): Promise<StoredMessage> =>
    once === undefined ? sending.send(conversation, speech) : saidOnce.send(conversation, speech, once)

  return {
    async send(conversation, speech, once) {
      requireOpen(conversation)
      if (speech.answers !== undefined) await requireSaid(conversation, speech.answers)
      return say(conversation, speech, once)
    },
    async edit(conversation, message, text) {
      requireOpen(conversation)
      const { message: said, view } = await requireOwn(conversation, message, 'edit')
      if (shownSticker(said.sticker, view.text) !== undefined)
        throw new ChatError('ERR_INVALID_ARGUMENT', 'a sticker is not edited; delete it and send another one')
      if (view.text === '') throw new ChatError('ERR_INVALID_ARGUMENT', 'that message has no text')
      return annotate(conversation, said, 'edit', text)
    },
    async erase(conversation, message) {
      requireOpen(conversation)
      const { message: target } = await requireOwn(conversation, message, 'delete')
      return annotate(conversation, target, 'delete')
    },
    async react(conversation, message, emoji) {
      requireOpen(conversation)
      if (emoji !== '' && !isEmoji(emoji)) throw new ChatError('ERR_INVALID_ARGUMENT', 'a reaction is one emoji')
      const { message: target } = await requireSaid(conversation, message)
      return annotate(conversation, target, 'react', emoji)
    },
    async pin(conversation, message, isPinned) {
      requireOpen(conversation)
      const { message: target } = await requireSaid(conversation, message)
      return annotate(conversation, target, isPinned ? 'pin' : 'unpin')
    },
    async forward(conversation, message, to, once) {
      to.forEach(requireOpen)
      const { message: said, view } = await requireSaid(conversation, message)
      const { text } = view
      if (text === '') throw new ChatError('ERR_INVALID_ARGUMENT', 'that message has no text')
      const speech = { text, forwarded: true as const, ...(said.sticker === undefined ? {} : { sticker: said.sticker }) }
      return Promise.all(to.map(place => say(place, speech, once)))
    },
    async setLifetime(conversation, seconds) {
      requireOpen(conversation)
      return lifetimeOf(conversation) === seconds ? undefined : sending.setLifetime(conversation, seconds)
    }
  }
}
