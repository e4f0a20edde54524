import type { Libp2p } from '@libp2p/interface'
import type { Ping } from '@libp2p/ping'
import type { Clock } from '../base/clock.js'
import { toError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import { createLifecycle, type AsyncStop } from '../base/lifecycle.js'
import type { Primitives } from '../base/primitives.js'
import { deriveAccount } from '../identity/account.js'
import { encodeCertificate, issueCertificate } from '../identity/certificate.js'
import { createDevice } from '../identity/device.js'
import { liveDevices } from '../identity/device-list.js'
import { friendlyDeviceName } from '../identity/device-name.js'
import { parsePhrase } from '../identity/phrase.js'
import { createLinks } from '../network/libp2p-links.js'
import { createRelayClient } from '../network/relay-client.js'
import { relayAddress } from '../network/relay-address.js'
import { RELAY } from '../network/relay-protocol.js'
import type { RelayAddress } from '../network/relays.js'
import { findEverywhere } from './fetching.js'
import { readFetchedAccount, type FetchedAccount, type RestorableAccount } from './restoring.js'

export interface FoundDevice {
  readonly device: DeviceId
  readonly name: string
  /** By the clock of the device that certified it. */
  readonly sinceMs: number
}

/** An account as relays know it. Close it when the profile is made. */
export interface FoundAccount {
  /** What the person calls themself; undefined where the relays have no index. */
  readonly name: string | undefined
  /** Those that are not revoked, the oldest first. */
  readonly devices: readonly FoundDevice[]
  /** How many the index names. */
  readonly contacts: number
  readonly fetched: FetchedAccount
  /** Gives them the account's new device list, encoded. @throws what the first that refuses says, where none takes it */
  publish(deviceList: Uint8Array): Promise<void>
  readonly close: AsyncStop
}

export interface Finder {
  readonly primitives: Primitives
  readonly clock: Clock
  /** A started node that nobody needs to find. */
  readonly startLibp2p: (seed: Uint8Array) => Promise<Libp2p<{ ping: Ping }>>
}

/**
 * Asks relays for an account, and then those that it names, by a device key that is used for nothing else and is on no list.
 * @throws ERR_PHRASE, ERR_INVALID_ARGUMENT (an address), ERR_NOT_FOUND, ERR_CERTIFICATE, ERR_UNREACHABLE, ERR_TIMEOUT
 */
export async function findAccountBy(
  { primitives, clock, startLibp2p }: Finder,
  phrase: string,
  relays: readonly string[]
): Promise<FoundAccount> {
  const words = parsePhrase(phrase)
  const at = relays.map(relayAddress)
  const account = await deriveAccount(primitives, words)
  const device = await createDevice(primitives)
  const subject = { device: device.id, issuedAtMs: clock.now(), seq: 1, name: '' }
  const certificate = encodeCertificate(await issueCertificate(primitives, account.key, subject))
  const lifecycle = createLifecycle()
  try {
    const libp2p = await startLibp2p(device.seed)
    lifecycle.add(() => libp2p.stop())
    const links = await createLinks({ protocol: RELAY, libp2p, ping: libp2p.services.ping, clock })
    const client = createRelayClient({ links, primitives, clock, certificate })
    lifecycle.add(() => client.close())
    const keep = (relay: RelayAddress): void => lifecycle.add(client.keep(relay))
    const fetched = await findEverywhere({ relays: client, keep, primitives, clock }, words, account.id, at)
    const ids = new Set([...at.map(({ id }) => id), ...(fetched.reached ?? [])])
    const { deviceList, index }: RestorableAccount = await readFetchedAccount(primitives, words, fetched)
    const devices = deviceList === undefined ? [] : liveDevices(deviceList)
    return {
      name: index?.name,
      devices: devices.map(one => ({
        device: one.device,
        name: one.name === '' ? friendlyDeviceName(one.device) : one.name,
        sinceMs: one.issuedAtMs
      })),
      contacts: index?.contacts.length ?? 0,
      fetched,
      async publish(list) {
        const told = await Promise.allSettled([...ids].map(id => client.putDeviceList(id, list)))
        const [refused] = told.flatMap(answer => (answer.status === 'rejected' ? [toError(answer.reason)] : []))
        if (refused !== undefined && told.every(({ status }) => status === 'rejected')) throw refused
      },
      close: lifecycle.stop
    }
  } catch (err) {
    await lifecycle.stop()
    throw err
  }
}
