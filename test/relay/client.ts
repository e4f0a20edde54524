import '../../node/host/shim.js'
import type { Libp2p } from '@libp2p/interface'
import { EMPTY, fromHex, toHex } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import type { AccountId, DeviceId, LogId } from '../../node/base/ids.js'
import type { SigningKey } from '../../node/base/primitives.js'
import { startLibp2p } from '../../node/host/libp2p-node.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { accountIdOf } from '../../node/identity/account-id.js'
import { encodeCertificate, issueCertificate } from '../../node/identity/certificate.js'
import { createDevice, type Device } from '../../node/identity/device.js'
import { addDevice, startDeviceList } from '../../node/identity/device-list-change.js'
import { encodeDeviceList } from '../../node/identity/device-list-frame.js'
import { createLinks } from '../../node/network/libp2p-links.js'
import type { Envelope, Links } from '../../node/network/links.js'
import {
  childStatement,
  openStatement,
  readStatement,
  RELAY,
  type LinkNonces,
  type RelayRequestKind
} from '../../node/network/relay-protocol.js'
import { sealEnvelope } from '../../node/wire/envelope.js'
import {
  RelayChild,
  RelayHello,
  RelayList,
  RelayOpen,
  RelayPage,
  RelayRead,
  RelaySubscribe,
  RelaySubscribed,
  RelayWelcome
} from '../../node/wire/generated/relay.js'

export const primitives = createNodePrimitives()
const WRAP_KEY = new Uint8Array(16)

/** A log whose key is at hand. */
export interface TestLog {
  readonly id: LogId
  readonly key: SigningKey
  envelope(content: string): Promise<Envelope>
}

export async function newLog(seed = primitives.randomBytes(32)): Promise<TestLog> {
  const key = await primitives.signingKey(seed)
  const id = toHex(key.publicKey) as LogId
  return {
    id,
    key,
    envelope: async content => ({ log: id, bytes: await sealEnvelope(primitives, key, WRAP_KEY, new TextEncoder().encode(content)) })
  }
}

export interface Client {
  readonly account: AccountId
  readonly accountKey: SigningKey
  readonly device: Device
  readonly certificate: Uint8Array
  readonly libp2p: Libp2p
  readonly links: Links<RelayRequestKind>
  readonly nonces: LinkNonces
  /** What was pushed, in order. */
  readonly pushed: readonly Envelope[]
  /** Answers pushes; they are taken at once where it is not set. */
  holdPushes(held: Promise<void> | undefined): void
  /** Resolves once so many were pushed. */
  hears(times: number): Promise<void>
  ask(kind: RelayRequestKind, body?: Uint8Array): Promise<Uint8Array>
  /** The code of a refusal, or 'ok'. */
  asked(kind: RelayRequestKind, body?: Uint8Array): Promise<string>
  hello(as?: 'certified' | 'stranger'): Promise<RelayWelcome>
  join(): Promise<void>
  /** Brings a list of its account with these devices of it, or itself alone. */
  list(...others: readonly Client[]): Promise<string>
  /** Codes, or 'ok'. */
  append(...envelopes: Envelope[]): Promise<readonly string[]>
  open(log: TestLog, ...behind: TestLog[]): Promise<string>
  child(parent: TestLog, child: TestLog): Promise<string>
  proof(log: TestLog): Promise<{ log: Uint8Array; signature: Uint8Array }>
  read(log: TestLog, from?: { place?: number; backwards?: boolean; most?: number }): Promise<RelayPage>
  subscribe(...logs: TestLog[]): Promise<RelaySubscribed>
  stop(): Promise<void>
}

export interface ClientOptions {
  /** Its first device's account, where this is another device. */
  readonly accountKey?: SigningKey
  readonly hello?: 'certified' | 'stranger' | 'none'
  /** Holds a circuit reservation at the relay. */
  readonly isReachable?: true
}

/** Where a relay is, in this process or another. */
export interface ReachableRelay {
  readonly relay: { readonly self: DeviceId }
  readonly addresses: readonly string[]
}

/** A device that speaks the relay protocol as it is on the wire. */
export async function connect(to: ReachableRelay, options: ClientOptions = {}): Promise<Client> {
  const device = await createDevice(primitives)
  const accountKey = options.accountKey ?? (await primitives.signingKey(primitives.randomBytes(32)))
  const certificate = encodeCertificate(
    await issueCertificate(primitives, accountKey, { device: device.id, issuedAtMs: Date.now(), seq: 1, name: '' })
  )
  const reserved = options.isReachable === true ? to.addresses.map(address => `${address}/p2p/${to.relay.self}`) : []
  const libp2p = await startLibp2p({ seed: device.seed, mdns: false, listen: [] })
  for (const address of reserved) libp2p.services.circuits.keep({ id: to.relay.self, address })
  const links = await createLinks({ protocol: RELAY, libp2p, ping: libp2p.services.ping })
  const relay: DeviceId = to.relay.self
  await links.learn(relay, to.addresses)
  const pushed: Envelope[] = []
  const listeners = new Set<() => void>()
  let held: Promise<void> | undefined
  let nonces: LinkNonces = { own: EMPTY, relay: EMPTY }
  links.serve({
    async envelopes(_from, envelopes) {
      await held
      pushed.push(...envelopes)
      for (const listener of listeners) listener()
      return envelopes.map(() => 'durable')
    },
    request: async () => EMPTY
  })
  const client: Client = {
    account: accountIdOf(accountKey.publicKey),
    accountKey,
    device,
    certificate,
    libp2p,
    links,
    get nonces() {
      return nonces
    },
    pushed,
    holdPushes: until => void (held = until),
    hears: times =>
      new Promise(resolve => {
        const listener = (): void => {
          if (pushed.length < times) return
          listeners.delete(listener)
          resolve()
        }
        listeners.add(listener)
        listener()
      }),
    ask: (kind, body = EMPTY) => links.request(relay, kind, body),
    asked: (kind, body) => codeOf(client.ask(kind, body)),
    async hello(as = 'certified') {
      const own = primitives.randomBytes(32)
      const welcome = RelayWelcome.decode(
        await client.ask('hello', RelayHello.encode({ nonce: own, ...(as === 'certified' ? { certificate } : {}) }))
      )
      nonces = { own, relay: welcome.nonce }
      return welcome
    },
    async join() {
      await client.ask('join')
    },
    async list(...others) {
      const nowMs = Date.now()
      let list = await startDeviceList(primitives, accountKey, { device: device.id, name: '', nowMs })
      for (const other of others) list = await addDevice(primitives, accountKey, list, { device: other.device.id, name: '', nowMs })
      return client.asked('put-list', RelayList.encode({ list: encodeDeviceList(list) }))
    },
    append: (...envelopes) => Promise.all(envelopes.map(envelope => codeOf(links.send(relay, envelope)))),
    async open(log, ...behind) {
      const signature = await primitives.sign(log.key, openStatement(relay, device.id, log.id))
      return client.asked('open', RelayOpen.encode({ log: fromHex(log.id), signature, behind: behind.map(({ id }) => fromHex(id)) }))
    },
    async child(parent, child) {
      const statement = childStatement(relay, parent.id, child.id)
      const [parentSignature, childSignature] = [await primitives.sign(parent.key, statement), await primitives.sign(child.key, statement)]
      return client.asked(
        'child',
        RelayChild.encode({ parent: fromHex(parent.id), child: fromHex(child.id), parentSignature, childSignature })
      )
    },
    async proof(log) {
      return { log: fromHex(log.id), signature: await primitives.sign(log.key, readStatement(relay, device.id, log.id, nonces)) }
    },
    async read(log, { place = 0, backwards = false, most = 0 } = {}) {
      const request = RelayRead.encode({ log: fromHex(log.id), proof: await client.proof(log), place, backwards, most })
      return RelayPage.decode(await client.ask('read', request))
    },
    async subscribe(...logs) {
      const proofs = await Promise.all(logs.map(log => client.proof(log)))
      return RelaySubscribed.decode(await client.ask('subscribe', RelaySubscribe.encode({ logs: proofs })))
    },
    async stop() {
      await links.close()
      await libp2p.stop()
    }
  }
  if (options.hello !== 'none') await client.hello(options.hello ?? 'certified')
  return client
}

/** Certified, joined, on its account's list. */
export async function connectMember(to: ReachableRelay, options: ClientOptions = {}): Promise<Client> {
  const client = await connect(to, options)
  await client.join()
  await client.list()
  return client
}

export async function codeOf(doing: Promise<unknown>): Promise<string> {
  return doing.then(
    () => 'ok',
    (err: unknown) => (isChatError(err) ? err.code : String(err))
  )
}
