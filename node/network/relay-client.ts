import type { Clock } from '../base/clock.js'
import { EMPTY, fromHex } from '../base/bytes.js'
import { ChatError, isChatError, toError } from '../base/errors.js'
import { createEmitter } from '../base/events.js'
import type { LogId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import { accountKeyOf } from '../identity/account-id.js'
import type { AccountId } from '../base/ids.js'
import {
  RelayChild,
  RelayClear,
  RelayIndex,
  RelayInvites,
  RelayJoin,
  RelayKnock,
  RelayKnocks,
  RelayList,
  RelayOpen,
  RelayRead,
  RelayShelve,
  RelaySubscribe,
  RelayTake,
  RelayUnsubscribe
} from '../wire/generated/relay.js'
import type { Envelope, Links } from './links.js'
import {
  decodeIndex,
  decodeKnockBox,
  decodeList,
  decodePage,
  decodeShelf,
  decodeSubscribed,
  decodeTaken,
  encodeProof
} from './relay-codec.js'
import { createRelayDesk, type RelayDesk } from './relay-following.js'
import { childStatement, openStatement, readStatement, type RelayId, type RelayRequestKind } from './relay-protocol.js'
import { createRelaySessions, type RelaySession } from './relay-session.js'
import type { BoxedKnock, LogPage, LogSigner, RelayEvents, Relays } from './relays.js'

/** Parts of a sealed index: each fills a frame, so this is far more than any account needs. */
const MAX_INDEX_PARTS = 1_024
/** Frames of knocks that are asked for: 64 knocks fit in fewer. */
const MAX_BOX_PAGES = 64
/** What is pushed of this log says that something was put into our box. */
const NO_LOG = '0'.repeat(64) as LogId

export interface RelayClientInit {
  readonly links: Links<RelayRequestKind>
  readonly primitives: Pick<Primitives, 'randomBytes'>
  readonly clock: Clock
  /** Encoded, of this device. */
  readonly certificate: Uint8Array
}

/** The relays seam over links that speak the relay protocol. */
export function createRelayClient({ links, primitives, clock, certificate }: RelayClientInit): Relays {
  const events = createEmitter<RelayEvents>()
  const sessions = createRelaySessions({ links, primitives, clock, certificate, events })
  const desks = new Map<RelayId, RelayDesk>()

  /** Asks over a link on which hello is answered. */
  async function ask(relay: RelayId, kind: RelayRequestKind, body: Uint8Array): Promise<Uint8Array> {
    await sessions.open(relay)
    return heard(relay, links.request(relay, kind, body))
  }

  async function heard<T>(relay: RelayId, answer: Promise<T>): Promise<T> {
    try {
      return await answer
    } catch (err) {
      sessions.failed(relay, err)
      throw err
    }
  }

  async function proofFor(relay: RelayId, { nonces }: RelaySession, log: LogSigner): Promise<Uint8Array> {
    return log.sign(readStatement(relay, links.self, log.log, nonces))
  }

  async function read(
    relay: RelayId,
    log: LogSigner,
    from: { readonly place: number; readonly backwards?: boolean; readonly most?: number }
  ): Promise<LogPage> {
    const session = await sessions.open(relay)
    const proof = encodeProof(log.log, await proofFor(relay, session, log))
    const request = { log: fromHex(log.log), proof, place: from.place, backwards: from.backwards ?? false, most: from.most ?? 0 }
    return decodePage(log.log, await links.request(relay, 'read', RelayRead.encode(request)))
  }

  async function subscribe(relay: RelayId, logs: readonly LogSigner[]): Promise<readonly (number | ChatError)[]> {
    const session = await sessions.open(relay)
    const proofs = await Promise.all(logs.map(async log => encodeProof(log.log, await proofFor(relay, session, log))))
    return decodeSubscribed(logs.length, await ask(relay, 'subscribe', RelaySubscribe.encode({ logs: proofs })))
  }

  function deskOf(relay: RelayId): RelayDesk {
    const known = desks.get(relay)
    if (known !== undefined) return known
    const desk = createRelayDesk({
      clock,
      session: () => sessions.current(relay),
      subscribe: logs => subscribe(relay, logs),
      read: (log, place) => read(relay, log, { place }),
      newestIn: async log => (await read(relay, log, { place: 0, backwards: true, most: 1 })).newest,
      unsubscribe(log) {
        const body = RelayUnsubscribe.encode({ logs: [fromHex(log)] })
        ask(relay, 'unsubscribe', body).catch(passing) // the end of the link ends it too
      },
      lied: error => events.emit('relay:refused', { relay, error })
    })
    desks.set(relay, desk)
    return desk
  }

  async function pushed(relay: RelayId, envelopes: readonly Envelope[]): Promise<void> {
    const runs = new Map<LogId, Envelope[]>()
    for (const envelope of envelopes) {
      if (envelope.log === NO_LOG) events.emit('relay:knocked', { relay })
      const run = runs.get(envelope.log)
      if (run === undefined) runs.set(envelope.log, [envelope])
      else run.push(envelope)
    }
    await Promise.all([...runs].map(async ([log, run]) => desks.get(relay)?.pushed(log, run)))
  }

  async function allKnocks(relay: RelayId): Promise<BoxedKnock[]> {
    const all: BoxedKnock[] = []
    let more = true
    for (let pages = 0; more && pages < MAX_BOX_PAGES; pages++) {
      const after = all.at(-1)?.id ?? 0
      const box = decodeKnockBox(await ask(relay, 'knocks', RelayKnocks.encode({ after })))
      all.push(...box.knocks.filter(({ id }) => id > after).map(({ id, knock }) => ({ relay, id, knock })))
      more = box.more && box.knocks.length > 0
    }
    return all
  }

  const stops = [
    links.serve({
      async envelopes(from, envelopes) {
        if (sessions.current(from) !== undefined) await pushed(from, envelopes)
        return envelopes.map(() => 'durable')
      },
      request: () => Promise.reject(new ChatError('ERR_NOT_ALLOWED', 'this node is no relay'))
    }),
    events.on('relay:up', ({ relay }) => desks.get(relay)?.opened())
  ]

  return {
    keep: relay => sessions.keep(relay),
    visit: (relay, task) => sessions.visit(relay, task),
    isUp: relay => sessions.current(relay) !== undefined,
    paths: () => links.paths().filter(({ device }) => sessions.kept().includes(device)),
    info: relay => sessions.info(relay),
    async join(relay, token = EMPTY) {
      await ask(relay, 'join', RelayJoin.encode({ token }))
      sessions.joined(relay)
      events.emit('relay:joined', { relay })
    },
    async append(relay, envelope, options) {
      await sessions.open(relay)
      await heard(relay, links.send(relay, envelope, options))
      desks.get(relay)?.retry(envelope.log)
    },
    async open(relay, log, behind) {
      const signature = await log.sign(openStatement(relay, links.self, log.log))
      await ask(relay, 'open', RelayOpen.encode({ log: fromHex(log.log), signature, behind: behind.map(fromHex) }))
      desks.get(relay)?.retry(log.log)
    },
    async openChild(relay, parent, child) {
      const said = childStatement(relay, parent.log, child.log)
      const [parentSignature, childSignature] = await Promise.all([parent.sign(said), child.sign(said)])
      const logs = { parent: fromHex(parent.log), child: fromHex(child.log) }
      await ask(relay, 'child', RelayChild.encode({ ...logs, parentSignature, childSignature }))
      desks.get(relay)?.retry(child.log)
    },
    read,
    follow: (relay, log, follower) => deskOf(relay).follow(log, follower),

    async tellInvites(relay, invites) {
      await ask(relay, 'invites', RelayInvites.encode({ invites: [...invites] }))
    },
    async knock(relay, account, knock) {
      await ask(relay, 'knock', RelayKnock.encode({ account: accountKeyOf(account as AccountId), knock }))
    },
    knocks: allKnocks,
    async clear(relay, id, accepted) {
      await ask(relay, 'clear', RelayClear.encode({ id, accepted }))
    },
    async shelve(relay, { keyPackages, lastResort, anew }) {
      const shelf = { keyPackages: [...keyPackages], anew: anew ?? false, ...(lastResort === undefined ? {} : { lastResort }) }
      return decodeShelf(await ask(relay, 'shelve', RelayShelve.encode(shelf)))
    },
    async take(relay, account, token) {
      return decodeTaken(await ask(relay, 'take', RelayTake.encode({ account: accountKeyOf(account as AccountId), token })))
    },
    async putDeviceList(relay, list) {
      return decodeList(await ask(relay, 'put-list', RelayList.encode({ list, account: EMPTY })))
    },
    async getDeviceList(relay, account) {
      const body = RelayList.encode({ list: EMPTY, account: accountKeyOf(account as AccountId) })
      return decodeList(await ask(relay, 'get-list', body))
    },
    async putIndex(relay, { seq, parts }) {
      for (const [part, sealed] of parts.entries())
        await ask(relay, 'put-index', RelayIndex.encode({ seq, part, parts: parts.length, sealed }))
    },
    async getIndex(relay) {
      const partOf = async (part: number): Promise<RelayIndex> =>
        decodeIndex(await ask(relay, 'get-index', RelayIndex.encode({ seq: 0, part, parts: 0, sealed: EMPTY })))
      const first = await partOf(0)
      if (first.parts > MAX_INDEX_PARTS) throw new ChatError('ERR_MALFORMED', 'the relay sent an index that can not be')
      const parts = [first.sealed]
      while (parts.length < first.parts) {
        const next = await partOf(parts.length)
        if (next.seq !== first.seq) throw new ChatError('ERR_BUSY', 'the index is being replaced; read it again')
        parts.push(next.sealed)
      }
      return { seq: first.seq, parts }
    },

    complain: (relay, error) => events.emit('relay:refused', { relay, error }),
    on: (name, listener) => events.on(name, listener),
    async close() {
      for (const stop of stops) stop()
      for (const desk of desks.values()) desk.stop()
      sessions.stop()
      await links.close()
    }
  }
}

function passing(err: unknown): void {
  if (!isChatError(err)) throw toError(err)
}
