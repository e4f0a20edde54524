import type { Message } from '../../node/api/message.js'
import type { Contact } from '../../node/api/person.js'
import { fetchAccount, findEverywhere } from '../../node/api/fetching.js'
import { makeOwnProfile } from '../../node/api/own-profile.js'
import type { FetchedAccount } from '../../node/api/restoring.js'
import type { AccountId, ConversationId } from '../../node/base/ids.js'
import type { Stop } from '../../node/base/lifecycle.js'
import type { RelayAddress } from '../../node/network/relays.js'
import type { Primitives } from '../../node/base/primitives.js'
import { encodeCertificate } from '../../node/identity/certificate.js'
import { createDevice } from '../../node/identity/device.js'
import type { Phrase } from '../../node/identity/phrase.js'
import type { Links } from '../../node/network/links.js'
import { createRelayClient } from '../../node/network/relay-client.js'
import type { RelayId, RelayRequestKind } from '../../node/network/relay-protocol.js'
import { openRelayStorage } from '../../relay/relay-storage.js'
import { createRelay, type Relay } from '../../relay/relay.js'
import { createSimTime, type SimTime } from './clock.js'
import { REAL, type Cryptography } from './cryptography.js'
import { turn, watchIdleness, type Idleness } from './idle.js'
import { createSimGossip } from './gossip.js'
import { createSimNetwork, FAIR, type SimNetwork } from './links.js'
import { createMemoryDisk, createMemoryFile, type MemoryDisk } from './memory-store.js'
import { createPerson, type PersonOptions, type SimPerson } from './person.js'
import { createSimRelay, type SimRelay } from './relay.js'

export type { SimPerson } from './person.js'

const START_MS = 1_760_000_000_000

/** Real nodes over simulated links, disks and clocks, in one process. */
export interface World {
  readonly time: SimTime
  readonly network: SimNetwork
  /** The links to relays, which fail apart from those between people. */
  readonly relayNetwork: SimNetwork<RelayRequestKind>
  readonly settled: Idleness['settled']
  /** A relay that all may join, and that lies as it is told; at an address without its id, or at one of its own. */
  relay(where?: string): Promise<WorldRelay>
  /** One as communities run it, on a disk in memory; what it answers may be another thing. */
  realRelay(
    lie?: (kind: RelayRequestKind, answer: () => Promise<Uint8Array>) => Promise<Uint8Array>,
    belongings?: RelayBelongings
  ): Promise<RealRelay>
  person(name: string, options?: PersonOptions): Promise<SimPerson>
  /** What a relay gives whoever has the 24 words. */
  fetch(phrase: Phrase, relay: Place): Promise<FetchedAccount>
  /** What it and the relays that the account names give. */
  find(phrase: Phrase, relay: Place): Promise<FetchedAccount>
  /** Stops everybody. */
  close(): Promise<void>
}

/** Where a relay is. */
interface Place {
  readonly id: RelayId
  readonly address: string
  /** Out of everybody's reach, and back. */
  leave(): Promise<void>
  comeBack(): void
}

export type WorldRelay = SimRelay & Place

export interface RealRelay extends Place {
  /** That runs now. */
  readonly relay: Relay
  readonly disk: MemoryDisk
  /** Stops it and starts it anew, on this copy of its database where one is given, as from a backup. */
  restart(backup?: ReturnType<MemoryDisk['contents']>): Promise<void>
  /** Not while it runs. */
  belongings(): Promise<RelayBelongings>
}

/** All of a relay's that outlives it: another world's relay of the same number goes on with it, with the same cryptography. */
export interface RelayBelongings {
  readonly contents: ReturnType<MemoryDisk['contents']>
  readonly mark: Uint8Array | undefined
}

let watch: Idleness | undefined

/** By default with the real session, as all but long simulations should. */
export function createWorld(seed: string, cryptography: Cryptography = REAL, startMs = START_MS): World {
  const settled = cryptography.isThreaded ? (watch ??= watchIdleness()).settled : turn
  const time = createSimTime(startMs, settled)
  const network = createSimNetwork(() => time.nowMs, { ...FAIR })
  const relayNetwork = createSimNetwork<RelayRequestKind>(() => time.nowMs, { ...FAIR })
  const gossip = createSimGossip(() => time.nowMs, network.weather)
  const people: SimPerson[] = []
  const closing: (() => Promise<void>)[] = []
  let relays = 0
  // The MLS library asks no clock of ours how old a key package is.
  const realNow = Date.now
  Date.now = () => time.nowMs

  async function newPlace(where?: string): Promise<{ join: () => Links<RelayRequestKind>; primitives: Primitives; place: Place }> {
    const number = ++relays
    const primitives = cryptography.primitives(`${seed} relay ${number}`)
    const { id } = await createDevice(primitives, new Uint8Array(32).fill(50 + number))
    const at = where ?? `/ip4/198.51.100.${number}/tcp/4002`
    const place: Place = {
      id,
      address: `${at}/p2p/${id}`,
      async leave() {
        for (const { device } of people) relayNetwork.part(device.id, id)
        await settled()
      },
      comeBack() {
        for (const { device } of people) relayNetwork.meet(device.id, id)
      }
    }
    return { join: () => relayNetwork.join(id, time.clock(), [at]), primitives, place }
  }

  interface Asking {
    readonly client: ReturnType<typeof createRelayClient>
    readonly account: AccountId
    readonly primitives: Primitives
    readonly keep: (relay: RelayAddress) => void
  }

  /** Asks relays by the key of a device that is on no list. */
  async function asDevice<T>(phrase: Phrase, { id }: Place, ask: (asking: Asking) => Promise<T>): Promise<T> {
    const primitives = cryptography.primitives(`${seed} ${id} fetching`)
    const device = await createDevice(primitives, primitives.randomBytes(32))
    const { certificate } = await makeOwnProfile(primitives, time.clock(), { name: 'nobody yet', phrase, device })
    const links = relayNetwork.join(device.id, time.clock(), [])
    const client = createRelayClient({ links, primitives, clock: time.clock(), certificate: encodeCertificate(certificate) })
    const stops: Stop[] = []
    try {
      return await ask({ client, account: certificate.account, primitives, keep: relay => void stops.push(client.keep(relay)) })
    } finally {
      for (const stop of stops) stop()
      await client.close()
    }
  }

  return {
    time,
    network,
    relayNetwork,
    settled,
    async relay(where) {
      const { join, primitives, place } = await newPlace(where)
      return Object.assign(createSimRelay(join(), primitives), place)
    },
    async realRelay(lie = (_kind, answer) => answer(), belongings) {
      const { join, primitives, place } = await newPlace()
      const clock = time.clock()
      const disk = createMemoryDisk()
      const marker = createMemoryFile(belongings?.mark)
      if (belongings !== undefined) await disk.fill(belongings.contents)

      async function start(): Promise<{ readonly relay: Relay; readonly stop: () => Promise<void> }> {
        const honest = join()
        const links: typeof honest = {
          ...honest,
          serve: handler =>
            honest.serve({ ...handler, request: (from, kind, body) => lie(kind, async () => handler.request(from, kind, body)) })
        }
        const storage = await openRelayStorage({ store: disk.open(), marker, clock, primitives })
        const relay = await createRelay({ links, addressOf: device => device, storage, isOpen: true, clock, primitives })
        return {
          relay,
          async stop() {
            await relay.close()
            await storage.close()
          }
        }
      }

      let running = await start()
      closing.push(() => running.stop())
      return {
        ...place,
        disk,
        get relay() {
          return running.relay
        },
        async restart(backup) {
          await running.stop()
          if (backup !== undefined) await disk.fill(backup)
          running = await start()
        },
        belongings: async () => ({ contents: disk.contents(), mark: await marker.read() })
      }
    },
    async person(name, options = {}) {
      const primitives = cryptography.primitives(`${seed} ${name}`)
      const person = await createPerson(
        { name, primitives, createSession: cryptography.createSession, time, network, relayNetwork, gossip, options, settled },
        people.length + 1
      )
      people.push(person)
      await person.start()
      return person
    },
    fetch: (phrase, relay) =>
      asDevice(phrase, relay, async ({ client, account, keep }) => {
        keep(relay)
        return fetchAccount(client, [relay.id], account)
      }),
    find: (phrase, relay) =>
      asDevice(phrase, relay, ({ client, account, keep, primitives }) =>
        findEverywhere({ relays: client, keep, primitives, clock: time.clock() }, phrase, account, [relay])
      ),
    async close() {
      for (const person of people) await person.stop()
      for (const close of closing) await close()
      Date.now = realNow
    }
  }
}

/** One asks, the other accepts; both are linked when this resolves. */
export async function befriend(world: World, asking: SimPerson, asked: SimPerson): Promise<void> {
  const { uri } = await asked.api.createInvite({})
  await asking.api.add({ invite: uri, message: `hello, I am ${asking.name}` })
  await world.settled()
  await asked.api.accept({ contact: asking.name })
  await world.settled()
}

export async function contactOf(person: SimPerson, other: SimPerson): Promise<Contact | undefined> {
  return (await person.api.contacts()).find(contact => contact.devices.includes(other.device.id))
}

export async function chatWith(person: SimPerson, other: SimPerson): Promise<ConversationId> {
  const contact = await contactOf(person, other)
  const chat = (await person.api.chats()).find(one => contact !== undefined && one.accounts.includes(contact.account))
  if (chat === undefined) throw new Error(`${person.name} has no chat with ${other.name}`)
  return chat.id
}

export async function say(person: SimPerson, other: SimPerson, text: string): Promise<Message> {
  return person.api.send({ chat: await chatWith(person, other), text })
}

/** The whole history, read page by page. */
export async function historyOf(person: SimPerson, other: SimPerson, limit = 1_000): Promise<readonly Message[]> {
  const chat = await chatWith(person, other)
  const pages: (readonly Message[])[] = []
  let before: string | undefined
  do {
    const page = await person.api.history({ chat, limit, ...(before === undefined ? {} : { before }) })
    pages.unshift(page.messages)
    before = page.before
  } while (before !== undefined)
  return pages.flat()
}

export async function textsOf(person: SimPerson, other: SimPerson): Promise<readonly string[]> {
  return (await historyOf(person, other)).map(message => message.text)
}
