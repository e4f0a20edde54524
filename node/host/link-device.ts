import './shim.js'
import type { Identity } from '../api/status.js'
import { saveLinkedProfile } from '../api/linked-profile.js'
import { openProfileStore } from '../api/profile-place.js'
import { systemClock } from '../base/clock.js'
import { ChatError } from '../base/errors.js'
import { createLifecycle, type AsyncStop, type Lifecycle, type Stop } from '../base/lifecycle.js'
import { createNewcomer, type Comparison, type HandedOver } from '../conversation/newcomer.js'
import { createDevice } from '../identity/device.js'
import { friendlyDeviceName } from '../identity/device-name.js'
import { LINK_TOKEN_BYTES, deviceLinkUri } from '../identity/device-link.js'
import { createLinks } from '../network/libp2p-links.js'
import { DIRECT } from '../network/links.js'
import { addressesForOthers } from '../network/reachability.js'
import { circuitsAt, relayAddress } from '../network/relay-address.js'
import { createVault } from '../store/vault.js'
import { startLibp2p } from './libp2p-node.js'
import { profilePlace } from './node-host.js'

/** The other device is told that all is on disk here; where it doesn't answer to that, it is waited for no longer. */
const PARTING_MS = 2_000
/** A relay that gives no circuit within this is not in the text. */
const CIRCUIT_MS = 5_000

export interface NewDevice {
  readonly profileDir: string
  /** As of `NewProfile`: this device's own. */
  readonly passphrase?: string
  /** Multiaddrs of relays to be reached through, where the other device can't dial this one. */
  readonly relays?: readonly string[]
  readonly listen?: readonly string[]
  readonly mdns?: boolean
  /** Shows what both devices show. @returns whether it is the same on both */
  readonly compare: (comparison: Comparison) => Promise<boolean>
}

/** A device without an account that can be linked to one now. */
export interface LinkableDevice {
  /** `parley-link:` … */
  readonly text: string
  /** Once the profile is durable. @throws ERR_ABORTED where the words were not the same, ERR_CERTIFICATE, ERR_STORE */
  readonly linked: Promise<Identity>
  readonly close: AsyncStop
}

/** @throws ERR_ALREADY_EXISTS where there is a profile, ERR_INVALID_ARGUMENT, ERR_PROFILE_LOCKED, ERR_VAULT_DAMAGED, ERR_STORE */
export async function awaitLink(options: NewDevice): Promise<LinkableDevice> {
  const lifecycle = createLifecycle()
  try {
    return await begin(options, lifecycle)
  } catch (err) {
    await lifecycle.stop()
    throw err
  }
}

async function begin(
  { profileDir, passphrase, relays = [], compare, ...network }: NewDevice,
  lifecycle: Lifecycle
): Promise<LinkableDevice> {
  const add = (stop: Stop | AsyncStop): void => lifecycle.add(stop)
  const place = profilePlace(profileDir)
  const { primitives, vaultFile: file } = place
  add(await place.claim())
  if ((await file.read()) !== undefined)
    throw new ChatError(
      'ERR_ALREADY_EXISTS',
      'there is a profile here already: name a new one with --profile, or link the other device from here'
    )
  const device = await createDevice(primitives)
  const libp2p = await startLibp2p({ ...network, seed: device.seed })
  add(() => libp2p.stop())
  const links = await createLinks({ protocol: DIRECT, libp2p, ping: libp2p.services.ping, clock: systemClock })
  add(() => links.close())
  const circuits = await circuitsHeld(relays)

  async function circuitsHeld(wanted: readonly string[]): Promise<readonly string[]> {
    const at = wanted.map(relayAddress)
    for (const relay of at) add(libp2p.services.circuits.keep(relay))
    if (at.length > 0) await untilReachable()
    return links.addresses().some(isCircuit) ? circuitsAt(at) : []
  }

  async function untilReachable(): Promise<void> {
    if (links.addresses().some(isCircuit)) return
    await new Promise<void>(resolve => {
      add(systemClock.after(CIRCUIT_MS, resolve))
      add(links.on('addresses:changed', ({ addresses }) => addresses.some(isCircuit) && resolve()))
    })
  }

  async function adopt(handed: HandedOver): Promise<Identity> {
    const vault = await createVault({ file, primitives, passphrase, deviceSeed: device.seed, accountEntropy: undefined })
    const store = await openProfileStore(place, vault, { create: true })
    try {
      const { name, createdAtMs } = await saveLinkedProfile(primitives, store, device.id, systemClock.now(), handed)
      const deviceName = friendlyDeviceName(device.id)
      return { account: handed.account, name, device: device.id, deviceName, createdAtMs, hasAccountKey: false }
    } finally {
      await store.close()
    }
  }

  const text = {
    device: device.id,
    token: primitives.randomBytes(LINK_TOKEN_BYTES),
    addresses: [...addressesForOthers(links.addresses()), ...circuits]
  }
  const linked = new Promise<Identity>((resolve, reject) => {
    let identity: Identity | undefined
    const newcomer = createNewcomer({
      primitives,
      text,
      compare(comparison) {
        compare(comparison).then(
          isSame => (isSame ? newcomer.confirm() : reject(new ChatError('ERR_ABORTED', 'the words were not the same: nothing was linked'))),
          reject
        )
      },
      async adopt(handed) {
        try {
          identity = await adopt(handed)
        } catch (err) {
          reject(err)
          throw err
        }
        add(systemClock.after(PARTING_MS, () => identity && resolve(identity)))
      },
      end: () => identity && resolve(identity)
    })
    add(links.serve(newcomer.handler))
  })
  return { text: await deviceLinkUri(primitives, text), linked, close: lifecycle.stop }
}

const isCircuit = (address: string): boolean => address.includes('/p2p-circuit')
