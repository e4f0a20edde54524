import './shim.js'
import { access, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check } from '../api/status.js'
import { createProfileAt, type CreatedProfile, type NewProfile } from '../api/new-profile.js'
import { openNodeAt, type OpenNode } from '../api/open-node.js'
import type { ProfilePlace } from '../api/profile-place.js'
import { systemClock, type Clock } from '../base/clock.js'
import { ChatError } from '../base/errors.js'
import { createLifecycle } from '../base/lifecycle.js'
import { noProbe, type Probe } from '../base/probe.js'
import { createGossip } from '../network/libp2p-gossip.js'
import { reach } from '../network/reachability.js'
import { openLevelStore } from '../store/level.js'
import { openProfileFolder } from './data-dir.js'
import { startLibp2p } from './libp2p-node.js'
import { hostNetworkChecks } from './network-checks.js'
import { parseStunServer } from './stun.js'
import { createNodePrimitives } from './node-crypto.js'
import { lockProfile } from './profile-lock.js'
import { createSmallFile } from './small-file.js'

const LEAST_FREE_BYTES = 256 * 1024 * 1024

export interface NewNodeProfile extends NewProfile {
  readonly profileDir: string
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

/** @throws as `createProfileAt` */
export function createProfile({ profileDir, ...profile }: NewNodeProfile): Promise<CreatedProfile> {
  return createProfileAt(profilePlace(profileDir), profile)
}

/**
 * The composition root of Node: a profile's folder becomes a running node.
 * @throws as `openNodeAt`; ERR_INVALID_ARGUMENT for addresses
 */
export async function openNode(options: OpenOptions): Promise<OpenNode> {
  const { profileDir, passphrase, clock = systemClock, probe = noProbe, ...network } = options
  const named = network.stunServers ?? []
  named.forEach(parseStunServer)
  await requireProfile(profileDir)
  return openNodeAt({
    place: profilePlace(profileDir, clock),
    passphrase,
    probe,
    async startNetwork({ seed, stunServers }) {
      const libp2p = await startLibp2p({ ...network, seed, stunServers: () => [...named, ...stunServers()] })
      return { libp2p, gossip: createGossip({ service: libp2p.services.gossip, primitives: createNodePrimitives() }) }
    },
    staysHere: network.listen !== undefined && reach(network.listen) === 'this-machine',
    checks: () => diskChecks(profileDir),
    networkChecks: others => hostNetworkChecks({ mdns: network.mdns ?? true, stunServers: [...new Set([...named, ...others])] })
  })
}

/** A folder as the place of a profile. */
export function profilePlace(profileDir: string, clock: Clock = systemClock): ProfilePlace {
  return {
    primitives: createNodePrimitives(),
    clock,
    vaultFile: vaultFile(profileDir),
    epochKeyFile: createSmallFile(join(profileDir, 'epoch-keys')),
    async claim() {
      const lifecycle = createLifecycle()
      await openProfileFolder(profileDir)
      lifecycle.add(await lockProfile(profileDir))
      try {
        await refuseLostVault(profileDir)
      } catch (err) {
        await lifecycle.stop()
        throw err
      }
      return lifecycle.stop
    },
    openStore: how => openLevelStore(databaseFolder(profileDir), how)
  }
}

async function requireProfile(profileDir: string): Promise<void> {
  await refuseLostVault(profileDir)
  if ((await vaultFile(profileDir).read()) === undefined)
    throw new ChatError('ERR_PROFILE_MISSING', `there is no profile in ${profileDir} yet; type parley init`)
}

/** A new vault beside an old database could open none of it, and would stand where the old one has to be put back. */
async function refuseLostVault(profileDir: string): Promise<void> {
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

function vaultFile(profileDir: string): ReturnType<typeof createSmallFile> {
  return createSmallFile(join(profileDir, 'vault'))
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
