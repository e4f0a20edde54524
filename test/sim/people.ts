import type { ChatApi, ChatEvent, Contact, Message } from '../../node/api/chat-api.js'
import { fetchAccount } from '../../node/api/fetching.js'
import { readFetchedAccount, relaysToName, type FetchedAccount, type Restore } from '../../node/api/restoring.js'
import { restoredRecords } from '../../node/conversation/restored.js'
import { createChatNode, type ChatNode } from '../../node/api/chat-node.js'
import { loadOwnProfile, makeOwnProfile, saveOwnProfile } from '../../node/api/own-profile.js'
import type { ConversationId } from '../../node/base/ids.js'
import type { Primitives } from '../../node/base/primitives.js'
import { noProbe, type Probe } from '../../node/base/probe.js'
import { encodeCertificate } from '../../node/identity/certificate.js'
import type { IndexShelf } from '../../node/conversation/index-keeper.js'
import { createDevice, type Device } from '../../node/identity/device.js'
import { newPhrase, type Phrase } from '../../node/identity/phrase.js'
import type { Directory } from '../../node/network/directory.js'
import type { Links } from '../../node/network/links.js'
import { createRelayClient } from '../../node/network/relay-client.js'
import type { RelayId, RelayRequestKind } from '../../node/network/relay-protocol.js'
import type { Relays } from '../../node/network/relays.js'
import { deriveStoreKeys } from '../../node/store/data-key.js'
import { openSealedStore } from '../../node/store/open-sealed-store.js'
import type { SealedStore } from '../../node/store/sealed-store.js'
import { numberedDevice, primitives as shared } from '../identity/people.js'
import { openRelayStorage } from '../../relay/relay-storage.js'
import { createRelay, type Relay } from '../../relay/relay.js'
import { createSeededPrimitives } from '../session/seeded.js'
import { createSimTime, type SimTime } from './clock.js'
import { watchIdleness, type Idleness } from './idle.js'
import { createSimNetwork, FAIR, type SimNetwork } from './links.js'
import { createSimRelay, type SimRelay } from './relay.js'
import { createMemoryDisk, createMemoryFile, type MemoryDisk } from './memory-store.js'

const START_MS = 1_760_000_000_000

/** Real nodes over simulated links, disks and clocks, in one process. */
export interface World {
  readonly time: SimTime
  readonly network: SimNetwork
  /** The links to relays, which fail apart from those between people. */
  readonly relayNetwork: SimNetwork<RelayRequestKind>
  readonly settled: Idleness['settled']
  /** A relay that all may join, and that lies as it is told. */
  relay(): Promise<WorldRelay>
  /** One as communities run it, on a disk in memory. */
  realRelay(): Promise<RealRelay>
  person(name: string, options?: PersonOptions): Promise<SimPerson>
  /** What a relay gives whoever has the 24 words. */
  fetch(phrase: Phrase, relay: Place): Promise<FetchedAccount>
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
  readonly relay: Relay
  readonly disk: MemoryDisk
}

export interface PersonOptions {
  /** How wrong their clock is. */
  readonly clockOffsetMs?: number
  /** Who they are, where it must be somebody known: else the world's seed says. */
  readonly identity?: { readonly phrase: Phrase; readonly deviceSeed?: Uint8Array }
  /** The DHT they are in, if any. */
  readonly directory?: Directory
  /** Goes on with an account that exists: what `fetch` found of it. */
  readonly restore?: Restore & { readonly relays: readonly string[] }
  /** Where their account's index is kept. */
  readonly indexShelf?: IndexShelf
}

/** Somebody with one node. */
export interface SimPerson {
  readonly name: string
  /** Of their account. */
  readonly phrase: Phrase
  readonly device: Device
  readonly disk: MemoryDisk
  readonly epochKeys: ReturnType<typeof createMemoryFile>
  readonly clock: ReturnType<SimTime['clock']>
  /** Of the node that runs now. */
  readonly api: ChatApi
  readonly store: SealedStore
  readonly links: Links
  readonly relays: Relays
  /** What its nodes have told, all that ever ran. */
  readonly events: readonly ChatEvent[]
  readonly probe: { current: Probe }
  readonly running: boolean
  start(): Promise<void>
  /** As a person stops it. */
  stop(): Promise<void>
  /** The power goes: what was not durable is lost. */
  crash(): Promise<void>
  /** Elsewhere: at another address than the others know. */
  restart(options?: { elsewhere: boolean }): Promise<void>
  /** Puts the database back to what it held before, as a backup would. Not while the node runs. */
  rewind(contents: ReturnType<MemoryDisk['contents']>): Promise<void>
}

let watch: Idleness | undefined

export function createWorld(seed: string): World {
  const idleness = (watch ??= watchIdleness())
  const time = createSimTime(START_MS, idleness.settled)
  const network = createSimNetwork(() => time.nowMs, { ...FAIR })
  const relayNetwork = createSimNetwork<RelayRequestKind>(() => time.nowMs, { ...FAIR })
  const people: SimPerson[] = []
  const closing: (() => Promise<void>)[] = []
  let relays = 0
  // The MLS library asks no clock of ours how old a key package is.
  const realNow = Date.now
  Date.now = () => time.nowMs

  async function newPlace(): Promise<{ links: Links<RelayRequestKind>; place: Place }> {
    const number = ++relays
    const { id } = await numberedDevice(50 + number)
    const at = `/ip4/198.51.100.${number}/tcp/4002`
    const place: Place = {
      id,
      address: `${at}/p2p/${id}`,
      async leave() {
        for (const { device } of people) relayNetwork.part(device.id, id)
        await idleness.settled()
      },
      comeBack() {
        for (const { device } of people) relayNetwork.meet(device.id, id)
      }
    }
    return { links: relayNetwork.join(id, time.clock(), [at]), place }
  }

  return {
    time,
    network,
    relayNetwork,
    settled: idleness.settled,
    async relay() {
      const { links, place } = await newPlace()
      return Object.assign(createSimRelay(links), place)
    },
    async realRelay() {
      const { links, place } = await newPlace()
      const clock = time.clock()
      const disk = createMemoryDisk()
      const storage = await openRelayStorage({ store: disk.open(), marker: createMemoryFile(), clock, primitives: shared })
      const relay = await createRelay({ links, addressOf: device => device, storage, isOpen: true, clock, primitives: shared })
      closing.push(async () => {
        await relay.close()
        await storage.close()
      })
      return { ...place, relay, disk }
    },
    async person(name, options = {}) {
      const primitives = createSeededPrimitives(`${seed} ${name}`)
      const person = await createPerson(
        { name, primitives, time, network, relayNetwork, options, settled: idleness.settled },
        people.length + 1
      )
      people.push(person)
      await person.start()
      return person
    },
    async fetch(phrase, { id, address }) {
      const primitives = createSeededPrimitives(`${seed} ${id} fetching`)
      const device = await createDevice(primitives, primitives.randomBytes(32))
      const { certificate } = await makeOwnProfile(primitives, time.clock(), { name: 'nobody yet', phrase, device })
      const links = relayNetwork.join(device.id, time.clock(), [])
      const client = createRelayClient({ links, primitives, clock: time.clock(), certificate: encodeCertificate(certificate) })
      const stop = client.keep({ id, address })
      try {
        return await fetchAccount(client, [id], certificate.account)
      } finally {
        stop()
        await client.close()
      }
    },
    async close() {
      for (const person of people) await person.stop()
      for (const close of closing) await close()
      Date.now = realNow
    }
  }
}

interface Surroundings {
  readonly name: string
  readonly primitives: Primitives
  readonly time: SimTime
  readonly network: SimNetwork
  readonly relayNetwork: SimNetwork<RelayRequestKind>
  readonly options: PersonOptions
  readonly settled: () => Promise<void>
}

interface Running {
  readonly node: ChatNode
  readonly store: SealedStore
  readonly links: Links
  readonly relays: Relays
  readonly over: AbortController
}

async function createPerson(surroundings: Surroundings, number: number): Promise<SimPerson> {
  const { name, primitives, time, network, relayNetwork, options, settled } = surroundings
  const { clockOffsetMs, identity, directory, indexShelf } = options
  const clock = time.clock(clockOffsetMs)
  const disk = createMemoryDisk()
  const epochKeys = createMemoryFile()
  const storeKeys = deriveStoreKeys(primitives.randomBytes(32))
  const device = await createDevice(primitives, identity?.deviceSeed ?? primitives.randomBytes(32))
  const probe = { current: noProbe }
  let running: Running | undefined
  const events: ChatEvent[] = []
  let port = 4_001

  const openStore = (): Promise<SealedStore> =>
    openSealedStore({ store: disk.open(), epochKeyFile: epochKeys, storeKeys, primitives, clock })

  const phrase = identity?.phrase ?? newPhrase(primitives)
  const first = await openStore()
  const { restore } = options
  const known = restore && (await readFetchedAccount(primitives, phrase, restore.fetched))
  const named = known === undefined ? [] : relaysToName(restore?.relays ?? [], known)
  const beginning = { deviceList: known?.deviceList, revoke: restore?.revoke ?? [], relays: named }
  const begun = await makeOwnProfile(primitives, clock, { name: known?.index?.name ?? name, phrase, device, ...beginning })
  await saveOwnProfile(first, begun, known?.index === undefined ? [] : restoredRecords(first.keys, known.index))
  await first.close()

  function now(): Running {
    if (running === undefined) throw new Error(`${name} is not running`)
    return running
  }

  async function start(): Promise<void> {
    const store = await openStore()
    const links = network.join(device.id, clock, [`/ip4/192.0.2.${number}/tcp/${port}`])
    const profile = await loadOwnProfile(primitives, store)
    const relays = createRelayClient({
      links: relayNetwork.join(device.id, clock, []),
      primitives,
      clock,
      certificate: encodeCertificate(profile.certificate)
    })
    const node = await createChatNode({
      profile,
      device,
      store,
      vault: { protectedByPassphrase: true, keepsAccount: false, accountEntropy: async () => undefined },
      primitives,
      links,
      relays,
      ...(directory === undefined ? {} : { directory }),
      circuits: { keep: () => () => undefined },
      clock,
      ...(indexShelf === undefined ? {} : { indexShelf }),
      probe: (step, detail) => probe.current(step, detail),
      checks: async () => []
    })
    const over = new AbortController()
    running = { node, store, links, relays, over }
    void follow(node.api, events, over.signal)
  }

  return {
    name,
    phrase,
    device,
    disk,
    epochKeys,
    clock,
    probe,
    get api() {
      return now().node.api
    },
    get store() {
      return now().store
    },
    get links() {
      return now().links
    },
    get relays() {
      return now().relays
    },
    events,
    get running() {
      return running !== undefined
    },
    start,
    stop,
    async restart({ elsewhere } = { elsewhere: false }) {
      await stop()
      if (elsewhere) port++
      await start()
    },
    async rewind(contents) {
      const raw = disk.open()
      const gone = disk.contents().map(([key]) => ({ key, value: undefined }))
      await raw.batch([...gone, ...contents.map(([key, value]) => ({ key, value }))], { durable: true })
    },
    async crash() {
      const { node, links, relays, over } = now()
      running = undefined
      over.abort()
      await links.close()
      await relays.close()
      disk.crash()
      // A dead process runs no further; here its promises end against a disk that is gone.
      await node.close()
      await settled()
    }
  }

  async function stop(): Promise<void> {
    if (running === undefined) return
    const { node, store, links, relays, over } = running
    running = undefined
    over.abort()
    await links.close()
    await relays.close()
    await node.close()
    await store.close()
  }
}

async function follow(api: ChatApi, events: ChatEvent[], signal: AbortSignal): Promise<void> {
  for await (const event of api.events({}, { signal })) events.push(event)
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
