import type { Libp2p } from '@libp2p/interface'
import type { Ping } from '@libp2p/ping'
import { createLifecycle, type AsyncStop, type Lifecycle, type Stop } from '../base/lifecycle.js'
import type { Probe } from '../base/probe.js'
import { encodeCertificate } from '../identity/certificate.js'
import { createDevice } from '../identity/device.js'
import type { WakingCircuits } from '../network/circuit-watchdog.js'
import { createDirectory, type DirectoryService } from '../network/directory.js'
import type { Gossip } from '../network/gossip.js'
import { createLinks } from '../network/libp2p-links.js'
import { DIRECT } from '../network/links.js'
import { createRelayClient } from '../network/relay-client.js'
import { RELAY } from '../network/relay-protocol.js'
import type { Relays } from '../network/relays.js'
import { stunServers } from '../network/stun-servers.js'
import type { SealedStore } from '../store/sealed-store.js'
import { openVault, type Vault } from '../store/vault.js'
import type { ChatApi } from './chat-api.js'
import type { ChatHost, ChatNode } from './chat-node.js'
import { completeOwnProfile, loadOwnProfile, type OwnProfile } from './own-profile.js'
import { openProfileStore, type ProfilePlace } from './profile-place.js'

/** What a node speaks with others by. */
export interface Network {
  /** Started; stopped by whoever runs on it. */
  readonly libp2p: Libp2p<Services>
  /** On that libp2p, and closed before it is stopped. */
  readonly gossip: Gossip
}

/** What a libp2p node needs to have for Parley to run on it. */
export interface NodeServices {
  readonly ping: Ping
  readonly dht: DirectoryService
  readonly circuits: WakingCircuits
}

export interface NodeInit extends Pick<ChatHost, 'staysHere' | 'listens' | 'checks' | 'networkChecks' | 'storage'> {
  readonly place: ProfilePlace
  readonly passphrase?: string | undefined
  readonly probe: Probe
  /** The seed is that of its peer id; the STUN servers are those of our relays, as they are known at each call. */
  readonly startNetwork: (init: { readonly seed: Uint8Array; readonly stunServers: () => readonly string[] }) => Promise<Network>
}

type Services = { [K in keyof NodeServices]: NodeServices[K] }

export interface OpenNode {
  readonly api: ChatApi
  /** Batches, fsyncs and bytes since the start. */
  readonly stats: SealedStore['stats']
  readonly nameRelayHere: ChatNode['nameRelayHere']
  /** Time was lost or the network is another: what stands is tested, and what is missing is dialled at once. */
  readonly wake: Stop
  readonly close: AsyncStop
}

/**
 * A profile becomes a running node, the same in every runtime.
 * @throws ERR_PROFILE_MISSING, ERR_PROFILE_LOCKED, ERR_PASSPHRASE, ERR_VAULT_DAMAGED, ERR_SCHEMA_NEWER, ERR_STORE; nothing is overwritten
 */
export async function openNodeAt(init: NodeInit): Promise<OpenNode> {
  const lifecycle = createLifecycle()
  try {
    return await open(init, lifecycle)
  } catch (err) {
    await lifecycle.stop()
    throw err
  }
}

async function open({ place, passphrase, startNetwork, ...host }: NodeInit, lifecycle: Lifecycle): Promise<OpenNode> {
  const { primitives, clock } = place
  // Half of all code, and needed last: a page is painted before it comes.
  const chatNode = import('./chat-node.js')
  chatNode.catch(() => undefined) // told below, unless something else fails before
  lifecycle.add(await place.claim())
  const vault = await openVault({ file: place.vaultFile, primitives, passphrase })
  const device = await createDevice(primitives, vault.deviceSeed)
  const store = await openProfileStore(place, vault, { create: false })
  lifecycle.add(() => store.close())
  const profile = await ownProfile(place, store, vault, passphrase)
  const { libp2p, gossip } = await startNetwork({ seed: device.seed, stunServers: () => stunServers(relays) })
  lifecycle.add(() => libp2p.stop())
  const { ping, dht, circuits } = libp2p.services
  const links = await createLinks({ protocol: DIRECT, libp2p, ping, clock })
  lifecycle.add(() => links.close())
  const relayLinks = await createLinks({ protocol: RELAY, libp2p, ping, clock })
  const certificate = encodeCertificate(profile.certificate)
  const relays: Relays = createRelayClient({ links: relayLinks, primitives, clock, certificate })
  lifecycle.add(() => relays.close())
  lifecycle.add(() => gossip.close())
  const directory = createDirectory(dht)
  const { createChatNode } = await chatNode
  const node = await createChatNode({
    profile,
    device,
    store,
    vault,
    primitives,
    links,
    relays,
    directory,
    gossip,
    circuits,
    clock,
    ...host
  })
  lifecycle.add(node.close)
  return {
    api: node.api,
    stats: () => store.stats(),
    nameRelayHere: node.nameRelayHere,
    wake() {
      for (const asleep of [links, relayLinks, circuits]) asleep.wake()
    },
    close: lifecycle.stop
  }
}

/** Of an older Parley it lacks the keys of directory and index, which the phrase gives where it is kept. */
async function ownProfile(
  { primitives }: ProfilePlace,
  store: SealedStore,
  vault: Vault,
  passphrase: string | undefined
): Promise<OwnProfile> {
  const profile = await loadOwnProfile(primitives, store)
  const isWhole = profile.directory !== undefined && profile.indexKey !== undefined
  if (isWhole || passphrase === undefined) return profile
  const entropy = await vault.accountEntropy(passphrase)
  if (entropy === undefined) return profile
  const { phraseOf } = await import('../identity/phrase.js')
  return completeOwnProfile(primitives, store, profile, phraseOf(entropy))
}
