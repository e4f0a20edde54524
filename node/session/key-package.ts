import {
  type Capabilities,
  type KeyPackage,
  type PrivateKeyPackage,
  decodeMlsMessage,
  encodeMlsMessage,
  generateKeyPackageWithKey
} from 'ts-mls'
import { makeKeyPackageRef, verifyKeyPackage } from 'ts-mls/keyPackage.js'
import { verifyLeafNodeSignatureKeyPackage } from 'ts-mls/leafNode.js'
import { EMPTY, equals, fromHex, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { ConversationId } from '../base/ids.js'
import { KeyPackageSecret } from '../wire/generated/session.js'
import { GROUP_EXTENSION_TYPES } from './group-extensions.js'
import { lifetimeFrom } from './lifetime.js'
import { LINEAGE_EXTENSION_TYPE } from './lineage.js'
import { RETURN_WISH_EXTENSION_TYPE, purposeOf, type ReturnWish } from './return-wish.js'
import type { KeyPackageInfo, KeyPackageOptions, NewKeyPackage } from './session.js'
import type { SessionContext } from './session-context.js'
import { SUITE_NAME } from './suite.js'
import { decodeWhole, decoded } from './translation.js'

/** KeyPackage extension type, from the range for private use (RFC 9420 section 17.3): the 32 bytes of the knock key. */
const KNOCK_KEY_EXTENSION_TYPE = 0xf050
const KNOCK_KEY_BYTES = 32
const GROUP_ID_BYTES = 32

export const MAX_KEY_PACKAGE_BYTES = 8_192
const SECRET_VERSION = 1

const CAPABILITIES: Capabilities = {
  versions: ['mls10'],
  ciphersuites: [SUITE_NAME],
  extensions: [KNOCK_KEY_EXTENSION_TYPE, LINEAGE_EXTENSION_TYPE, ...GROUP_EXTENSION_TYPES],
  proposals: [],
  credentials: ['basic']
}

/** A key package with the private halves of its keys. */
export interface OwnKeyPackage {
  readonly keyPackage: KeyPackage
  readonly privateKeys: PrivateKeyPackage
  readonly knockKey: Uint8Array
}

export async function generateOwnKeyPackage(context: SessionContext, options: KeyPackageOptions): Promise<OwnKeyPackage> {
  const { suite, sealer, deviceKey, certificate } = context
  const knock = await sealer.generateKeyPair()
  const knockKey = { extensionType: KNOCK_KEY_EXTENSION_TYPE, extensionData: knock.publicKey }
  const { returningTo } = options
  const wish = returningTo === undefined ? [] : [{ extensionType: RETURN_WISH_EXTENSION_TYPE, extensionData: fromHex(returningTo) }]
  const { publicPackage, privatePackage } = await generateKeyPackageWithKey(
    { credentialType: 'basic', identity: certificate },
    CAPABILITIES,
    lifetimeFrom(context.now(), purposeOf(options)),
    [knockKey, ...wish],
    { publicKey: deviceKey.publicKey, signKey: EMPTY },
    suite
  )
  return { keyPackage: publicPackage, privateKeys: privatePackage, knockKey: knock.privateKey }
}

export async function newKeyPackage(context: SessionContext, options: KeyPackageOptions): Promise<NewKeyPackage> {
  const { keyPackage, privateKeys, knockKey } = await generateOwnKeyPackage(context, options)
  const published = encodeMlsMessage({ version: 'mls10', wireformat: 'mls_key_package', keyPackage })
  const secret = KeyPackageSecret.encode({
    version: SECRET_VERSION,
    published,
    initKey: privateKeys.initPrivateKey,
    leafKey: privateKeys.hpkePrivateKey,
    knockKey
  })
  return { published, secret, ref: await makeKeyPackageRef(keyPackage, context.suite.hash) }
}

/** @throws ERR_MALFORMED */
export function decodeOwnKeyPackage(secret: Uint8Array): OwnKeyPackage {
  const { version, published, initKey, leafKey, knockKey } = decoded('the secret of a key package', () => KeyPackageSecret.decode(secret))
  if (version !== SECRET_VERSION) throw new ChatError('ERR_MALFORMED', 'a newer Parley made this key package: update')
  const privateKeys = { initPrivateKey: initKey, hpkePrivateKey: leafKey, signaturePrivateKey: EMPTY }
  return { keyPackage: decodeKeyPackage(published), privateKeys, knockKey }
}

/** @throws ERR_TOO_LARGE, ERR_MALFORMED */
export function decodeKeyPackage(published: Uint8Array): KeyPackage {
  if (published.length > MAX_KEY_PACKAGE_BYTES) {
    throw new ChatError('ERR_TOO_LARGE', `a key package has at most ${MAX_KEY_PACKAGE_BYTES} bytes`)
  }
  const message = decodeWhole('a key package', decodeMlsMessage, Uint8Array.from(published))
  if (message.wireformat !== 'mls_key_package') throw new ChatError('ERR_MALFORMED', `expected a key package, got ${message.wireformat}`)
  return message.keyPackage
}

/**
 * Checks all that a key package says of itself (RFC 9420 section 10.1) but for its lifetime.
 *
 * @throws ERR_MALFORMED, ERR_CERTIFICATE
 */
export async function identifyKeyPackage(
  { credentials, suite }: Pick<SessionContext, 'credentials' | 'suite'>,
  keyPackage: KeyPackage
): Promise<KeyPackageInfo> {
  const { leafNode, initKey } = keyPackage
  if (keyPackage.cipherSuite !== SUITE_NAME)
    throw new ChatError('ERR_MALFORMED', `a key package for another suite: ${keyPackage.cipherSuite}`)
  const supported: readonly number[] = leafNode.capabilities.extensions
  if (!CAPABILITIES.extensions.every(type => supported.includes(type))) {
    throw new ChatError('ERR_MALFORMED', 'this key package was made by an older Parley: its owner has to update')
  }
  const [knockKey, ...others] = keyPackage.extensions.filter(({ extensionType }) => extensionType === KNOCK_KEY_EXTENSION_TYPE)
  if (knockKey?.extensionData.length !== KNOCK_KEY_BYTES || others.length > 0 || equals(initKey, leafNode.hpkePublicKey)) {
    throw new ChatError('ERR_MALFORMED', 'this key package lacks a key of its own for each of its uses')
  }
  const wish = wishOf(keyPackage)
  const identity = await credentials.identify(leafNode.credential, leafNode.signaturePublicKey)
  const isSigned =
    (await verifyLeafNodeSignatureKeyPackage(leafNode, suite.signature)) && (await verifyKeyPackage(keyPackage, suite.signature))
  if (!isSigned) throw new ChatError('ERR_CERTIFICATE', `this key package is not signed by ${identity.device}, whom it names`)
  return { ...identity, ref: await makeKeyPackageRef(keyPackage, suite.hash), knockKey: knockKey.extensionData, ...(wish && { wish }) }
}

/** @throws ERR_MALFORMED where it names two groups, or none */
function wishOf({ extensions, leafNode }: KeyPackage): ReturnWish | undefined {
  const [wish, ...others] = extensions.filter(({ extensionType }) => extensionType === RETURN_WISH_EXTENSION_TYPE)
  if (wish === undefined) return undefined
  if (wish.extensionData.length !== GROUP_ID_BYTES || others.length > 0)
    throw new ChatError('ERR_MALFORMED', 'this key package does not say which group its owner comes back to')
  return { group: toHex(wish.extensionData) as ConversationId, lifetime: leafNode.lifetime }
}
