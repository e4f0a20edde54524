import { ChatError, isChatError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { RequestKind } from '../network/links.js'
import type { ConversationContext } from './context.js'

/**
 * Asks a device.
 * @throws as `Links.request`; a fault of the other side is ERR_PROTOCOL, since ERR_INTERNAL says that we have one ourselves
 */
export async function ask(
  { links }: Pick<ConversationContext, 'links'>,
  device: DeviceId,
  kind: RequestKind,
  body: Uint8Array,
  signal?: AbortSignal
): Promise<Uint8Array> {
  try {
    return await links.request(device, kind, body, signal === undefined ? {} : { signal })
  } catch (err) {
    if (isChatError(err, 'ERR_INTERNAL')) throw new ChatError('ERR_PROTOCOL', 'that device has a fault; try again later', { cause: err })
    throw err
  }
}
