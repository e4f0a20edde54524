import { concat, fromHex, toHex, utf8 } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import type { AccountId, ConversationId, DeviceId, LogId, NowMs, SentAtMs } from '../../node/base/ids.js'
import { encodeContent, signedMessage } from '../../node/conversation/content.js'
import type { Hlc } from '../../node/conversation/order.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { accountIdOf, accountKeyOf } from '../../node/identity/account-id.js'
import { createCard } from '../../node/identity/card.js'
import { encodeCertificate, issueCertificate } from '../../node/identity/certificate.js'
import { deviceKeyOf } from '../../node/identity/device-id.js'
import { createDevice, type Device } from '../../node/identity/device.js'
import { readInvite } from '../../node/identity/invite-link.js'
import type { Envelope, RequestKind, Verdict } from '../../node/network/links.js'
import { createMlsSession } from '../../node/session/mls-session.js'
import type { Roles } from '../../node/session/roles.js'
import type { Epoch, Session } from '../../node/session/session.js'
import { Receipt } from '../../node/wire/generated/content.js'
import { Introduction, Knock, Sync, Take, Taken } from '../../node/wire/generated/introduction.js'
import { sealEnvelope } from '../../node/wire/envelope.js'
import { startNode } from '../network/nodes.js'

const primitives = createNodePrimitives()

export interface Target {
  readonly account: AccountId
  readonly device: DeviceId
  readonly addresses: readonly string[]
}

/** What came back for something that was sent: nothing yet, an acknowledgement or an answer, or a refusal's code. */
export interface Outcome {
  readonly settled: Promise<string>
  readonly now: string
}

export const SILENCE = 'silence'
export const TAKEN = 'taken'

/** The true parts of an introduction; what is returned replaces them. */
export type Forge = (parts: Introduction) => Partial<Introduction>

export interface KnockOptions {
  readonly forge?: Forge
  /** Key packages of others that are brought in too. */
  readonly guests?: readonly Uint8Array[]
  /** Who leads the group. */
  readonly roles?: Roles
  /** Goes out in place of the Welcome of the group that the introduction names. */
  readonly welcome?: Uint8Array
}

/** A certified device that speaks every layer of the protocol and is bound by none of its rules. */
export interface Attacker {
  readonly account: AccountId
  readonly device: DeviceId
  readonly session: Session
  readonly epoch: Epoch
  /** All that the target ever asked or sent. */
  readonly heard: readonly string[]
  /** What the target's requests are answered with, and its envelopes. */
  answering: (kind: RequestKind) => Uint8Array
  verdict: Verdict
  card(): Promise<Uint8Array>
  send(envelope: Envelope): Outcome
  ask(kind: RequestKind, body: Uint8Array): Outcome
  take(uri: string): Promise<Uint8Array>
  /** A whole knock; the group it makes is what the attacker writes in from then on. */
  knock(uri: string, options?: KnockOptions): Promise<string>
  seal(plaintext: Uint8Array): Promise<Envelope>
  sealText(seq: number, text: string): Promise<Envelope>
  commit(): Promise<Envelope>
  sync(over?: Partial<Sync>): Promise<Uint8Array>
  /** Once this resolves, all that was sent before has been answered, if it ever will be. */
  fence(): Promise<void>
  /** Hangs up, and comes again. */
  comeAgain(): Promise<void>
  /** Resolves once the target has asked or sent this so many times. */
  hears(what: string, times: number): Promise<void>
  stop(): Promise<void>
}

/** A device after which the target is the one to begin a meeting. */
async function deviceAfter(target: DeviceId): Promise<Device> {
  for (;;) {
    const device = await createDevice(primitives)
    if (device.id > target) return device
  }
}

export async function startAttacker(target: Target, name: string): Promise<Attacker> {
  const device = await deviceAfter(target.device)
  const accountKey = await primitives.signingKey(primitives.randomBytes(32))
  const certificate = await issueCertificate(primitives, accountKey, { device: device.id, issuedAtMs: Date.now(), seq: 1, name: '' })
  const session = await createMlsSession({
    primitives,
    deviceKey: device.key,
    certificate: encodeCertificate(certificate),
    now: () => Date.now() as NowMs
  })
  const node = await startNode({ seed: device.seed })
  const { links, libp2p } = node
  await links.learn(target.device, target.addresses)
  const heard: string[] = []
  const listeners = new Set<() => void>()
  let epoch: Epoch | undefined

  function hear(what: string): void {
    heard.push(what)
    for (const listener of listeners) listener()
  }

  links.serve({
    async envelopes(_from, envelopes) {
      return envelopes.map(() => {
        hear('envelope')
        return attacker.verdict
      })
    },
    async request(_from, kind) {
      hear(kind)
      return attacker.answering(kind)
    }
  })

  async function tokenOf(uri: string): Promise<Uint8Array> {
    return (await readInvite(primitives, uri)).token
  }

  const attacker: Attacker = {
    account: accountIdOf(accountKey.publicKey),
    device: device.id,
    session,
    get epoch() {
      if (epoch === undefined) throw new Error('there is no group yet')
      return epoch
    },
    heard,
    answering: () => new Uint8Array(),
    verdict: 'durable',
    card: () =>
      createCard(primitives, device, { name, certificate, devices: [{ device: device.id, addresses: links.addresses() }], relays: [] }),
    send: envelope => follow(links.send(target.device, envelope)),
    ask: (kind, body) => follow(links.request(target.device, kind, body)),
    async take(uri) {
      const answer = await links.request(target.device, 'take', Take.encode({ token: await tokenOf(uri) }))
      const [published] = Taken.decode(answer).keyPackages
      if (published === undefined) throw new Error('no key package came')
      return published
    },
    async knock(uri, { forge = () => ({}), guests = [], roles, welcome: otherWelcome } = {}) {
      const published = await attacker.take(uri)
      const { knockKey, ref } = await session.inspectKeyPackage(published)
      const first = await session.create(toHex(primitives.randomBytes(32)) as ConversationId)
      const { child, welcome } = await session.commit(first, { add: [published, ...guests], ...(roles === undefined ? {} : { roles }) })
      epoch = child
      const { seed, wrapKey } = session.access(child)
      const group = fromHex(child.conversation)
      const statement = concat([utf8('parley knock 1'), accountKeyOf(target.account), group, seed])
      const signature = await primitives.sign(device.key, statement)
      const parts = {
        card: await attacker.card(),
        group,
        logSeed: seed,
        wrapKey,
        signature,
        deviceList: new Uint8Array(),
        asksIn: false,
        head: new Uint8Array(0),
        keyPackage: new Uint8Array(0)
      }
      const plaintext = Introduction.encode({ ...parts, ...forge(parts) })
      const sealed = [{ keyPackageRef: ref, sealed: await session.sealTo(knockKey, 'parley knock 1', plaintext) }]
      const content = otherWelcome ?? welcome ?? new Uint8Array()
      const envelope = await sealEnvelope(primitives, await primitives.signingKey(seed), wrapKey, content)
      const body = Knock.encode({ token: await tokenOf(uri), sealed, welcome: envelope })
      return attacker.ask('knock', body).settled
    },
    async seal(plaintext) {
      const sealed = await session.seal(attacker.epoch, plaintext)
      epoch = sealed.epoch
      return { log: sealed.epoch.log, bytes: sealed.envelope }
    },
    sealText(seq, text) {
      const nowMs = Date.now()
      const hlc = (BigInt(nowMs) << 16n) as Hlc
      return attacker.seal(encodeContent([signedMessage({ seq, hlc, sentAtMs: nowMs as SentAtMs, parents: [], text })]))
    },
    async commit() {
      const { envelope } = await session.commit(attacker.epoch, {})
      return { log: attacker.epoch.log, bytes: envelope }
    },
    async sync(over = {}) {
      const { log } = attacker.epoch
      const proof = concat([utf8('parley meet 1'), deviceKeyOf(device.id), deviceKeyOf(target.device), fromHex(log)])
      const signature = await session.signForLog(attacker.epoch, proof)
      return Sync.encode({ log: fromHex(log), signature, receipt: Receipt.encode({ devices: [] }), newest: 0, ...over })
    },
    async fence() {
      await attacker.send({ log: toHex(primitives.randomBytes(32)) as LogId, bytes: new Uint8Array(1) }).settled
      await attacker.ask('take', new Uint8Array()).settled
    },
    async comeAgain() {
      await Promise.all(libp2p.getConnections().map(connection => connection.close()))
      await attacker.ask('take', new Uint8Array()).settled
    },
    async hears(what, times) {
      const isHeard = (): boolean => heard.filter(one => one === what).length >= times
      if (isHeard()) return
      await new Promise<void>(resolve => {
        const listener = (): void => {
          if (!isHeard()) return
          listeners.delete(listener)
          resolve()
        }
        listeners.add(listener)
      })
    },
    stop: () => node.stop()
  }
  return attacker
}

function follow(sent: Promise<unknown>): Outcome {
  let now = SILENCE
  const settled = sent.then(
    () => (now = TAKEN),
    (err: unknown) => (now = isChatError(err) ? err.code : String(err))
  )
  return {
    settled,
    get now() {
      return now
    }
  }
}
