import type { Libp2p } from '@libp2p/interface'
import type { Ping } from '@libp2p/ping'
import { ChatError } from '../base/errors.js'
import { createLifecycle, type AsyncStop, type Lifecycle, type Stop } from '../base/lifecycle.js'
import { createNewcomer, type Comparison, type HandedOver } from '../conversation/newcomer.js'
import { createDevice } from '../identity/device.js'
import { friendlyDeviceName } from '../identity/device-name.js'
import { LINK_TOKEN_BYTES, deviceLinkUri } from '../identity/device-link.js'
import type { Circuits } from '../network/circuit-watchdog.js'
import { createLinks } from '../network/libp2p-links.js'
import { DIRECT } from '../network/links.js'
import { addressesForOthers } from '../network/reachability.js'
import { circuitsAt, relayAddress } from '../network/relay-address.js'
import { createVault } from '../store/vault.js'
import { saveLinkedProfile } from './linked-profile.js'
import { openProfileStore, type ProfilePlace } from './profile-place.js'
import type { Identity } from './status.js'

/** The other device is told that all is on disk here; where it doesn't answer to that, it is waited for no longer. */
const PARTING_MS = 2_000
/** A relay that gives no circuit within this is not in the text. */
const CIRCUIT_MS = 5_000

/** The person has found the same words on both. */
export interface Agreed {
  /** As of `NewProfile`: this device's own. */
  readonly passphrase?: string | undefined
}

export interface AwaitingLink {
  /** Of this device, which has no profile yet. */
  readonly place: ProfilePlace
  /** A started node, reached as it will be with a profile. */
  readonly startLibp2p: (seed: Uint8Array) => Promise<Libp2p<{ ping: Ping; circuits: Circuits }>>
  /** Multiaddrs of relays to be reached through, where the other device can't dial this one. */
  readonly relays: readonly string[]
  /** Shows what both devices show: again where the other device begins again, and an answer to what was shown before counts for nothing then. @returns undefined where it is not the same on both */
  readonly compare: (comparison: Comparison) => Promise<Agreed | undefined>
}

/** A device without an account that can be linked to one now. */
export interface LinkableDevice {
  /** `parley-link:` … */
  readonly text: string
  /** Once the profile is durable. @throws ERR_ABORTED where the words were not the same, ERR_CERTIFICATE, ERR_STORE, and what `compare` does */
  readonly linked: Promise<Identity>
  /** Lets go of the place, too. */
  readonly close: AsyncStop
}

/**
 * The same in every runtime: waits for another device of the person.
 * @throws ERR_ALREADY_EXISTS where there is a profile, ERR_INVALID_ARGUMENT, ERR_UNREACHABLE where nobody could reach this device,
 * ERR_PROFILE_LOCKED, ERR_VAULT_DAMAGED, ERR_STORE
 */
export async function awaitLinkAt(init: AwaitingLink): Promise<LinkableDevice> {
  const lifecycle = createLifecycle()
  try {
    return await begin(init, lifecycle)
  } catch (err) {
    await lifecycle.stop()
    throw err
  }
}

async function begin({ place, startLibp2p, relays, compare }: AwaitingLink, lifecycle: Lifecycle): Promise<LinkableDevice> {
  const add = (stop: Stop | AsyncStop): void => lifecycle.add(stop)
  const { primitives, clock, vaultFile: file } = place
  const wanted = relays.map(relayAddress)
  add(await place.claim())
  if ((await file.read()) !== undefined)
    throw new ChatError(
      'ERR_ALREADY_EXISTS',
      'there is a profile here already: name a new one with --profile, or link the other device from here'
    )
  const device = await createDevice(primitives)
  const libp2p = await startLibp2p(device.seed)
  add(() => libp2p.stop())
  const { ping, circuits } = libp2p.services
  const links = await createLinks({ protocol: DIRECT, libp2p, ping, clock })
  add(() => links.close())
  for (const relay of wanted) add(circuits.keep(relay))
  const hasCircuit = wanted.length > 0 && (await reachable())
  const addresses = [...addressesForOthers(links.addresses()), ...(hasCircuit ? circuitsAt(wanted) : [])]
  if (addresses.length === 0)
    throw new ChatError('ERR_UNREACHABLE', 'nobody can reach this device to link it: name a relay that it can be reached through')

  async function reachable(): Promise<boolean> {
    if (links.addresses().some(isCircuit)) return true
    return new Promise<boolean>(resolve => {
      add(clock.after(CIRCUIT_MS, () => resolve(false)))
      add(links.on('addresses:changed', ({ addresses: now }) => now.some(isCircuit) && resolve(true)))
    })
  }

  async function adopt(handed: HandedOver, { passphrase }: Agreed): Promise<Identity> {
    const vault = await createVault({ file, primitives, passphrase, deviceSeed: device.seed, accountEntropy: undefined })
    const store = await openProfileStore(place, vault, { create: true })
    try {
      const { name, createdAtMs } = await saveLinkedProfile(primitives, store, device.id, clock.now(), handed)
      const deviceName = friendlyDeviceName(device.id)
      return { account: handed.account, name, device: device.id, deviceName, createdAtMs, hasAccountKey: false }
    } finally {
      await store.close()
    }
  }

  const text = { device: device.id, token: primitives.randomBytes(LINK_TOKEN_BYTES), addresses }
  const linked = new Promise<Identity>((resolve, reject) => {
    let identity: Identity | undefined
    let agreed: Agreed = {}
    let shown: Comparison | undefined

    async function ask(comparison: Comparison): Promise<void> {
      shown = comparison
      const answer = await compare(comparison)
      if (shown !== comparison) return
      if (answer === undefined) throw new ChatError('ERR_ABORTED', 'the words were not the same: nothing was linked')
      agreed = answer
      newcomer.confirm(comparison)
    }

    const newcomer = createNewcomer({
      primitives,
      text,
      compare: comparison => void ask(comparison).catch(reject),
      async adopt(handed) {
        try {
          identity = await adopt(handed, agreed)
        } catch (err) {
          reject(err)
          throw err
        }
        add(clock.after(PARTING_MS, () => identity && resolve(identity)))
      },
      end: () => identity && resolve(identity)
    })
    add(links.serve(newcomer.handler))
  })
  linked.catch(() => undefined) // told to whoever waits for it
  return { text: await deviceLinkUri(primitives, text), linked, close: lifecycle.stop }
}

const isCircuit = (address: string): boolean => address.includes('/p2p-circuit')
