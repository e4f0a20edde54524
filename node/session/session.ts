import type { AccountId, ConversationId, DeviceId, EpochId, LogId } from '../base/ids.js'
import type { GroupProfile } from './profile.js'
import type { ReturnWish } from './return-wish.js'
import type { Roles } from './roles.js'

/** A member device of an epoch. */
export interface Member {
  /** MLS leaf index. */
  readonly leaf: number
  readonly account: AccountId
  readonly device: DeviceId
}

/**
 * One epoch of one conversation's MLS group as this device sees it: an immutable value. Whatever advances a ratchet returns a
 * new value, and the caller keeps just the newest ("one mutable state per epoch").
 */
export interface Epoch {
  readonly id: EpochId
  readonly conversation: ConversationId
  /** The epoch this one was committed from; undefined for the group's first. */
  readonly parent: EpochId | undefined
  /** The commits that led here, newest first, 32 at most: what a Welcome tells its joiner of the way, signed by who added it. */
  readonly lineage: readonly CommitHeader[]
  readonly log: LogId
  readonly members: readonly Member[]
  /** Who ranks above whom here: nobody in direct and own conversations. */
  readonly roles: Roles
  /** What the group is called and where it is kept: nothing of it in direct and own conversations. */
  readonly profile: GroupProfile
  readonly ownLeaf: number
  /** The generation that this device's next application message will take. */
  readonly nextGeneration: number
}

/** What is published of a key package, and what stays secret on this device until a Welcome uses it. */
export interface NewKeyPackage {
  /** Serialised MLS KeyPackage, with this package's own knock key as an extension. */
  readonly published: Uint8Array
  /** Serialised private parts: init key, leaf key, knock key. Kept sealed; deleted once used, unless last-resort. */
  readonly secret: Uint8Array
  /** 32 bytes: RFC 9420 KeyPackageRef. */
  readonly ref: Uint8Array
}

/** What a key package says about its owner, once its signature, lifetime and certificate were checked. */
export interface KeyPackageInfo {
  readonly account: AccountId
  readonly device: DeviceId
  readonly ref: Uint8Array
  /** 32 bytes X25519: the HPKE key that a knock to this device is sealed to. */
  readonly knockKey: Uint8Array
  /** Of one that was made for coming back to a group. */
  readonly wish?: ReturnWish
}

export interface KeyPackageOptions {
  readonly lastResort: boolean
  /** The group that this device asks to be let in to again: good for 4 days, and for nobody's purpose but that. */
  readonly returningTo?: ConversationId
}

export interface Sealed {
  readonly epoch: Epoch
  readonly generation: number
  /** Serialised envelope: padded, wrapped, signed by the log's key. */
  readonly envelope: Uint8Array
}

/** The verified facts of one commit: all that fork choice looks at, kept 90 days after the epochs themselves are gone. */
export interface CommitHeader {
  readonly child: EpochId
  readonly parent: EpochId
  readonly committer: Member
  /** Accounts that have no leaf left in the child because this commit removed them. */
  readonly removed: readonly AccountId[]
  /** Accounts this commit brought in, each with the removals of it (named by the removing commit's child) that it undoes. */
  readonly added: readonly { readonly account: AccountId; readonly undoes: readonly EpochId[] }[]
  /**
   * Accounts that are members of the parent and of the child, there by leaves alone that this commit adds: they follow by a Welcome, as who is
   * brought in. Nothing that fork choice looks at; absent where there are none, and where an older Parley or the tree at rest told it.
   */
  readonly letInAnew?: readonly AccountId[]
  /** The roles of the child, where this commit changed them. */
  readonly roles?: Roles
  /** Those of the parent then: so that the way to an epoch says who had which role all along. Absent where an older Parley or a disk told it. */
  readonly rolesBefore?: Roles
  /** The profile of the child, where this commit changed it. */
  readonly profile?: GroupProfile
  /** When it was made, ms since the Unix epoch by its committer's clock: where people are told of it, never which head is chosen. */
  readonly atMs?: number
}

export interface Change {
  /** Published key packages to add. */
  readonly add?: readonly Uint8Array[]
  /** Leaves to remove. */
  readonly remove?: readonly number[]
  /** For each account added: the removals of it that this commit undoes. */
  readonly undoes?: ReadonlyMap<AccountId, readonly EpochId[]>
  /** The roles of the child, if others than the parent's. Never together with removals. */
  readonly roles?: Roles
  /** The profile of the child, if another than the parent's. Never together with removals. */
  readonly profile?: GroupProfile
  /** As in its header. */
  readonly atMs?: number
}

export interface Committed {
  readonly child: Epoch
  readonly header: CommitHeader
  /** The commit as an envelope of the parent's log. */
  readonly envelope: Uint8Array
  /** A serialised MLSMessage, some 500 bytes a member: 150 KB with 256. What carries it is for others. Undefined when nobody was added. */
  readonly welcome: Uint8Array | undefined
}

export type Opened =
  | {
      readonly kind: 'message'
      readonly epoch: Epoch
      readonly sender: Member
      readonly generation: number
      readonly plaintext: Uint8Array
    }
  /** `epoch` is the unchanged parent. The child is verified but not chosen: that is fork choice's word. */
  | { readonly kind: 'commit'; readonly epoch: Epoch; readonly child: Epoch; readonly header: CommitHeader }
  /** A commit that removes this device. */
  | { readonly kind: 'removed'; readonly epoch: Epoch; readonly header: CommitHeader }

/** What was found out about an envelope before it is opened. */
export interface Known {
  /** Its signature by the log's key holds: that is not checked again. */
  readonly isSigned: boolean
}

/** What a joiner needs beside its key package to read the Welcome: carried by the knock. Not always of the epoch that it leads to. */
export interface LogAccess {
  readonly log: LogId
  /** 32 bytes: Ed25519 seed of the log's key. */
  readonly seed: Uint8Array
  /** 16 bytes: AES-128-GCM key of the wrapper. */
  readonly wrapKey: Uint8Array
}

/**
 * Everything the conversation asks of MLS. Pure in the sense that matters: no clock but the one handed in, no store, no
 * socket; what it returns is a function of its arguments and of randomness. The real one is `mls-session.ts`; one contract
 * suite (`test/contract/session.ts`) holds it and any model of it to the same behaviour.
 *
 * Errors: ERR_DECRYPT (not for this epoch, damaged, or its key is gone), ERR_SIGNATURE (envelope not signed by the log),
 * ERR_REPLAY (that generation was opened before), ERR_MALFORMED, ERR_TOO_LARGE, ERR_CERTIFICATE, ERR_UNAUTHORISED_COMMIT.
 */
export interface Session {
  newKeyPackage(options: KeyPackageOptions): Promise<NewKeyPackage>
  /** @throws ERR_CERTIFICATE, ERR_MALFORMED, ERR_EXPIRED */
  inspectKeyPackage(published: Uint8Array): Promise<KeyPackageInfo>

  /** A group of this device alone. */
  create(conversation: ConversationId): Promise<Epoch>
  /** The parent is unchanged and never commits again: "one signed commit per device and parent" is the caller's duty to keep. */
  commit(parent: Epoch, change: Change): Promise<Committed>
  /** Which key packages a Welcome is for: the refs it names. */
  welcomeRefs(welcome: Uint8Array): Promise<readonly Uint8Array[]>
  /** @throws ERR_DECRYPT when the Welcome is not for this key package */
  join(welcome: Uint8Array, keyPackageSecret: Uint8Array): Promise<Epoch>

  /** Encrypts application data, 60 KiB at most (ERR_TOO_LARGE). */
  seal(epoch: Epoch, plaintext: Uint8Array): Promise<Sealed>
  open(epoch: Epoch, envelope: Uint8Array, known?: Known): Promise<Opened>

  /** The log's key and wrapper key, for knocks and for proving readership. */
  access(epoch: Epoch): LogAccess
  /** Signs with the epoch's log key: "whoever can sign for a log is a member of that epoch". */
  signForLog(epoch: Epoch, message: Uint8Array): Promise<Uint8Array>
  /** RFC 9420 epoch authenticator, 32 bytes: equal exactly for members that agree. */
  authenticator(epoch: Epoch): Uint8Array

  /** HPKE (RFC 9180) base mode, X25519/HKDF-SHA256/AES-128-GCM: enc ‖ ciphertext. */
  sealTo(knockKey: Uint8Array, info: string, plaintext: Uint8Array): Promise<Uint8Array>
  /** @throws ERR_DECRYPT */
  openSealed(keyPackageSecret: Uint8Array, info: string, sealed: Uint8Array): Promise<Uint8Array>

  /** The whole state, once an epoch: 2 KB at 2 members, 85 KB at 100. The leaves' ratchets change with every message and are apart. */
  encode(epoch: Epoch): Uint8Array
  decode(encoded: Uint8Array): Promise<Epoch>
  /** One leaf's application ratchet, about 100 B: written in the batch of each message it opened. */
  encodeRatchet(epoch: Epoch, leaf: number): Uint8Array
  withRatchet(epoch: Epoch, leaf: number, ratchet: Uint8Array): Epoch
  /**
   * Moves this device's own sending ratchet on to `generation`, forgetting the keys between: after a restart, to the end of
   * what was reserved, so that no (epoch, leaf, generation) is used twice. Never moves back.
   */
  skipTo(epoch: Epoch, generation: number): Promise<Epoch>
}
