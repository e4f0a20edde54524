import type { ChatApi } from '../../node/api/chat-api.js'
import type { ConversationId } from '../../node/base/ids.js'
import type { Conversation } from './conversation.js'
import type { Drafts, Leaving } from './drafts.js'

const SHORTCODE = /:[a-z0-9_]+:/u

interface Parts {
  readonly api: Pick<ChatApi, 'edit'>
  readonly conversation: Pick<Conversation, 'send'>
  readonly drafts: Pick<Drafts, 'leaving' | 'takeOut' | 'left' | 'putBack'>
  readonly failed: (err: unknown) => void
}

/** Says what was written in a chat, one after another: where one does not go out, it comes back with all that was to follow it. */
export function createSaying({ api, conversation, drafts, failed }: Parts): (chat: ConversationId) => Promise<void> {
  async function speak(chat: ConversationId, { text: typed, about, once }: Leaving): Promise<void> {
    const text = (await withShortcodes(typed)).trim()
    if (about?.kind === 'edit') await api.edit({ message: about.message.id, text })
    else await conversation.send(chat, { text }, once, about?.message.id)
  }

  return async chat => {
    const isUnderWay = drafts.leaving.value.has(chat)
    drafts.takeOut(chat)
    if (isUnderWay) return
    for (let next = drafts.leaving.value.get(chat)?.[0]; next !== undefined; next = drafts.leaving.value.get(chat)?.[0]) {
      try {
        await speak(chat, next)
        drafts.left(chat)
      } catch (err) {
        drafts.putBack(chat)
        failed(err)
      }
    }
  }
}

/** The table comes when somebody may have used it. */
async function withShortcodes(text: string): Promise<string> {
  return SHORTCODE.test(text) ? (await import('../../node/api/emoji.js')).withEmoji(text) : text
}
