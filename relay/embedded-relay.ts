import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fromUtf8, utf8 } from '../node/base/bytes.js'
import { isChatError } from '../node/base/errors.js'
import type { AccountId } from '../node/base/ids.js'
import { createSmallFile } from '../node/host/small-file.js'
import { startRelayHost, type RelayHost, type RelayHostOptions } from './relay-host.js'

const DEFAULT_WS_PORT = 4002
/** A port that is free for TCP may be taken for UDP, or a moment later. */
const FREE_PORT_TRIES = 8

interface EmbeddedOptions {
  /** The relay's own folder, with its own key. */
  readonly folder: string
  /** The one member it has. */
  readonly account: AccountId
  /** Everywhere by WebSocket where nothing is said: on the port of last time, at first on 4002, or on one that is free. */
  readonly listen: readonly string[]
}

/** A relay for one account in the process of its node, closed to others; it answers STUN where it listens. @throws ERR_INVALID_ARGUMENT when it can't listen there, and what a relay's start does */
export async function startEmbeddedRelay({ folder, account, listen }: EmbeddedOptions): Promise<RelayHost> {
  const start = (addresses: readonly string[]): Promise<RelayHost> =>
    startRelayHost({ folder, listen: addresses, isOpen: false, ...stunBeside(addresses) })
  const relay = listen.length > 0 ? await start(listen) : await onUsualPort(folder, start)
  try {
    await relay.members.join(account, undefined)
    return relay
  } catch (err) {
    await relay.close()
    throw err
  }
}

/** On the UDP port of the same number as the first that is listened at: whoever forwards one forwards both. None where only names are listened at. */
export function stunBeside(listen: readonly string[]): Pick<RelayHostOptions, 'stunPort' | 'stunHosts'> {
  const places = listen.flatMap(address => {
    const [, host, port] = /^\/ip[46]\/([^/]+)\/tcp\/(\d+)/.exec(address) ?? []
    return host === undefined ? [] : [{ host, port: Number(port) }]
  })
  const [first] = places
  return first === undefined ? {} : { stunPort: first.port, stunHosts: [...new Set(places.map(({ host }) => host))] }
}

/** A relay that others know by its address should be found there again: on one port, for IPv4, IPv6 and, beside them, UDP. */
export async function onUsualPort<Relay>(
  folder: string,
  start: (listen: readonly string[]) => Promise<Relay>,
  pickPort: () => Promise<number> = freePort
): Promise<Relay> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const portFile = createSmallFile(join(folder, 'port'))
  const kept = await portFile.read()
  const usual = kept === undefined ? DEFAULT_WS_PORT : Number(fromUtf8(kept))
  let port = usual
  for (let tries = 0; ; tries++) {
    try {
      const relay = await start(everywhere(port))
      if (port !== usual) await portFile.write(utf8(String(port)))
      return relay
    } catch (err) {
      if (!isChatError(err, 'ERR_INVALID_ARGUMENT') || tries === FREE_PORT_TRIES) throw err
    }
    port = await pickPort()
  }
}

/** One that the system has for TCP just now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

const everywhere = (port: number): readonly string[] => [`/ip4/0.0.0.0/tcp/${port}/ws`, `/ip6/::/tcp/${port}/ws`]
