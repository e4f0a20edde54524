import '../../node/host/shim.js'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../node/base/clock.js'
import type { Primitives } from '../../node/base/primitives.js'
import type { Libp2p } from '@libp2p/interface'
import { startLibp2p } from '../../node/host/libp2p-node.js'
import { createMemoryDisk, createMemoryFile, type MemoryDisk } from '../sim/memory-store.js'
import type { Limits } from '../../relay/limits.js'
import { createRelayOnLibp2p } from '../../relay/relay-on-libp2p.js'
import type { Relay } from '../../relay/relay.js'
import { openRelayFolder, openRelayStorage, type RelayStorage } from '../../relay/relay-storage.js'
import { newSeed } from '../network/nodes.js'

export interface TestRelay {
  readonly relay: Relay
  readonly storage: RelayStorage
  readonly libp2p: Libp2p
  readonly addresses: readonly string[]
  stop(): Promise<void>
}

export interface TestRelayOptions {
  readonly seed?: Uint8Array
  readonly limits?: Partial<Limits>
  readonly isOpen?: boolean
  readonly clock?: Clock
  /** Opened here, closed with the relay; on a disk of its own where not given. */
  readonly storage?: RelayStorage
  readonly primitives?: Primitives
}

/** A relay on loopback TCP. */
export async function startRelay({
  seed = newSeed(),
  limits = {},
  isOpen = true,
  clock,
  storage,
  primitives
}: TestRelayOptions = {}): Promise<TestRelay> {
  const given = clock === undefined ? {} : { clock }
  const libp2p = await startLibp2p({ seed, mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'] })
  const kept = storage ?? (await memoryStorage(given)).storage
  const relay = await createRelayOnLibp2p({
    libp2p,
    ping: libp2p.services.ping,
    storage: kept,
    limits,
    isOpen,
    ...given,
    ...(primitives === undefined ? {} : { primitives })
  })
  return {
    relay,
    storage: kept,
    libp2p,
    addresses: libp2p.getMultiaddrs().map(address => address.toString().replace(/\/p2p\/[^/]+$/, '')),
    async stop() {
      await relay.close()
      await libp2p.stop()
      await kept.close()
    }
  }
}

export async function memoryStorage(init: { clock?: Clock } = {}): Promise<{ storage: RelayStorage; disk: MemoryDisk }> {
  const disk = createMemoryDisk()
  return { disk, storage: await openRelayStorage({ ...init, store: disk.open(), marker: createMemoryFile() }) }
}

/** A relay's folder that is gone after `remove`. */
export async function newRelayFolder(): Promise<{ folder: string; open(): Promise<RelayStorage>; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-relay-'))
  return { folder, open: () => openRelayFolder(folder), remove: () => rm(folder, { recursive: true }) }
}

/** Something that happens once. */
export function signal(): { readonly fired: Promise<void>; readonly fire: () => void } {
  const controller = new AbortController()
  const fired = new Promise<void>(resolve => controller.signal.addEventListener('abort', () => resolve()))
  return { fired, fire: () => controller.abort() }
}
