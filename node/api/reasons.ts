import { ChatError } from '../base/errors.js'
import type { ConversationContext } from '../conversation/context.js'
import type { MessageId } from '../base/ids.js'
import { ownAccount, type Conversation } from '../conversation/conversation.js'
import { isOver } from '../conversation/message.js'
import type { Messenger } from '../conversation/messenger.js'
import { nameInGroup } from '../conversation/presences.js'
import { knownState } from '../conversation/reading.js'
import { waitsOf, type MessageWaits } from '../conversation/waits.js'
import { explain } from '../conversation/why.js'
import type { ChatApi } from './chat-api.js'
import type { Waits } from './message.js'
import type { LastSeen } from './last-seen.js'

interface Parts {
  readonly context: ConversationContext
  readonly messenger: Messenger
  readonly lastSeen: LastSeen
  readonly findMessage: (reference: string) => Promise<{ readonly conversation: Conversation; readonly id: MessageId }>
}

/** The part of the API that says what became of a message of ours. */
export function reasonsApi({ context, messenger, lastSeen, findMessage }: Parts): Pick<ChatApi, 'why'> {
  const { records, clock, self } = context

  function presentWaits(conversation: Conversation, { accounts, relays, untilMs }: MessageWaits): Waits {
    const people = accounts.map(account => {
      const contact = messenger.contacts.find(account)
      const devices = conversation.devices.filter(member => member.account === account).map(({ device }) => device)
      const seenAtMs = lastSeen.of(devices)
      const name = contact?.name ?? nameInGroup(conversation, account) ?? account.slice(0, 8)
      return { account, name, ...(seenAtMs === undefined ? {} : { seenAtMs }) }
    })
    return { people, relays, untilMs }
  }

  return {
    async why({ message: reference }) {
      const { conversation, id } = await findMessage(reference)
      const message = await records.messageById(conversation, id)
      if (message === undefined || message.isFaded === true || isOver(message, clock.now()))
        throw new ChatError('ERR_NOT_FOUND', `no message ${reference} here`)
      if (message.account !== ownAccount(conversation))
        throw new ChatError('ERR_INVALID_ARGUMENT', 'that message came from somebody else: it is here')
      const state = knownState(self.device, conversation, message)
      const waits = waitsOf(context, messenger, conversation, message)
      return {
        id,
        chat: conversation.id,
        ...(state === undefined ? {} : { state }),
        because: await explain(context, messenger, conversation, message),
        ...(waits === undefined ? {} : { waits: presentWaits(conversation, waits) })
      }
    }
  }
}
