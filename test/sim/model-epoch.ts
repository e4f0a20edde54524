import { concat, fromHex, toHex, utf8 } from '../../node/base/bytes.js'
import { ChatError, isChatError } from '../../node/base/errors.js'
import type { ConversationId, EpochId, LogId } from '../../node/base/ids.js'
import type { SigningKey } from '../../node/base/primitives.js'
import type { Credentials } from '../../node/session/credential.js'
import type { GroupProfile } from '../../node/session/profile.js'
import type { Roles } from '../../node/session/roles.js'
import type { CommitHeader, Epoch, LogAccess, Member } from '../../node/session/session.js'
import type { SessionOptions } from '../../node/session/session-context.js'
import { FRESH_RATCHET, type ModelRatchet } from './model-ratchet.js'

export interface ModelContext extends Required<SessionOptions> {
  readonly credentials: Credentials
}

/** What the content of an envelope is, in its first byte. */
export const KIND = { message: 1, commit: 2, welcome: 3 } as const

/** A member's place with its keys: hex, as all bytes are that the model writes down. */
export interface ModelLeaf extends Member {
  readonly signatureKey: string
  /** What secrets are wrapped for. */
  readonly leafKey: string
}

/** What all members of an epoch see alike: its id is a hash of this. */
export interface ModelGroup {
  readonly conversation: ConversationId
  /** A hash of the way that led here. */
  readonly transcript: string
  /** Ascending. */
  readonly leaves: readonly ModelLeaf[]
  readonly roles: Roles
  readonly profile: GroupProfile
}

export interface ModelEpoch extends Epoch {
  readonly group: ModelGroup
  /** What its members were told; the epoch's secret follows from it and the group. */
  readonly joinSecret: Uint8Array
  readonly secret: Uint8Array
  readonly authenticator: Uint8Array
  /** The private half of this device's own leaf key. */
  readonly leafSecret: Uint8Array
  readonly logAccess: LogAccess
  readonly logKey: SigningKey
  readonly ratchets: ReadonlyMap<number, ModelRatchet>
}

/** What an epoch is made of, once its group is known. */
export interface Keys {
  readonly joinSecret: Uint8Array
  readonly leafSecret: Uint8Array
  readonly ratchets?: ReadonlyMap<number, ModelRatchet>
}

export async function idOf({ primitives }: ModelContext, group: ModelGroup): Promise<EpochId> {
  return toHex(await primitives.sha256(spell(group))) as EpochId
}

/** @throws ERR_MALFORMED where the leaf secret is of no member */
export async function createModelEpoch(
  context: ModelContext,
  group: ModelGroup,
  { joinSecret, leafSecret, ratchets = new Map() }: Keys,
  lineageOf: (id: EpochId) => readonly CommitHeader[]
): Promise<ModelEpoch> {
  const id = await idOf(context, group)
  const secret = await derive(context, joinSecret, 'epoch', fromHex(id))
  const seed = await derive(context, secret, 'log')
  const wrapKey = (await derive(context, secret, 'wrap')).slice(0, 16)
  const logKey = await context.primitives.signingKey(seed)
  const leafKey = toHex(await publicHalf(context, leafSecret))
  const own = group.leaves.find(leaf => leaf.leafKey === leafKey)
  if (own === undefined) throw new ChatError('ERR_MALFORMED', 'this device has no leaf in that epoch')
  const lineage = lineageOf(id)
  const log = toHex(logKey.publicKey) as LogId
  return {
    id,
    conversation: group.conversation,
    parent: lineage[0]?.parent,
    lineage,
    log,
    members: group.leaves.map(({ leaf, account, device }) => ({ leaf, account, device })),
    roles: group.roles,
    profile: group.profile,
    ownLeaf: own.leaf,
    nextGeneration: (ratchets.get(own.leaf) ?? FRESH_RATCHET).next,
    group,
    joinSecret,
    secret,
    authenticator: await derive(context, secret, 'authenticator'),
    leafSecret,
    logAccess: { log, seed, wrapKey },
    logKey,
    ratchets
  }
}

/** @throws ERR_INVALID_ARGUMENT for an epoch that some other session made */
export function ownModelEpoch(epoch: Epoch): ModelEpoch {
  if (!isModelEpoch(epoch)) throw new ChatError('ERR_INVALID_ARGUMENT', 'this epoch was not made by a model session')
  return epoch
}

const isModelEpoch = (epoch: Epoch): epoch is ModelEpoch => 'joinSecret' in epoch && 'logAccess' in epoch

/** @throws ERR_INVALID_ARGUMENT for a leaf where nobody is */
export function ratchetOf({ ratchets, members }: ModelEpoch, leaf: number): ModelRatchet {
  const ratchet = ratchets.get(leaf)
  if (ratchet === undefined && !members.some(member => member.leaf === leaf)) {
    throw new ChatError('ERR_INVALID_ARGUMENT', `there is nobody at leaf ${leaf}`)
  }
  return ratchet ?? FRESH_RATCHET
}

export function withModelRatchet(epoch: ModelEpoch, leaf: number, ratchet: ModelRatchet): ModelEpoch {
  const ratchets = new Map(epoch.ratchets).set(leaf, ratchet)
  return { ...epoch, ratchets, nextGeneration: (ratchets.get(epoch.ownLeaf) ?? FRESH_RATCHET).next }
}

export async function derive({ primitives }: ModelContext, secret: Uint8Array, label: string, ...more: Uint8Array[]): Promise<Uint8Array> {
  return primitives.sha256(concat([secret, utf8(label), ...more]))
}

export const publicHalf = (context: ModelContext, leafSecret: Uint8Array): Promise<Uint8Array> => derive(context, leafSecret, 'public half')

/**
 * One secret for the holder of one leaf key: undoes itself. Whoever knows the key can do it, and nobody does but the holder,
 * who has the private half to show for it.
 */
export async function wrapFor(context: ModelContext, leafKey: string, nonce: Uint8Array, secret: Uint8Array): Promise<Uint8Array> {
  const mask = await derive(context, fromHex(leafKey), 'wrapped', nonce)
  return secret.map((byte, i) => byte ^ (mask[i] ?? 0))
}

/** Bytes are written as hex. */
export function spell(value: unknown): Uint8Array {
  return utf8(JSON.stringify(value, (_key, part: unknown) => (part instanceof Uint8Array ? { hex: toHex(part) } : part)))
}

/** @throws ERR_MALFORMED */
export function unspell(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return JSON.parse(text, (_key, part: unknown) => (isHex(part) ? fromHex(part.hex) : part))
  } catch (cause) {
    if (isChatError(cause)) throw cause
    throw new ChatError('ERR_MALFORMED', 'the model wrote no such thing', { cause })
  }
}

const isHex = (part: unknown): part is { hex: string } =>
  typeof part === 'object' && part !== null && 'hex' in part && typeof part.hex === 'string'
