import { sha256 } from '@noble/hashes/sha2.js'
import { concat, equals, uint32, utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import { DATA_KEY_BYTES } from './data-key.js'
import { SALT_BYTES, isAcceptable, type PassphraseCost } from './passphrase.js'
import { SEALING_BYTES } from './sealing.js'

/** The data key, an Ed25519 seed, the entropy of 24 BIP-39 words: all of one size. */
const SEALED_BYTES = DATA_KEY_BYTES + SEALING_BYTES
const CHECKSUM_BYTES = 32
const MAGIC = utf8('parley vault')
const VERSION = 1
const KIND = { clear: 0, passphrase: 1, passphraseAndAccount: 2 } as const

/** The vault's file taken apart; sealed parts are still sealed. */
export interface VaultFile {
  readonly protection: Protection
  /** Sealed under the data key. */
  readonly deviceSeed: Uint8Array
}

/** Without a passphrase the data key lies in clear. */
export type Protection = { readonly kind: 'none'; readonly dataKey: Uint8Array } | PassphraseProtection

export interface PassphraseProtection {
  readonly kind: 'passphrase'
  readonly salt: Uint8Array
  readonly cost: PassphraseCost
  /** Sealed under the passphrase. */
  readonly dataKey: Uint8Array
  /** Sealed under the passphrase; undefined where the account key is not kept on this device. */
  readonly accountEntropy: Uint8Array | undefined
}

/** Magic ‖ version u8 ‖ kind u8 ‖ body ‖ SHA-256 of all before. The last 32 bytes are that in every version to come. */
export function encodeVaultFile({ protection, deviceSeed }: VaultFile): Uint8Array {
  const content = concat([MAGIC, Uint8Array.of(VERSION), ...encodeProtection(protection), deviceSeed])
  return concat([content, sha256(content)])
}

function encodeProtection(protection: Protection): Uint8Array[] {
  if (protection.kind === 'none') return [Uint8Array.of(KIND.clear), protection.dataKey]
  const { salt, cost, dataKey, accountEntropy } = protection
  const kind = accountEntropy === undefined ? KIND.passphrase : KIND.passphraseAndAccount
  const account = accountEntropy === undefined ? [] : [accountEntropy]
  return [Uint8Array.of(kind), salt, uint32(cost.memoryKiB), uint32(cost.passes), dataKey, ...account]
}

/** @throws ERR_VAULT_DAMAGED, ERR_SCHEMA_NEWER */
export function decodeVaultFile(bytes: Uint8Array): VaultFile {
  const content = bytes.subarray(0, -CHECKSUM_BYTES)
  if (!equals(sha256(content), bytes.subarray(-CHECKSUM_BYTES))) throw vaultDamaged('its checksum does not match')
  const { take, takeUint32, end } = createReader(content)
  if (!equals(take(MAGIC.length), MAGIC)) throw vaultDamaged('it is no vault')
  const [version = 0] = take(1)
  if (version > VERSION) {
    throw new ChatError('ERR_SCHEMA_NEWER', `this vault has version ${version}, this Parley knows ${VERSION}; install the newer version`)
  }
  const [kind] = take(1)
  const protection = kind === KIND.clear ? ({ kind: 'none', dataKey: take(DATA_KEY_BYTES) } as const) : takePassphrase(kind)
  const deviceSeed = take(SEALED_BYTES)
  end()
  return { protection, deviceSeed }

  function takePassphrase(of: number | undefined): PassphraseProtection {
    if (of !== KIND.passphrase && of !== KIND.passphraseAndAccount) throw vaultDamaged('its kind is unknown')
    const salt = take(SALT_BYTES)
    const cost = { memoryKiB: takeUint32(), passes: takeUint32() }
    if (!isAcceptable(cost)) throw vaultDamaged('it asks for an absurd amount of memory or time')
    const dataKey = take(SEALED_BYTES)
    return { kind: 'passphrase', salt, cost, dataKey, accountEntropy: of === KIND.passphraseAndAccount ? take(SEALED_BYTES) : undefined }
  }
}

export function vaultDamaged(how: string): ChatError {
  return new ChatError(
    'ERR_VAULT_DAMAGED',
    `the vault is damaged (${how}); put back a copy of this one file, or begin another profile with the 24 words`
  )
}

function createReader(bytes: Uint8Array) {
  let offset = 0
  function take(length: number): Uint8Array {
    if (offset + length > bytes.length) throw vaultDamaged('it is too short')
    offset += length
    return bytes.slice(offset - length, offset)
  }
  return {
    take,
    takeUint32: () => new DataView(take(4).buffer).getUint32(0),
    end: () => {
      if (offset !== bytes.length) throw vaultDamaged('it is too long')
    }
  }
}
