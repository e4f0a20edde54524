import { type Welcome, createGroup, decodeMlsMessage, emptyPskIndex, encodeMlsMessage, joinGroupWithExtensions } from 'ts-mls'
import { makeKeyPackageRef } from 'ts-mls/keyPackage.js'
import { equals, fromHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { ConversationId } from '../base/ids.js'
import { type MlsEpoch, createEpoch } from './epoch.js'
import { decodeOwnKeyPackage, generateOwnKeyPackage } from './key-package.js'
import { LINEAGE_EXTENSION_TYPE, decodeLineage, requireSameEnd } from './lineage.js'
import type { SessionContext } from './session-context.js'
import { decodeWhole, translated } from './translation.js'

const CONVERSATION_ID_BYTES = 32

/** A group of this device alone. @throws ERR_INVALID_ARGUMENT unless the id has 32 bytes */
export async function createAlone(context: SessionContext, conversation: ConversationId): Promise<MlsEpoch> {
  const groupId = fromHex(conversation)
  if (groupId.length !== CONVERSATION_ID_BYTES) throw new ChatError('ERR_INVALID_ARGUMENT', 'a conversation id has 64 hex digits')
  const { keyPackage, privateKeys } = await generateOwnKeyPackage(context, { lastResort: false })
  return createEpoch(context, await createGroup(groupId, keyPackage, privateKeys, [], context.suite, context.config), () => [])
}

export function encodeWelcomeMessage(welcome: Welcome): Uint8Array {
  return encodeMlsMessage({ version: 'mls10', wireformat: 'mls_welcome', welcome })
}

/** @throws ERR_MALFORMED */
export function decodeWelcomeMessage(bytes: Uint8Array): Welcome {
  const message = decodeWhole('a Welcome', decodeMlsMessage, bytes)
  if (message.wireformat !== 'mls_welcome') throw new ChatError('ERR_MALFORMED', `expected a Welcome, got ${message.wireformat}`)
  return message.welcome
}

/** As `Session.join`. */
export async function join(context: SessionContext, bytes: Uint8Array, keyPackageSecret: Uint8Array): Promise<MlsEpoch> {
  const { suite, config } = context
  const welcome = decodeWelcomeMessage(bytes)
  const { keyPackage, privateKeys } = decodeOwnKeyPackage(keyPackageSecret)
  const ref = await makeKeyPackageRef(keyPackage, suite.hash)
  if (!welcome.secrets.some(({ newMember }) => equals(newMember, ref))) {
    throw new ChatError('ERR_DECRYPT', 'this Welcome is for other key packages')
  }
  const [state, extensions] = await translated('this Welcome', () =>
    joinGroupWithExtensions(welcome, keyPackage, privateKeys, emptyPskIndex, suite, undefined, undefined, config)
  )
  const lineage = extensions.find(({ extensionType }) => extensionType === LINEAGE_EXTENSION_TYPE)
  if (lineage === undefined) throw new ChatError('ERR_MALFORMED', 'this Welcome does not say which way led to it')
  const epoch = await createEpoch(context, state, id => decodeLineage(id, lineage.extensionData))
  if (epoch.parent === undefined) throw new ChatError('ERR_MALFORMED', 'this Welcome leads to where nobody was let in')
  requireSameEnd(epoch)
  return epoch
}
