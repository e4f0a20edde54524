import { concat, fromHex, toHex } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import type { ConversationId } from '../../node/base/ids.js'
import { MAX_KEY_PACKAGE_BYTES } from '../../node/session/key-package.js'
import { checkLifetime, lifetimeFrom } from '../../node/session/lifetime.js'
import { purposeOf } from '../../node/session/return-wish.js'
import type { KeyPackageInfo, KeyPackageOptions, NewKeyPackage } from '../../node/session/session.js'
import { type ModelContext, type ModelLeaf, derive, publicHalf, spell, unspell } from './model-epoch.js'

const SECRET_BYTES = 32
const SIGNATURE_BYTES = 64
const ENC_BYTES = 32
const NONCE = new Uint8Array(12)

/** What a device says of itself, its signature behind it. */
interface Spelled {
  readonly certificate: Uint8Array
  readonly signatureKey: string
  readonly leafKey: string
  readonly knockKey: string
  readonly notBefore: number
  readonly notAfter: number
  readonly returningTo: ConversationId | undefined
}

export interface OwnModelPackage {
  readonly published: Uint8Array
  readonly leafSecret: Uint8Array
  readonly knockSecret: Uint8Array
}

/** A key package, and the leaf that an add of it makes. */
export interface ModelPackage extends KeyPackageInfo, Pick<ModelLeaf, 'signatureKey' | 'leafKey'> {
  readonly spelled: Spelled
}

export async function newModelPackage(context: ModelContext, options: KeyPackageOptions): Promise<NewKeyPackage> {
  const { primitives, deviceKey, certificate, now } = context
  const leafSecret = primitives.randomBytes(SECRET_BYTES)
  const knockSecret = primitives.randomBytes(SECRET_BYTES)
  const { notBefore, notAfter } = lifetimeFrom(now(), purposeOf(options))
  const spelled: Spelled = {
    certificate,
    signatureKey: toHex(deviceKey.publicKey),
    leafKey: toHex(await publicHalf(context, leafSecret)),
    knockKey: toHex(await publicHalf(context, knockSecret)),
    notBefore: Number(notBefore),
    notAfter: Number(notAfter),
    returningTo: options.returningTo
  }
  const published = await signed(context, spell(spelled))
  const own: OwnModelPackage = { published, leafSecret, knockSecret }
  return { published, secret: spell(own), ref: await primitives.sha256(published) }
}

/** All that a key package says of itself but its lifetime. @throws ERR_TOO_LARGE, ERR_MALFORMED, ERR_CERTIFICATE */
export async function readModelPackage({ primitives, credentials }: ModelContext, published: Uint8Array): Promise<ModelPackage> {
  if (published.length > MAX_KEY_PACKAGE_BYTES) throw new ChatError('ERR_TOO_LARGE', 'a key package that is too large')
  const { statement, signature } = split(published)
  const spelled = unspell(statement) as Spelled
  const { certificate, signatureKey, leafKey, knockKey, returningTo: group, notBefore, notAfter } = spelled
  const isWhole = [signatureKey, leafKey, knockKey].every(key => typeof key === 'string')
  if (!(certificate instanceof Uint8Array) || !isWhole) throw new ChatError('ERR_MALFORMED', 'a key package that lacks something')
  const key = fromHex(signatureKey)
  const { account, device } = await credentials.identify({ credentialType: 'basic', identity: certificate }, key)
  if (!(await primitives.verify(key, statement, signature)))
    throw new ChatError('ERR_CERTIFICATE', `a key package that ${device} did not sign`)
  const ref = await primitives.sha256(published)
  const lifetime = { notBefore: BigInt(notBefore), notAfter: BigInt(notAfter) }
  const wish = group === undefined ? {} : { wish: { group, lifetime } }
  return { spelled, account, device, ref, knockKey: fromHex(knockKey), signatureKey, leafKey, ...wish }
}

/** @throws ERR_EXPIRED, and as `readModelPackage` */
export async function readUsablePackage(context: ModelContext, published: Uint8Array): Promise<ModelPackage> {
  const read = await readModelPackage(context, published)
  const { notBefore, notAfter } = read.spelled
  checkLifetime({ notBefore: BigInt(notBefore), notAfter: BigInt(notAfter) }, context.now())
  return read
}

/** Those who were members, at the leaves that they keep, and the added ones at the lowest that are free. */
export function placed(staying: readonly ModelLeaf[], added: readonly ModelPackage[]): ModelLeaf[] {
  const leaves = [...staying]
  const taken = new Set(staying.map(({ leaf }) => leaf))
  let leaf = 0
  for (const { account, device, signatureKey, leafKey } of added) {
    while (taken.has(leaf)) leaf++
    taken.add(leaf)
    leaves.push({ leaf, account, device, signatureKey, leafKey })
  }
  return leaves.toSorted((a, b) => a.leaf - b.leaf)
}

/** What is said, and who said it: the signature of this device behind it. */
export async function signed({ primitives, deviceKey }: ModelContext, statement: Uint8Array): Promise<Uint8Array> {
  return concat([statement, await primitives.sign(deviceKey, statement)])
}

/** @throws ERR_SIGNATURE */
export async function requireSigned(
  { primitives }: ModelContext,
  { signatureKey }: Pick<ModelLeaf, 'signatureKey'>,
  bytes: Uint8Array
): Promise<void> {
  const { statement, signature } = split(bytes)
  const isSigned = await primitives.verify(fromHex(signatureKey), statement, signature)
  if (!isSigned) throw new ChatError('ERR_SIGNATURE', 'this is not signed by whom it names')
}

export function split(bytes: Uint8Array): { readonly statement: Uint8Array; readonly signature: Uint8Array } {
  return { statement: bytes.subarray(0, -SIGNATURE_BYTES), signature: bytes.subarray(-SIGNATURE_BYTES) }
}

/** As HPKE: enc (32 B) ‖ ciphertext ‖ tag (16 B). @throws ERR_INVALID_ARGUMENT when the key is none */
export async function sealToKnock(context: ModelContext, knockKey: Uint8Array, info: string, plaintext: Uint8Array): Promise<Uint8Array> {
  if (knockKey.length !== SECRET_BYTES) throw new ChatError('ERR_INVALID_ARGUMENT', 'nothing can be sealed to this key')
  const enc = context.primitives.randomBytes(ENC_BYTES)
  const key = await derive(context, knockKey, info, enc)
  return concat([enc, await context.primitives.aesGcmSeal(key, NONCE, plaintext, enc)])
}

/** @throws ERR_DECRYPT */
export async function openKnock(context: ModelContext, secret: Uint8Array, info: string, sealed: Uint8Array): Promise<Uint8Array> {
  const { knockSecret } = readOwnPackage(secret)
  const enc = sealed.subarray(0, ENC_BYTES)
  const key = await derive(context, await publicHalf(context, knockSecret), info, enc)
  return context.primitives.aesGcmOpen(key, NONCE, sealed.subarray(ENC_BYTES), enc)
}

/** @throws ERR_MALFORMED */
export const readOwnPackage = (secret: Uint8Array): OwnModelPackage => unspell(secret) as OwnModelPackage
