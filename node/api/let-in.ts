import type { AccountId } from '../base/ids.js'
import type { Conversation } from '../conversation/conversation.js'
import type { Messenger } from '../conversation/messenger.js'
import type { extentOf } from './share-extent.js'

interface Newcomer {
  readonly conversation: Conversation
  readonly account: AccountId
  readonly extent: ReturnType<typeof extentOf>
}

/**
 * Has somebody let in, who may read so much of before. What they may read is on disk first: a crash in between lets nobody in, and a
 * refusal takes it back. @throws ERR_NOT_ALLOWED, ERR_QUOTA
 */
export async function letIn(
  { membership, sharing }: Pick<Messenger, 'membership' | 'sharing'>,
  { conversation, account, extent }: Newcomer
): Promise<void> {
  await sharing.grant(conversation, account, extent)
  try {
    await membership.wish(conversation, { kind: 'add', account })
  } catch (err) {
    await sharing.grant(conversation, account, undefined)
    throw err
  }
}
