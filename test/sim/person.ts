import type { ChatApi } from '../../node/api/chat-api.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import { createChatNode, type ChatNode } from '../../node/api/chat-node.js'
import { saveLinkedProfile } from '../../node/api/linked-profile.js'
import { loadOwnProfile, makeOwnProfile, saveOwnProfile } from '../../node/api/own-profile.js'
import { beginningOf, readFetchedAccount, relaysToName, type Restore } from '../../node/api/restoring.js'
import { ChatError } from '../../node/base/errors.js'
import type { Primitives } from '../../node/base/primitives.js'
import { noProbe, type Probe } from '../../node/base/probe.js'
import type { IndexShelf } from '../../node/conversation/index-keeper.js'
import { createNewcomer } from '../../node/conversation/newcomer.js'
import { encodeCertificate } from '../../node/identity/certificate.js'
import { createDevice, type Device } from '../../node/identity/device.js'
import { deviceLinkUri } from '../../node/identity/device-link.js'
import { newPhrase, type Phrase } from '../../node/identity/phrase.js'
import type { Directory } from '../../node/network/directory.js'
import type { Gossip } from '../../node/network/gossip.js'
import type { Links } from '../../node/network/links.js'
import { createRelayClient } from '../../node/network/relay-client.js'
import type { RelayRequestKind } from '../../node/network/relay-protocol.js'
import type { Relays } from '../../node/network/relays.js'
import type { Session } from '../../node/session/session.js'
import { deriveStoreKeys } from '../../node/store/data-key.js'
import { openSealedStore } from '../../node/store/open-sealed-store.js'
import type { SealedStore } from '../../node/store/sealed-store.js'
import type { SmallFile } from '../../node/store/store.js'
import type { SimTime } from './clock.js'
import type { Cryptography } from './cryptography.js'
import type { SimGossip } from './gossip.js'
import type { SimNetwork } from './links.js'
import { createMemoryDisk, createMemoryFile, type MemoryDisk } from './memory-store.js'
import { withSealingsTold, type Sealing } from './sealings.js'
import { withCommitsTold, type SignedCommit } from './signed-commits.js'

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
  /** Another device of theirs, which links this one. */
  readonly linkedBy?: SimPerson
  /** Goes on with what somebody had in another world, with the same cryptography. */
  readonly belongings?: Belongings
}

/** All of a person's that outlives their node. */
export interface Belongings {
  readonly phrase: Phrase
  readonly deviceSeed: Uint8Array
  readonly storeKey: Uint8Array
  readonly contents: ReturnType<MemoryDisk['contents']>
  readonly epochKeys: Uint8Array | undefined
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
  readonly nameRelayHere: ChatNode['nameRelayHere']
  readonly store: SealedStore
  readonly session: Session
  readonly primitives: Primitives
  readonly links: Links
  readonly relays: Relays
  /** What its nodes have told, all that ever ran. */
  readonly events: readonly ChatEvent[]
  /** That its nodes have signed, all that ever ran. */
  readonly commits: readonly SignedCommit[]
  /** Of its own messages, by all nodes that ever ran, one after another. */
  readonly sealings: readonly Sealing[]
  readonly probe: { current: Probe }
  readonly running: boolean
  start(): Promise<void>
  /** As a person stops it. */
  stop(): Promise<void>
  /** The power goes: what was not durable is lost. The next start waits for the end of it, and of what is done `meanwhile`. */
  crash(meanwhile?: () => Promise<void>): Promise<void>
  /** What is on disk. Not while the node runs. */
  inStore<T>(read: (store: SealedStore) => Promise<T>): Promise<T>
  /** Elsewhere: at another address than the others know. */
  restart(options?: { elsewhere: boolean }): Promise<void>
  /** Puts the database back to what it held before, as a backup would. Not while the node runs. */
  rewind(contents: ReturnType<MemoryDisk['contents']>): Promise<void>
  /** Not while the node runs. */
  belongings(): Promise<Belongings>
}

interface Surroundings {
  readonly name: string
  readonly primitives: Primitives
  readonly createSession: Cryptography['createSession']
  readonly time: SimTime
  readonly network: SimNetwork
  readonly relayNetwork: SimNetwork<RelayRequestKind>
  readonly gossip: SimGossip
  readonly options: PersonOptions
  readonly settled: () => Promise<void>
}

interface Running {
  readonly node: ChatNode
  readonly store: SealedStore
  readonly session: Session
  readonly links: Links
  readonly relays: Relays
  readonly gossip: Gossip
  readonly over: AbortController
}

/** Not running yet. */
export async function createPerson(surroundings: Surroundings, number: number): Promise<SimPerson> {
  const { name, primitives, createSession, time, network, relayNetwork, gossip, options, settled } = surroundings
  const { clockOffsetMs, belongings, directory, indexShelf, identity = belongings } = options
  const clock = time.clock(clockOffsetMs)
  const disk = createMemoryDisk()
  const epochKeys = createMemoryFile(belongings?.epochKeys)
  const storeKey = belongings?.storeKey ?? primitives.randomBytes(32)
  const storeKeys = deriveStoreKeys(storeKey)
  const deviceSeed = identity?.deviceSeed ?? primitives.randomBytes(32)
  const device = await createDevice(primitives, deviceSeed)
  const probe = { current: noProbe }
  let running: Running | undefined
  let dying: Promise<void> = Promise.resolve()
  const events: ChatEvent[] = []
  const commits: SignedCommit[] = []
  const sealings: Sealing[] = []
  let port = 4_001
  let lives = 0

  const openStore = (): Promise<SealedStore> =>
    openSealedStore({ store: disk.open(), epochKeyFile: fileOfOneLife(epochKeys), storeKeys, primitives, clock })

  /** A dead node writes no more, whatever it was about to do. */
  function fileOfOneLife(file: SmallFile): SmallFile {
    const own = ++lives
    return {
      read: () => file.read(),
      async write(content) {
        if (own !== lives) throw new ChatError('ERR_CLOSED', 'the machine is off')
        await file.write(content)
      }
    }
  }

  const told = (session: Session): Session =>
    withCommitsTold(
      withSealingsTold(session, sealing => sealings.push(sealing)),
      () => time.nowMs,
      commit => commits.push(commit)
    )

  const { linkedBy } = options
  const phrase = linkedBy?.phrase ?? identity?.phrase ?? newPhrase(primitives)
  if (belongings === undefined) {
    const first = await openStore()
    if (linkedBy === undefined) await begin(first)
    else await beginLinked(first, linkedBy)
    await first.close()
  } else await disk.fill(belongings.contents)

  async function begin(store: SealedStore): Promise<void> {
    const { restore } = options
    const known = restore && (await readFetchedAccount(primitives, phrase, restore.fetched))
    const named = known === undefined ? [] : relaysToName(restore?.relays ?? [], known, restore?.fetched.reached)
    const beginning = { deviceList: known?.deviceList, revoke: restore?.revoke ?? [], relays: named }
    const begun = await makeOwnProfile(primitives, clock, { name: known?.index?.name ?? name, phrase, device, ...beginning })
    await saveOwnProfile(store, begun, known === undefined ? [] : beginningOf(store.keys, known.index))
  }

  async function beginLinked(store: SealedStore, by: SimPerson): Promise<void> {
    const at = `/ip4/192.0.${2 + (number >> 8)}.${number & 255}/tcp/${port}`
    const links = network.join(device.id, clock, [at])
    const text = { device: device.id, token: primitives.randomBytes(16), addresses: [at] }
    const newcomer = createNewcomer({
      primitives,
      text,
      compare: comparison => newcomer.confirm(comparison),
      adopt: async handed => void (await saveLinkedProfile(primitives, store, device.id, clock.now(), handed)),
      end: () => undefined
    })
    links.serve(newcomer.handler)
    const link = await by.api.linkDevice({ link: await deviceLinkUri(primitives, text) })
    await by.api.confirmDevice({ device: link.device, phrase })
    await links.close()
  }

  function now(): Running {
    if (running === undefined) throw new Error(`${name} is not running`)
    return running
  }

  async function start(): Promise<void> {
    await dying
    const store = await openStore()
    const links = network.join(device.id, clock, [`/ip4/192.0.${2 + (number >> 8)}.${number & 255}/tcp/${port}`])
    const profile = await loadOwnProfile(primitives, store)
    const relays = createRelayClient({
      links: relayNetwork.join(device.id, clock, []),
      primitives,
      clock,
      certificate: encodeCertificate(profile.certificate)
    })
    const member = gossip.join({ links, clock, primitives })
    let session: Session | undefined
    const node = await createChatNode({
      profile,
      device,
      store,
      vault: {
        protectedByPassphrase: true,
        keepsAccount: false,
        accountEntropy: async () => undefined,
        changePassphrase: () => Promise.reject(new Error('nobody changes it in a simulation'))
      },
      primitives,
      links,
      relays,
      ...(directory === undefined ? {} : { directory }),
      gossip: member,
      circuits: { keep: () => () => undefined },
      clock,
      createSession: async own => (session = told(await createSession(own))),
      ...(indexShelf === undefined ? {} : { indexShelf }),
      probe: (step, detail) => probe.current(step, detail),
      checks: async () => []
    })
    const over = new AbortController()
    if (session === undefined) throw new Error('a node without a session')
    running = { node, store, session, links, relays, gossip: member, over }
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
    nameRelayHere: address => now().node.nameRelayHere(address),
    get store() {
      return now().store
    },
    get session() {
      return now().session
    },
    primitives,
    get links() {
      return now().links
    },
    get relays() {
      return now().relays
    },
    events,
    commits,
    sealings,
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
    rewind: contents => disk.fill(contents),
    belongings: async () => ({ phrase, deviceSeed, storeKey, contents: disk.contents(), epochKeys: await epochKeys.read() }),
    crash(meanwhile = async () => undefined) {
      dying = die(now()).then(meanwhile)
      return dying
    },
    async inStore(read) {
      const store = await openStore()
      try {
        return await read(store)
      } finally {
        await store.close()
      }
    }
  }

  async function die({ node, links, relays, gossip: member, over }: Running): Promise<void> {
    running = undefined
    over.abort()
    disk.crash()
    lives++
    await links.close()
    await relays.close()
    await member.close()
    // A dead process runs no further; here its promises end against a disk that is gone.
    await node.close()
    await settled()
  }

  async function stop(): Promise<void> {
    if (running === undefined) return
    const { node, store, links, relays, gossip: member, over } = running
    running = undefined
    over.abort()
    await links.close()
    await relays.close()
    await member.close()
    await node.close()
    await store.close()
  }
}

async function follow(api: ChatApi, events: ChatEvent[], signal: AbortSignal): Promise<void> {
  for await (const event of api.events({}, { signal })) events.push(event)
}
