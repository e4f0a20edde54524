import type { Published } from '../conversation/own-entry.js'
import type { Directory } from '../network/directory.js'
import { reach, type Reach } from '../network/reachability.js'
import type { RelayId } from '../network/relay-protocol.js'
import { adviceFor, type Advice } from './advice.js'
import type { Check } from './status.js'

const SHOWN_ADDRESSES = 4
const CIRCUIT = '/p2p-circuit'

const REACHED_FROM = {
  none: 'nobody can dial this node',
  'this-machine': 'this machine only: others can’t dial this node',
  'this-network': 'this network only',
  internet: 'a public address, unless a firewall stands before it'
} as const satisfies Record<Reach, string>

const MAY_LISTEN = 'check that it may listen on a port'
const WAY_OUT = {
  none: MAY_LISTEN,
  'this-machine': 'join a network, or listen on an address that others can dial: start without --listen',
  'this-network': 'forward a port of your router to this machine and name it: --announce /ip4/<your public address>/tcp/<port>'
} as const

/** Whether anybody can dial us at all, or from this machine alone where nobody wanted that. */
export function reachCheck(addresses: readonly string[], staysHere: boolean): Check {
  const where = reach(addresses)
  const detail = REACHED_FROM[where]
  const isWell = where === 'internet' || where === 'this-network' || (where === 'this-machine' && staysHere)
  return isWell ? { name: 'reach', ok: true, detail } : { name: 'reach', ok: false, detail, advice: WAY_OUT[where] }
}

interface Network {
  /** Multiaddrs that others can dial. */
  readonly addresses: readonly string[]
  /** Whether it could be dialled at all. */
  readonly listens: boolean
  /** In this very process: whoever can't dial us can't dial it either. */
  readonly relayHere: RelayId | undefined
  readonly directory: Directory | undefined
  /** Whether this profile has keys to write its record with. */
  readonly hasKeys: boolean
  readonly published: Published | undefined
}

/** How others reach this node, and what would make it better. */
export function networkChecks({ addresses, listens, relayHere, directory, hasKeys, published }: Network): readonly Check[] {
  const direct = addresses.filter(address => !address.includes(CIRCUIT))
  const where = reach(direct)
  const advice = adviceFor(listens)
  return [
    ...(listens ? listenChecks(direct, where) : []),
    {
      name: 'circuit',
      ...circuitCheck(
        addresses.filter(address => address.includes(CIRCUIT) && relayOf(address) !== relayHere),
        where,
        advice
      )
    },
    ...(directory === undefined ? [] : [{ name: 'directory', ...directoryCheck({ directory, hasKeys, published, advice }) }])
  ]
}

function listenChecks(direct: readonly string[], where: Reach): readonly Check[] {
  return [
    direct.length === 0
      ? { name: 'listen', ok: false, detail: 'listens nowhere', advice: MAY_LISTEN }
      : { name: 'listen', ok: true, detail: shown(direct) },
    where === 'internet'
      ? { name: 'reach', ok: true, detail: REACHED_FROM[where] }
      : { name: 'reach', ok: false, detail: REACHED_FROM[where], advice: WAY_OUT[where] }
  ]
}

interface Listed extends Pick<Network, 'hasKeys' | 'published'> {
  readonly directory: Directory
  readonly advice: Advice
}

function directoryCheck({ directory, hasKeys, published, advice }: Listed): Omit<Check, 'name'> {
  const peers = directory.peers()
  const serves = directory.serves() ? '; keeps records for others' : ''
  if (!hasKeys)
    return {
      ok: false,
      detail: 'this profile is older than the directory and can’t be found in it',
      advice: 'start it once with its passphrase; one without a passphrase can’t be mended'
    }
  if (peers === 0) return { ok: false, detail: `knows no other node${serves}`, advice: advice.wayIntoDirectory }
  if (published === undefined)
    return {
      ok: false,
      detail: `${peers === 1 ? '1 node' : `${peers} nodes`} known; none has taken your record yet${serves}`,
      advice: 'ask again in a minute'
    }
  return { ok: true, detail: `known nodes with your record: ${published.copies} of ${peers}${serves}` }
}

/** Of the circuits that lead here; a relay has as many addresses as it likes. */
function circuitCheck(circuits: readonly string[], where: Reach, advice: Advice): Omit<Check, 'name'> {
  const relays = new Set(circuits.filter(address => reach([address]) === 'internet').map(relayOf)).size
  if (relays > 0) return { ok: true, detail: `reached through ${relays === 1 ? 'a relay' : `${relays} relays`} from anywhere` }
  const detail =
    circuits.length > 0 ? 'the relays that let others through are on this network themselves' : 'no relay lets others through to this node'
  if (where === 'internet') return { ok: true, detail }
  return { ok: false, detail, advice: advice.wayForCircuits }
}

const relayOf = (address: string): string | undefined => /\/p2p\/([^/]+)\/p2p-circuit/.exec(address)?.[1]

function shown(addresses: readonly string[]): string {
  const more = addresses.length - SHOWN_ADDRESSES
  return addresses.slice(0, SHOWN_ADDRESSES).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
