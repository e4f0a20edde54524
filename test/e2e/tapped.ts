import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import type { Invite } from '../../node/api/person.js'
import type { Person } from './person.js'
import { createTap, type Tap, type TapOptions } from './tap.js'

const listenAt = (port: number): string[] => ['--no-mdns', '--listen', `/ip4/127.0.0.1/tcp/${port}`]

/**
 * An invite of this person whose every use goes through a tap. A card is signed, so its addresses can't be changed: the invite is made while
 * they listen at one port, then they move to another and the tap takes the first. Restarts the daemon.
 */
export async function inviteThroughTap(
  person: Person,
  options: Omit<TapOptions, 'target' | 'port'> = {}
): Promise<{ invite: Invite; tap: Tap }> {
  const port = await freePort()
  await person.stop()
  await person.start(listenAt(port))
  const invite = await person.api.createInvite({})
  await person.stop()
  await person.start(listenAt(0))
  const target = await portOf(person)
  return { invite, tap: await createTap({ ...options, port, target: () => target }) }
}

/** The TCP port that this person can be dialled at now. */
async function portOf(person: Person): Promise<number> {
  const { addresses } = await person.api.status()
  const port = addresses
    .map(address => /^\/ip4\/127\.0\.0\.1\/tcp\/(\d+)(\/p2p\/\w+)?$/.exec(address)?.[1])
    .find(found => found !== undefined)
  if (port === undefined)
    throw new Error(`${person.name} listens at no TCP port of this machine, but at ${addresses.join(', ') || 'nothing'}`)
  return Number(port)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
