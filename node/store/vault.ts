import { utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { Primitives } from '../base/primitives.js'
import { createSerial } from '../base/serial.js'
import { DATA_KEY_BYTES, deriveStoreKeys, subkey, type StoreKeys } from './data-key.js'
import { DEFAULT_COST, SALT_BYTES, stretch, type PassphraseCost } from './passphrase.js'
import { createSealing, type Sealing } from './sealing.js'
import type { SmallFile } from './store.js'
import { decodeVaultFile, encodeVaultFile, vaultDamaged, type PassphraseProtection, type Protection, type VaultFile } from './vault-file.js'

const SECRET_BYTES = 32
/** What each sealed part is: its subkey's label and its additional data, so that none stands in for another. */
const LABEL = {
  dataKey: 'parley vault data key 1',
  deviceSeed: 'parley vault device seed 1',
  accountEntropy: 'parley vault account entropy 1'
} as const

/**
 * A profile's keys at rest. The data key, which all else hangs on, is sealed under Argon2id of a passphrase; without a passphrase it
 * lies in the file in clear, and whoever reads the disk reads everything. The account's entropy is kept only under a passphrase,
 * never under the data key: a running node holds no account key.
 */
export interface Vault {
  readonly protectedByPassphrase: boolean
  /** Whether `accountEntropy` has something to give. */
  readonly keepsAccount: boolean
  readonly storeKeys: StoreKeys
  /** 32 bytes: the Ed25519 seed of this device. */
  readonly deviceSeed: Uint8Array
  /** 32 bytes; undefined where it is not kept. Takes as long as opening the vault. @throws ERR_PASSPHRASE */
  accountEntropy(passphrase: string): Promise<Uint8Array | undefined>
  /**
   * Seals the same data key under the next passphrase, or leaves it in clear where there is none, forgetting the account's entropy.
   * Who has an old copy of the file and the passphrase of that time can still open the database. @throws ERR_PASSPHRASE, ERR_STORE
   */
  changePassphrase(change: PassphraseChange): Promise<void>
}

interface PassphraseChange {
  /** Not looked at where the vault has none. */
  readonly current?: string | undefined
  readonly next: string | undefined
  /** To be kept from now on; otherwise what was kept stays. */
  readonly accountEntropy?: Uint8Array
}

type VaultPrimitives = Pick<Primitives, 'randomBytes' | 'aesGcmSeal' | 'aesGcmOpen'>

export interface NewVault {
  readonly file: SmallFile
  readonly primitives: VaultPrimitives
  /** 1 to 1,024 bytes of UTF-8. */
  readonly passphrase: string | undefined
  /** 32 bytes. */
  readonly deviceSeed: Uint8Array
  /** 32 bytes. Not kept without a passphrase: `keepsAccount` tells. */
  readonly accountEntropy: Uint8Array | undefined
  /** Lower for tests; 64 MiB and three passes where not given. */
  readonly cost?: PassphraseCost
}

export interface OpenVault {
  readonly file: SmallFile
  readonly primitives: VaultPrimitives
  /** Not looked at where the vault has none. */
  readonly passphrase: string | undefined
}

/** Whether opening takes a passphrase; undefined when there is no vault. @throws ERR_VAULT_DAMAGED, ERR_SCHEMA_NEWER, ERR_STORE */
export async function vaultNeedsPassphrase(file: SmallFile): Promise<boolean | undefined> {
  const bytes = await file.read()
  return bytes === undefined ? undefined : decodeVaultFile(bytes).protection.kind === 'passphrase'
}

/** @throws ERR_ALREADY_EXISTS, ERR_INVALID_ARGUMENT, ERR_STORE */
export async function createVault({ file, primitives, passphrase, deviceSeed, accountEntropy, cost }: NewVault): Promise<Vault> {
  if ((await file.read()) !== undefined) throw new ChatError('ERR_ALREADY_EXISTS', 'this profile has a vault already; open it')
  const sealing = createSealing(primitives)
  const dataKey = primitives.randomBytes(DATA_KEY_BYTES)
  const protection = await protect({ sealing, primitives, passphrase, dataKey, accountEntropy, cost })
  const content = { protection, deviceSeed: await sealSecret(sealing, dataKey, 'deviceSeed', deviceSeed) }
  await file.write(encodeVaultFile(content))
  return vaultOf({ file, primitives, sealing, dataKey, deviceSeed, content })
}

/**
 * @throws ERR_PROFILE_MISSING, ERR_PASSPHRASE when it is wrong or missing, ERR_VAULT_DAMAGED, ERR_SCHEMA_NEWER, ERR_STORE; the file
 * is only read
 */
export async function openVault({ file, primitives, passphrase }: OpenVault): Promise<Vault> {
  const bytes = await file.read()
  if (bytes === undefined) throw new ChatError('ERR_PROFILE_MISSING', 'there is no profile here yet; make one with parley init')
  const content = decodeVaultFile(bytes)
  const sealing = createSealing(primitives)
  const { protection } = content
  const dataKey = protection.kind === 'none' ? protection.dataKey : (await unlock(sealing, protection, passphrase)).dataKey
  const deviceSeed = await openSecret(sealing, dataKey, 'deviceSeed', content.deviceSeed)
  if (deviceSeed === undefined) throw vaultDamaged('the device key does not open')
  return vaultOf({ file, primitives, sealing, dataKey, deviceSeed, content })
}

interface Opened {
  readonly file: SmallFile
  readonly primitives: VaultPrimitives
  readonly sealing: Sealing
  readonly dataKey: Uint8Array
  readonly deviceSeed: Uint8Array
  readonly content: VaultFile
}

function vaultOf({ file, primitives, sealing, dataKey, deviceSeed, content }: Opened): Vault {
  const serial = createSerial()
  let { protection } = content

  async function accountEntropy(passphrase: string | undefined): Promise<Uint8Array | undefined> {
    return protection.kind === 'none' ? undefined : (await unlock(sealing, protection, passphrase)).accountEntropy
  }

  async function changePassphrase({ current, next, accountEntropy: given }: PassphraseChange): Promise<void> {
    const kept = await accountEntropy(current)
    const changed = await protect({ sealing, primitives, passphrase: next, dataKey, accountEntropy: given ?? kept })
    await file.write(encodeVaultFile({ ...content, protection: changed }))
    protection = changed
  }

  return {
    get protectedByPassphrase() {
      return protection.kind === 'passphrase'
    },
    get keepsAccount() {
      return protection.kind === 'passphrase' && protection.accountEntropy !== undefined
    },
    storeKeys: deriveStoreKeys(dataKey),
    deviceSeed,
    accountEntropy,
    changePassphrase: change => serial(() => changePassphrase(change))
  }
}

interface ToProtect {
  readonly sealing: Sealing
  readonly primitives: Pick<Primitives, 'randomBytes'>
  readonly passphrase: string | undefined
  readonly dataKey: Uint8Array
  readonly accountEntropy: Uint8Array | undefined
  readonly cost?: PassphraseCost | undefined
}

async function protect({ sealing, primitives, passphrase, dataKey, accountEntropy, cost = DEFAULT_COST }: ToProtect): Promise<Protection> {
  if (passphrase === undefined) return { kind: 'none', dataKey }
  const salt = primitives.randomBytes(SALT_BYTES)
  const stretched = await stretch(passphrase, salt, cost)
  return {
    kind: 'passphrase',
    salt,
    cost,
    dataKey: await sealSecret(sealing, stretched, 'dataKey', dataKey),
    accountEntropy: accountEntropy && (await sealSecret(sealing, stretched, 'accountEntropy', accountEntropy))
  }
}

async function unlock(sealing: Sealing, { salt, cost, dataKey, accountEntropy }: PassphraseProtection, passphrase: string | undefined) {
  if (passphrase === undefined || passphrase === '') throw new ChatError('ERR_PASSPHRASE', 'this profile is protected; give its passphrase')
  const stretched = await stretch(passphrase, salt, cost)
  const opened = await openSecret(sealing, stretched, 'dataKey', dataKey)
  if (opened === undefined) throw new ChatError('ERR_PASSPHRASE', 'wrong passphrase; nothing was changed')
  const account = accountEntropy && (await openSecret(sealing, stretched, 'accountEntropy', accountEntropy))
  if (accountEntropy !== undefined && account === undefined) throw vaultDamaged('the account key does not open')
  return { dataKey: opened, accountEntropy: account }
}

async function sealSecret(sealing: Sealing, key: Uint8Array, part: keyof typeof LABEL, secret: Uint8Array): Promise<Uint8Array> {
  if (secret.length !== SECRET_BYTES) throw new ChatError('ERR_INVALID_ARGUMENT', `a secret of the vault has ${SECRET_BYTES} bytes`)
  return sealing.seal(subkey(key, LABEL[part]), secret, utf8(LABEL[part]))
}

async function openSecret(
  sealing: Sealing,
  key: Uint8Array,
  part: keyof typeof LABEL,
  sealed: Uint8Array
): Promise<Uint8Array | undefined> {
  return sealing.open(subkey(key, LABEL[part]), sealed, utf8(LABEL[part]))
}
