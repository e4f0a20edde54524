import { readFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'

/** Whom Chromium has asked for anything, as its own log has it: all tabs, workers and peer connections of all profiles. */
export interface Asked {
  /** Host and port of whatever a page, or a worker of one, has fetched, or opened a socket to; sorted. */
  readonly byPages: readonly string[]
  /** Names that were looked up for them. */
  readonly lookedUp: readonly string[]
  /** Where datagrams went that were no questions for a name, such as those of peer connections and to STUN servers; without ports. */
  readonly byDatagrams: readonly string[]
  /** What no page had begun: the browser's own calls home. */
  readonly byTheBrowser: readonly string[]
}

interface LogEvent {
  readonly type: number
  readonly params?: Readonly<Record<string, unknown>>
}

interface NetworkLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> }
  readonly events: readonly LogEvent[]
}

/** @param file what `--log-net-log` has written, by a browser that has ended */
export async function readNetworkLog(file: string): Promise<Asked> {
  const { constants, events } = JSON.parse(await readFile(file, 'utf8')) as NetworkLog
  const textsOf = (event: string): readonly Readonly<Record<string, string>>[] => {
    const type = constants.logEventTypes[event]
    if (type === undefined) throw new Error(`this Chromium logs no ${event}`)
    return events.flatMap(one => (one.type === type && one.params !== undefined ? [one.params as Record<string, string>] : []))
  }
  const requests = textsOf('URL_REQUEST_START_JOB').flatMap(({ url, initiator = '', request_type: kind }) =>
    // It has no name for those that it makes by itself. Somebody has typed the address of a page.
    url === undefined ? [] : [{ url: new URL(url), isOwn: initiator === 'not an origin' && kind !== 'main frame' }]
  )
  const own = new Set(requests.flatMap(({ url, isOwn }) => (isOwn ? [url.hostname] : [])))
  const names = textsOf('HOST_RESOLVER_MANAGER_REQUEST').flatMap(({ host }) => (host === undefined ? [] : [nameOf(host)]))
  return {
    byPages: sorted(requests.flatMap(({ url, isOwn }) => (isOwn ? [] : [url.host]))),
    lookedUp: sorted(names.filter(name => !own.has(name))),
    byDatagrams: sorted(
      textsOf('UDP_BYTES_SENT').flatMap(({ address }) => (address === undefined ? [] : [address.replace(/^\[|\]?:\d+$/g, '')]))
    ),
    byTheBrowser: sorted([...own])
  }
}

/** This machine, as its own packets call it. */
export const ownAddresses = (): ReadonlySet<string> =>
  new Set(Object.values(networkInterfaces()).flatMap(all => (all ?? []).map(({ address }) => address)))

const sorted = (all: readonly string[]): readonly string[] => [...new Set(all)].toSorted()
/** Of an origin, or of a name with a port. */
const nameOf = (host: string): string => new URL(host.includes('://') ? host : `http://${host}`).hostname
