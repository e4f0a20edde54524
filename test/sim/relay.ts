import { createHash } from 'node:crypto'
import { EMPTY, fromHex, toHex } from '../../node/base/bytes.js'
import { ChatError, type ErrorCode } from '../../node/base/errors.js'
import type { AccountId, DeviceId, LogId } from '../../node/base/ids.js'
import { readCertificate } from '../../node/identity/certificate.js'
import type { Envelope, Links, Verdict } from '../../node/network/links.js'
import {
  childStatement,
  MAX_CHILDREN,
  openStatement,
  readStatement,
  TAIL_ENVELOPES,
  type LinkNonces,
  type RelayId,
  type RelayRequestKind,
  type Standing
} from '../../node/network/relay-protocol.js'
import { decodeEnvelope, isSignedByLog } from '../../node/wire/envelope.js'
import {
  RelayChild,
  RelayHello,
  RelayJoin,
  RelayOpen,
  RelayPage,
  RelayRead,
  RelaySubscribe,
  RelaySubscribed,
  RelayUnsubscribe,
  RelayWelcome,
  type RelayEntry,
  type RelayProof
} from '../../node/wire/generated/relay.js'
import type { Primitives } from '../../node/base/primitives.js'
import { primitives as real } from '../identity/people.js'

const PAGE_BYTES = 64 * 1024

/** How a relay lies. Honest at first. */
export interface RelayLies {
  /** Acknowledged, and not kept. */
  drops(envelope: Envelope): boolean
  /** Given out with a bit changed. */
  flips(): boolean
  /** Pages and pushes come in disorder, and some of it again. */
  muddles(): boolean
  /** Nothing is pushed. */
  isSilent: boolean
  /** Pages are empty, whatever stands there. */
  withholds: boolean
  /** Every append is refused. */
  refusal: ErrorCode | undefined
  /** Every log that is subscribed to is refused, or the whole request where that is `ERR_BUSY`. */
  unpushed: ErrorCode | undefined
}

/** A relay in memory, for whoever may join: what it is asked it does as the protocol says, and it lies as it is told. */
export interface SimRelay {
  readonly id: RelayId
  readonly lies: RelayLies
  /** What it says in its welcome. */
  readonly terms: { retentionDays: number; bytesPerAccount: number; bytesUsed: number; servesPage: boolean }
  /** Who is served no more. */
  readonly banned: Set<AccountId>
  /** Only with this it may be joined; undefined: by all. */
  token: Uint8Array | undefined
  /** Envelopes that stand in each log. */
  held(): ReadonlyMap<LogId, number>
  holds(bytes: Uint8Array): boolean
  envelopes(): readonly Uint8Array[]
  /** All it kept is gone, but for who its members are. */
  wipe(): void
  /** What it keeps now; the function puts it back, honestly under another storage, or as if nothing had happened. */
  backup(): (options?: { readonly secretly: boolean }) => void
  /** Log out of its links; what it keeps stays. */
  close(): Promise<void>
}

interface Log {
  readonly owner: AccountId
  entries: { readonly place: number; readonly envelope: Uint8Array; readonly digest: string }[]
  newest: number
  children: number
  tail: number
}

interface Visit {
  readonly nonces: LinkNonces
  readonly account: AccountId | undefined
  readonly proven: Set<LogId>
  readonly subscribed: Set<LogId>
}

export function createSimRelay(links: Links<RelayRequestKind>, primitives: Primitives = real): SimRelay {
  const id = links.self
  const lies: RelayLies = {
    drops: () => false,
    flips: () => false,
    muddles: () => false,
    isSilent: false,
    withholds: false,
    refusal: undefined,
    unpushed: undefined
  }
  const terms = { retentionDays: 30, bytesPerAccount: 2 ** 30, bytesUsed: 0, servesPage: false }
  const banned = new Set<AccountId>()
  const members = new Set<AccountId>()
  const visits = new Map<DeviceId, Visit>()
  const token: { current: Uint8Array | undefined } = { current: undefined }
  let logs = new Map<LogId, Log>()
  let storage = newStorage(primitives)

  function visitOf(device: DeviceId): Visit {
    const visit = visits.get(device)
    if (visit === undefined) throw new ChatError('ERR_PROTOCOL', 'hello comes first')
    return visit
  }

  function memberOf(device: DeviceId): AccountId {
    const { account } = visitOf(device)
    if (account === undefined || !members.has(account) || banned.has(account)) throw new ChatError('ERR_NOT_ALLOWED', 'members only')
    return account
  }

  function logOf(log: LogId): Log {
    const found = logs.get(log)
    if (found === undefined) throw new ChatError('ERR_UNKNOWN_LOG', 'no such log')
    return found
  }

  async function prove(reader: DeviceId, proof: RelayProof): Promise<Log> {
    const log = toHex(proof.log) as LogId
    const found = logOf(log)
    const visit = visitOf(reader)
    await signed(primitives, log, readStatement(id, reader, log, visit.nonces), proof.signature)
    visit.proven.add(log)
    return found
  }

  async function append(from: DeviceId, envelope: Envelope): Promise<Verdict> {
    if (lies.refusal !== undefined) return lies.refusal
    const log = logs.get(envelope.log)
    if (log === undefined) return 'ERR_UNKNOWN_LOG'
    const decoded = decodeEnvelope(envelope.bytes)
    if (decoded.log !== envelope.log || !(await isSignedByLog(primitives, decoded))) return 'ERR_SIGNATURE'
    const digest = digestOf(envelope.bytes)
    if (log.entries.some(entry => entry.digest === digest)) return 'durable'
    if (log.children > 0 && ++log.tail > TAIL_ENVELOPES) return 'ERR_LOG_CLOSED'
    if (lies.drops(envelope)) return 'durable'
    const entry = { place: ++log.newest, envelope: envelope.bytes.slice(), digest }
    log.entries.push(entry)
    push(from, envelope.log, entry)
    return 'durable'
  }

  function push(from: DeviceId, log: LogId, entry: RelayEntry): void {
    if (lies.isSilent) return
    for (const [device, { subscribed }] of visits) {
      if (!subscribed.has(log) || !links.isUp(device)) continue
      for (const { place, envelope } of muddled([entry])) {
        // Read later where it is not heard.
        links.send(device, { log, bytes: device === from ? EMPTY : envelope, place }).catch(() => undefined)
      }
    }
  }

  /** As it stands here, or as a liar tells it. */
  function muddled(entries: readonly RelayEntry[]): RelayEntry[] {
    const told = entries.map(({ place, envelope }) => ({ place, envelope: lies.flips() ? flipped(envelope) : envelope }))
    return lies.muddles() ? [...told.toReversed(), ...told] : told
  }

  async function read(reader: DeviceId, body: Uint8Array): Promise<Uint8Array> {
    const { log: key, proof, place, backwards, most } = RelayRead.decode(body)
    const name = toHex(key) as LogId
    if (proof !== undefined) await prove(reader, proof)
    else if (!visitOf(reader).proven.has(name)) throw new ChatError('ERR_SIGNATURE', 'not proven')
    const log = logOf(name)
    const candidates = backwards
      ? log.entries.filter(entry => place === 0 || entry.place < place).toReversed()
      : log.entries.filter(entry => entry.place > place)
    const page: RelayEntry[] = []
    let bytes = 0
    for (const entry of lies.withholds ? [] : candidates.slice(0, most === 0 ? undefined : most)) {
      bytes += entry.envelope.length
      if (page.length > 0 && bytes > PAGE_BYTES) break
      page.push(entry)
    }
    return RelayPage.encode({ entries: muddled(page), newest: log.newest, oldest: log.entries[0]?.place ?? log.newest + 1 })
  }

  async function subscribe(reader: DeviceId, body: Uint8Array): Promise<Uint8Array> {
    const states = []
    if (lies.unpushed === 'ERR_BUSY') throw new ChatError('ERR_BUSY', 'not now')
    for (const proof of RelaySubscribe.decode(body).logs) {
      try {
        const { newest } = await prove(reader, proof)
        if (lies.unpushed !== undefined) throw new ChatError(lies.unpushed, 'not pushed')
        visitOf(reader).subscribed.add(toHex(proof.log) as LogId)
        states.push({ refusal: '', newest })
      } catch (err) {
        states.push({ refusal: err instanceof ChatError ? err.code : 'ERR_INTERNAL', newest: 0 })
      }
    }
    return RelaySubscribed.encode({ states })
  }

  async function child(_from: DeviceId, body: Uint8Array): Promise<Uint8Array> {
    const { parent, child: born, parentSignature, childSignature } = RelayChild.decode(body)
    const [from, to] = [toHex(parent) as LogId, toHex(born) as LogId]
    const log = logOf(from)
    const said = childStatement(id, from, to)
    await signed(primitives, from, said, parentSignature)
    await signed(primitives, to, said, childSignature)
    if (logs.has(to)) return EMPTY
    if (log.children >= MAX_CHILDREN) throw new ChatError('ERR_QUOTA', 'too many children')
    log.children++
    logs.set(to, newLog(log.owner))
    return EMPTY
  }

  async function join(from: DeviceId, body: Uint8Array): Promise<Uint8Array> {
    const { account } = visitOf(from)
    if (account === undefined) throw new ChatError('ERR_NOT_ALLOWED', 'no certificate')
    if (token.current !== undefined && toHex(token.current) !== toHex(RelayJoin.decode(body).token))
      throw new ChatError('ERR_NOT_ALLOWED', 'not this token')
    members.add(account)
    return EMPTY
  }

  async function open(from: DeviceId, body: Uint8Array): Promise<Uint8Array> {
    const { log: key, signature } = RelayOpen.decode(body)
    const log = toHex(key) as LogId
    const owner = memberOf(from)
    await signed(primitives, log, openStatement(id, from, log), signature)
    if (!logs.has(log)) logs.set(log, newLog(owner))
    return EMPTY
  }

  async function unsubscribe(from: DeviceId, body: Uint8Array): Promise<Uint8Array> {
    for (const log of RelayUnsubscribe.decode(body).logs) visitOf(from).subscribed.delete(toHex(log) as LogId)
    return EMPTY
  }

  async function hello(from: DeviceId, body: Uint8Array): Promise<Uint8Array> {
    const { nonce: own, certificate } = RelayHello.decode(body)
    if (own.length === 0) return welcome(visitOf(from))
    const shown = certificate === undefined ? undefined : await readCertificate(primitives, certificate)
    const account = shown?.device === from ? shown.account : undefined
    const nonce = primitives.randomBytes(32)
    const visit: Visit = { nonces: { relay: nonce, own }, account, proven: new Set(), subscribed: new Set() }
    visits.set(from, visit)
    return welcome(visit)
  }

  function standingOf(account: AccountId | undefined): Standing {
    if (account === undefined) return 'stranger'
    return banned.has(account) ? 'banned' : members.has(account) ? 'member' : 'guest'
  }

  function welcome({ account, nonces: { relay: nonce } }: Visit): Uint8Array {
    const standing = standingOf(account)
    const limits = {
      retentionDays: terms.retentionDays,
      envelopesPerLog: 10_000,
      bytesPerLog: 2 ** 26,
      bytesPerAccount: terms.bytesPerAccount,
      bytesUsed: terms.bytesUsed,
      logsPerAccount: 1_000,
      logsUsed: logs.size,
      isOpen: token.current === undefined
    }
    return RelayWelcome.encode({ nonce, storage, standing, limits, stunPort: 0, servesPage: terms.servesPage })
  }

  /** Whoever is linked is cut off, as when a process starts anew. */
  function startAnew(kept: Map<LogId, Log>, changedStorage: boolean): void {
    logs = kept
    if (changedStorage) storage = newStorage(primitives)
    visits.clear()
  }

  const answers: Partial<Record<RelayRequestKind, (from: DeviceId, body: Uint8Array) => Promise<Uint8Array>>> = {
    hello,
    join,
    open,
    child,
    read,
    subscribe,
    unsubscribe
  }
  const stops = [
    links.serve({
      envelopes: async (from, envelopes) => {
        const verdicts: Verdict[] = []
        for (const envelope of envelopes) verdicts.push(await append(from, envelope))
        return verdicts
      },
      async request(from, kind, body) {
        const answer = answers[kind]
        if (answer === undefined) throw new ChatError('ERR_INVALID_ARGUMENT', `not simulated: ${kind}`)
        return answer(from, body)
      }
    }),
    links.on('link:down', ({ device }) => void visits.delete(device))
  ]

  return {
    id,
    lies,
    terms,
    banned,
    get token() {
      return token.current
    },
    set token(next) {
      token.current = next
    },
    held: () => new Map([...logs].map(([log, { entries }]) => [log, entries.length])),
    holds: bytes => [...logs.values()].some(({ entries }) => entries.some(({ digest }) => digest === digestOf(bytes))),
    envelopes: () => [...logs.values()].flatMap(({ entries }) => entries.map(({ envelope }) => envelope)),
    wipe: () => startAnew(new Map(), true),
    backup() {
      const copy = copyOf(logs)
      return ({ secretly } = { secretly: false }) => startAnew(copyOf(copy), !secretly)
    },
    async close() {
      for (const stop of stops) stop()
      await links.close()
    }
  }
}

const newStorage = (primitives: Primitives): Uint8Array => primitives.randomBytes(16)
const newLog = (owner: AccountId): Log => ({ owner, entries: [], newest: 0, children: 0, tail: 0 })
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const copyOf = (logs: ReadonlyMap<LogId, Log>): Map<LogId, Log> =>
  new Map([...logs].map(([id, log]) => [id, { ...log, entries: [...log.entries] }]))

function flipped(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice()
  copy[copy.length >>> 1] = (copy[copy.length >>> 1] ?? 0) ^ 1
  return copy
}

async function signed(primitives: Primitives, log: LogId, said: Uint8Array, signature: Uint8Array): Promise<void> {
  if (!(await primitives.verify(fromHex(log), said, signature))) throw new ChatError('ERR_SIGNATURE', 'not by the key of the log')
}
