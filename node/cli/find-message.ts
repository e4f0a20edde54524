import type { RpcClient } from '../api/rpc-client.js'
import { ChatError } from '../base/errors.js'

const WHOLE_ID_CHARS = 64
const SHORT_ID_CHARS = 8
/** A short id is looked for among so many newest messages of each chat. */
const SEARCHED_MESSAGES = 1_000

/** The argument by which a command takes a message. */
export const ANY_MESSAGE = {
  name: 'message',
  summary: 'its id, or for a recent one the first 8 characters of it; history --ids shows them'
}
export const OWN_MESSAGE = { name: 'message', summary: 'its id, or for a recent one the first 8 characters of it' }

/** The whole id of a message. @throws ERR_NOT_FOUND, ERR_INVALID_ARGUMENT */
export async function findMessage(
  daemon: Pick<RpcClient, 'chats' | 'history'>,
  reference: string,
  { own = false }: { readonly own?: boolean } = {}
): Promise<string> {
  if (reference.length >= WHOLE_ID_CHARS) return reference
  if (reference.length < SHORT_ID_CHARS) throw new ChatError('ERR_INVALID_ARGUMENT', `give ${SHORT_ID_CHARS} characters of the id, or more`)
  const chats = await daemon.chats()
  const pages = await Promise.all(chats.map(({ id }) => daemon.history({ chat: id, limit: SEARCHED_MESSAGES })))
  const isMeant = ({ id, outgoing }: { readonly id: string; readonly outgoing: boolean }): boolean =>
    (!own || outgoing) && id.startsWith(reference)
  const [found, ...others] = pages.flatMap(({ messages }) => messages).filter(isMeant)
  if (found === undefined)
    throw new ChatError('ERR_NOT_FOUND', `no recent message${own ? ' of yours' : ''} begins with ${reference}; give its whole id`)
  if (others.length > 0) throw new ChatError('ERR_INVALID_ARGUMENT', `several messages begin with ${reference}; give more of the id`)
  return found.id
}
