import './shim.js'
import { access, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChatApi, Check, Identity } from '../api/chat-api.js'
import { createChatNode, type ChatNode } from '../api/chat-node.js'
import { completeOwnProfile, loadOwnProfile, makeOwnProfile, saveOwnProfile, type OwnProfile } from '../api/own-profile.js'
import { beginningOf, readFetchedAccount, relaysToName, type Restore } from '../api/restoring.js'
import { systemClock, type Clock } from '../base/clock.js'
import { ChatError } from '../base/errors.js'
import { createLifecycle, type AsyncStop, type Lifecycle } from '../base/lifecycle.js'
import { noProbe, type Probe } from '../base/probe.js'
import { encodeCertificate } from '../identity/certificate.js'
import { createDevice } from '../identity/device.js'
import { encodeDeviceList } from '../identity/device-list-frame.js'
import { friendlyDeviceName } from '../identity/device-name.js'
import { requireName } from '../identity/display-name.js'
import { newPhrase, parsePhrase, phraseEntropy, phraseOf } from '../identity/phrase.js'
import { createDirectory } from '../network/directory.js'
import { createGossip } from '../network/libp2p-gossip.js'
import { createLinks } from '../network/libp2p-links.js'
import { DIRECT } from '../network/links.js'
import { createRelayClient } from '../network/relay-client.js'
import { RELAY } from '../network/relay-protocol.js'
import type { Relays } from '../network/relays.js'
import { reach } from '../network/reachability.js'
import { stunServers } from '../network/stun-servers.js'
import { openLevelStore } from '../store/level.js'
import { openSealedStore } from '../store/open-sealed-store.js'
import type { SealedStore } from '../store/sealed-store.js'
import { createVault, openVault, type Vault } from '../store/vault.js'
import { openProfileFolder } from './data-dir.js'
import { startLibp2p } from './libp2p-node.js'
import { hostNetworkChecks } from './network-checks.js'
import { parseStunServer } from './stun.js'
import { createNodePrimitives } from './node-crypto.js'
import { lockProfile } from './profile-lock.js'
import { createSmallFile } from './small-file.js'

const LEAST_FREE_BYTES = 256 * 1024 * 1024

export interface NewProfile {
  readonly profileDir: string
  readonly name: string
  /** The 24 words of an account that exists already; without them a new account is made. */
  readonly phrase?: string
  /** Goes on with what others have of that account: its device list, its contacts and conversations. */
  readonly restore?: Restore
  /** Wraps the keys at rest; without it they lie open, and the recovery phrase is not kept. */
  readonly passphrase?: string
  /** Multiaddrs of relays that the account names, 3 at most: its first device list carries them. */
  readonly relays?: readonly string[]
}

export interface CreatedProfile extends Identity {
  /** The 24 words of a new account: where they are not kept, this is the one time to show them. */
  readonly words: string
}

export interface OpenOptions {
  readonly profileDir: string
  readonly passphrase?: string
  /** Multiaddrs to listen at, instead of all interfaces and the default ports. */
  readonly listen?: readonly string[]
  /** Finds peers on this network, and is found. */
  readonly mdns?: boolean
  /** Multiaddrs at which others reach this node, which it can't see by itself. */
  readonly announce?: readonly string[]
  /** Multiaddrs of nodes of the DHT to begin with, each with its peer id. */
  readonly bootstrap?: readonly string[]
  /** Whether to keep records of the DHT for others; by default once there is a public address. */
  readonly dhtServer?: boolean
  /** `stun:host:port`, each. */
  readonly stunServers?: readonly string[]
  /** The tests' own clock and probe. */
  readonly clock?: Clock
  readonly probe?: Probe
}

export interface OpenNode {
  readonly api: ChatApi
  /** Batches, fsyncs and bytes since the start. */
  readonly stats: SealedStore['stats']
  readonly nameRelayHere: ChatNode['nameRelayHere']
  readonly close: AsyncStop
}

/** @throws ERR_ALREADY_EXISTS, ERR_PHRASE, ERR_CERTIFICATE (of what was fetched), ERR_NOT_ALLOWED (a ninth device), ERR_INVALID_ARGUMENT, ERR_PROFILE_LOCKED, ERR_VAULT_DAMAGED, ERR_STORE; nothing is overwritten */
export async function createProfile({ profileDir, name, phrase, restore, passphrase, relays = [] }: NewProfile): Promise<CreatedProfile> {
  const lifecycle = createLifecycle()
  const primitives = createNodePrimitives()
  const cleaned = requireName(name)
  const words = phrase === undefined ? newPhrase(primitives) : parsePhrase(phrase)
  await openProfileFolder(profileDir)
  lifecycle.add(await lockProfile(profileDir))
  try {
    await refuseLostVault(profileDir)
    const device = await createDevice(primitives)
    const account = restore && (await readFetchedAccount(primitives, words, restore.fetched))
    const revoke = restore?.revoke ?? []
    const profile = await makeOwnProfile(primitives, systemClock, {
      name: cleaned,
      phrase: words,
      device,
      deviceList: account?.deviceList,
      revoke,
      relays: account === undefined ? relays : relaysToName(relays, account, restore?.fetched.reached)
    })
    const file = vaultFile(profileDir)
    const vault = await createVault({ file, primitives, passphrase, deviceSeed: device.seed, accountEntropy: phraseEntropy(words) })
    const store = await openStore(profileDir, vault, systemClock, { create: true })
    lifecycle.add(() => store.close())
    await saveOwnProfile(store, profile, phrase === undefined ? [] : beginningOf(store.keys, account?.index))
    await restore?.publish?.(encodeDeviceList(profile.deviceList))
    return {
      account: profile.certificate.account,
      name: cleaned,
      device: device.id,
      deviceName: friendlyDeviceName(device.id),
      createdAtMs: profile.createdAtMs,
      hasAccountKey: vault.keepsAccount,
      words
    }
  } finally {
    await lifecycle.stop()
  }
}

/**
 * The composition root of Node: a profile's folder becomes a running node.
 * @throws ERR_PROFILE_MISSING, ERR_PROFILE_LOCKED, ERR_PASSPHRASE, ERR_VAULT_DAMAGED, ERR_SCHEMA_NEWER, ERR_STORE; nothing is overwritten
 */
export async function openNode(options: OpenOptions): Promise<OpenNode> {
  const lifecycle = createLifecycle()
  try {
    return await open(options, lifecycle)
  } catch (err) {
    await lifecycle.stop()
    throw err
  }
}

async function open(options: OpenOptions, lifecycle: Lifecycle): Promise<OpenNode> {
  const { profileDir, passphrase, clock = systemClock, probe = noProbe, ...network } = options
  const primitives = createNodePrimitives()
  network.stunServers?.forEach(parseStunServer)
  await requireProfile(profileDir)
  await openProfileFolder(profileDir)
  lifecycle.add(await lockProfile(profileDir))
  const vault = await openVault({ file: vaultFile(profileDir), primitives, passphrase })
  const device = await createDevice(primitives, vault.deviceSeed)
  const store = await openStore(profileDir, vault, clock, { create: false })
  lifecycle.add(() => store.close())
  const profile = await ownProfile(store, vault, passphrase)
  const libp2p = await startLibp2p({
    ...network,
    seed: device.seed,
    stunServers: () => [...(network.stunServers ?? []), ...stunServers(relays)]
  })
  lifecycle.add(() => libp2p.stop())
  const links = await createLinks({ protocol: DIRECT, libp2p, ping: libp2p.services.ping, clock })
  lifecycle.add(() => links.close())
  const relays: Relays = createRelayClient({
    links: await createLinks({ protocol: RELAY, libp2p, ping: libp2p.services.ping, clock }),
    primitives,
    clock,
    certificate: encodeCertificate(profile.certificate)
  })
  lifecycle.add(() => relays.close())
  const gossip = createGossip({ service: libp2p.services.gossip, primitives })
  lifecycle.add(() => gossip.close())
  const node = await createChatNode({
    profile,
    device,
    store,
    vault,
    primitives,
    links,
    relays,
    directory: createDirectory(libp2p.services.dht),
    gossip,
    circuits: libp2p.services.circuits,
    clock,
    probe,
    staysHere: network.listen !== undefined && reach(network.listen) === 'this-machine',
    checks: () => diskChecks(profileDir),
    networkChecks: others =>
      hostNetworkChecks({ mdns: network.mdns ?? true, stunServers: [...new Set([...(network.stunServers ?? []), ...others])] })
  })
  lifecycle.add(node.close)
  return { api: node.api, stats: () => store.stats(), nameRelayHere: node.nameRelayHere, close: lifecycle.stop }
}

/** Of an older Parley it lacks the keys of directory and index, which the phrase gives where it is kept. */
async function ownProfile(store: SealedStore, vault: Vault, passphrase: string | undefined): Promise<OwnProfile> {
  const primitives = createNodePrimitives()
  const profile = await loadOwnProfile(primitives, store)
  const isWhole = profile.directory !== undefined && profile.indexKey !== undefined
  if (isWhole || passphrase === undefined) return profile
  const entropy = await vault.accountEntropy(passphrase)
  return entropy === undefined ? profile : completeOwnProfile(primitives, store, profile, phraseOf(entropy))
}

async function requireProfile(profileDir: string): Promise<void> {
  await refuseLostVault(profileDir)
  if ((await vaultFile(profileDir).read()) === undefined)
    throw new ChatError('ERR_PROFILE_MISSING', `there is no profile in ${profileDir} yet; type parley init`)
}

/** A new vault beside an old database could open none of it, and would stand where the old one has to be put back. */
export async function refuseLostVault(profileDir: string): Promise<void> {
  if ((await vaultFile(profileDir).read()) !== undefined || !(await exists(databaseFolder(profileDir)))) return
  throw new ChatError(
    'ERR_VAULT_DAMAGED',
    `${profileDir} holds a database and no vault, without which nothing in it opens; put back a copy of the file vault, or choose another profile with --profile`
  )
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false
  )

const databaseFolder = (profileDir: string): string => join(profileDir, 'db')

export function vaultFile(profileDir: string): ReturnType<typeof createSmallFile> {
  return createSmallFile(join(profileDir, 'vault'))
}

export async function openStore(profileDir: string, vault: Vault, clock: Clock, how: { readonly create: boolean }): Promise<SealedStore> {
  return openSealedStore({
    store: await openLevelStore(databaseFolder(profileDir), how),
    epochKeyFile: createSmallFile(join(profileDir, 'epoch-keys')),
    storeKeys: vault.storeKeys,
    primitives: createNodePrimitives(),
    clock
  })
}

async function diskChecks(profileDir: string): Promise<Check[]> {
  const { mode } = await stat(profileDir)
  const { bavail, bsize } = await statfs(profileDir)
  const free = bavail * bsize
  const megabytes = Math.floor(free / 1024 / 1024)
  return [
    (mode & 0o077) === 0
      ? { name: 'profile', ok: true, detail: `${profileDir}, for its owner alone` }
      : { name: 'profile', ok: false, detail: `others can enter ${profileDir}`, advice: `chmod 700 ${profileDir}` },
    free >= LEAST_FREE_BYTES
      ? { name: 'disk', ok: true, detail: `${megabytes} MiB free` }
      : { name: 'disk', ok: false, detail: `only ${megabytes} MiB free`, advice: 'free some space: messages can’t be kept on a full disk' }
  ]
}
