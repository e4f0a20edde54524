import { systemClock, type Clock } from '../node/base/clock.js'
import { ChatError, isChatError } from '../node/base/errors.js'
import type { AccountId, DeviceId, LogId } from '../node/base/ids.js'
import { createLifecycle } from '../node/base/lifecycle.js'
import type { Primitives } from '../node/base/primitives.js'
import { noProbe, type Probe } from '../node/base/probe.js'
import type { LinkHandler, Links, Verdict } from '../node/network/links.js'
import type { RelayId, RelayRequestKind, Standing } from '../node/network/relay-protocol.js'
import { append } from './append.js'
import { createBoxes } from './boxes.js'
import type { Answer, RelayContext } from './context.js'
import { createDeviceLists } from './device-lists.js'
import { createIndexes } from './indexes.js'
import { createKeyedSerial } from './keyed-serial.js'
import { DEFAULT_LIMITS, type Limits } from './limits.js'
import type { Recount, StoreTotals, Usage } from './log-store.js'
import { openMembers, type Members } from './members.js'
import { requireSpace, requireStanding } from './policy.js'
import { createPushes } from './pushes.js'
import { createRates } from './rates.js'
import { createRelayPrimitives } from './relay-primitives.js'
import type { RelayStorage } from './relay-storage.js'
import { createRemoval, type Removed } from './removal.js'
import { child } from './requests/child.js'
import { clear } from './requests/clear.js'
import { close } from './requests/close.js'
import { getList, putList } from './requests/device-list.js'
import { hello } from './requests/hello.js'
import { invites } from './requests/invites.js'
import { join } from './requests/join.js'
import { knock } from './requests/knock.js'
import { knocks } from './requests/knocks.js'
import { open } from './requests/open.js'
import { read } from './requests/read.js'
import { getIndex, putIndex } from './requests/sealed-index.js'
import { shelve } from './requests/shelve.js'
import { subscribe, unsubscribe } from './requests/subscribe.js'
import { take } from './requests/take.js'
import { createSessions } from './session.js'
import { createShelves } from './shelves.js'
import { createSpace } from './space.js'

const EXPIRE_EVERY_MS = 3_600_000

const ANSWERS: Readonly<Record<Exclude<RelayRequestKind, 'hello'>, Answer>> = {
  join,
  open,
  close,
  child,
  read,
  subscribe,
  unsubscribe,
  invites,
  knock,
  knocks,
  clear,
  shelve,
  take,
  'put-list': putList,
  'get-list': getList,
  'put-index': putIndex,
  'get-index': getIndex
}

/** Counted since the start. */
export interface RelayCounts extends StoreTotals {
  readonly links: number
  readonly subscriptions: number
  readonly pushed: number
  readonly members: number
  /** What everything takes that is kept, envelopes and all else, and what it may take. */
  readonly usedBytes: number
  readonly totalBytes: number
  /** Envelopes that are on disk because of their append; repeats count too. */
  readonly appended: number
  readonly appendedBytes: number
  /** By the code they were refused with: envelopes and requests. */
  readonly refused: ReadonlyMap<string, number>
  readonly requests: ReadonlyMap<RelayRequestKind, number>
}

/** What answers `/parley/relay/1.0.0`. */
export interface Relay {
  readonly self: RelayId
  readonly members: Omit<Members, 'remove' | 'ban'>
  /** Lets an account be no member any more, and drops all that was kept for it. Its logs take no more, and are kept until they expire. */
  remove(account: AccountId): Promise<Removed>
  /** Serves an account or a device no more, at once. What was kept for it stays, of use to nobody until it is unbanned or removed. */
  ban(who: AccountId | DeviceId): Promise<void>
  counts(): RelayCounts
  usage(account: AccountId): Promise<Usage>
  /** How a device that has said hello stands; undefined for any other. */
  standing(device: DeviceId): Standing | undefined
  /** Counts all that is kept anew: reads the whole disk. */
  recount(): Promise<Recount>
  /** Ends the links; whoever made them closes storage and libp2p. */
  close(): Promise<void>
}

export interface RelayInit {
  readonly links: Links<RelayRequestKind>
  /** Where a linked device dials from: what is counted by address is counted against this. */
  readonly addressOf: (device: DeviceId) => string
  readonly storage: RelayStorage
  readonly limits?: Partial<Limits>
  /** Whether anybody may join without an invite. */
  readonly isOpen: boolean
  /** UDP port of the STUN responder; 0 for none. */
  readonly stunPort?: number
  /** Where it listens for WebSockets. */
  readonly servesPage?: boolean
  readonly clock?: Clock
  readonly probe?: Probe
  readonly primitives?: Primitives
}

export async function createRelay(init: RelayInit): Promise<Relay> {
  const { links, addressOf, storage, isOpen, stunPort = 0, servesPage = false, clock = systemClock, probe = noProbe } = init
  const { primitives = createRelayPrimitives() } = init
  const limits: Limits = { ...DEFAULT_LIMITS, ...init.limits }
  const { logs, records, recordBytes } = storage
  const lifecycle = createLifecycle()
  const serial = createKeyedSerial()
  const members = await openMembers({ records, primitives, clock, limits })
  const isServed = (account: AccountId): boolean => members.find(account) !== undefined && !members.isBanned(account)
  const space = createSpace({ logs, recordBytes, totalBytes: limits.totalBytes })
  const sessions = createSessions(members)
  lifecycle.add(() => links.close())
  const pushes = createPushes({ links, logs })
  const counted = { appended: 0, appendedBytes: 0, refused: new Map<string, number>(), requests: new Map<RelayRequestKind, number>() }

  const context: RelayContext = {
    self: links.self,
    primitives,
    clock,
    probe,
    limits,
    allowanceOf(account) {
      const own = members.find(account)?.bytes
      return {
        limits: own === undefined ? limits : { ...limits, bytesPerAccount: own },
        isServed: isServed(account),
        isFull: space.isFull()
      }
    },
    isOpen,
    stunPort,
    servesPage,
    isLinked: device => links.isUp(device),
    logs,
    space,
    members,
    boxes: createBoxes({ records, clock, limits, serial, isServed }),
    shelves: createShelves(records, clock, serial),
    deviceLists: createDeviceLists(records, primitives, serial),
    indexes: createIndexes(records, serial),
    sessions,
    pushes,
    rates: createRates(limits, clock),
    serial
  }

  async function answer(from: DeviceId, kind: RelayRequestKind, body: Uint8Array): Promise<Uint8Array> {
    if (kind === 'hello') {
      const source = { device: from, address: addressOf(from) }
      context.rates.charge('work', source)
      return hello(context, source, body)
    }
    const session = sessions.of(from)
    requireStanding(sessions.standing(session), kind, session.isRevoked)
    requireSpace(space.isFull(), kind)
    context.rates.charge('work', sessions.source(session))
    return ANSWERS[kind](context, session, body)
  }

  const handler: LinkHandler<RelayRequestKind> = {
    async envelopes(from, envelopes) {
      const session = sessions.of(from)
      if (sessions.standing(session) === 'banned') return envelopes.map((): Verdict => 'ERR_NOT_ALLOWED')
      const verdicts = await append(context, session, envelopes)
      for (const [i, verdict] of verdicts.entries()) {
        if (verdict !== 'durable') {
          count(counted.refused, verdict)
          continue
        }
        counted.appended++
        counted.appendedBytes += envelopes[i]?.bytes.length ?? 0
      }
      return verdicts
    },
    async request(from, kind, body) {
      count(counted.requests, kind)
      try {
        const answered = await answer(from, kind, body)
        await probe('request:done', kind)
        return answered
      } catch (err) {
        const refusal = refusalOf(err)
        count(counted.refused, refusal.code)
        throw refusal
      }
    }
  }

  const holdsAnything = async (log: LogId): Promise<boolean> => {
    const state = await logs.find(log)
    return state !== undefined && state.oldest <= state.newest
  }

  let tidiedDay: number | undefined
  async function expire(): Promise<void> {
    const today = await logs.expire(limits)
    if (today === tidiedDay) return
    await context.boxes.expire(holdsAnything)
    await context.shelves.expire(today - limits.shelfDays)
    tidiedDay = today
  }

  async function ban(who: AccountId | DeviceId): Promise<void> {
    await members.ban(who)
    for (const session of sessions.all()) if (sessions.standing(session) === 'banned') pushes.forget(session.device)
  }

  function expireLater(): () => void {
    return clock.after(EXPIRE_EVERY_MS, () => {
      // Where the disk refuses, the next turn goes on.
      expire().catch(() => undefined)
      stopExpiring = expireLater()
    })
  }

  let stopExpiring = expireLater()
  lifecycle.add(() => stopExpiring())
  lifecycle.add(
    links.on('link:down', ({ device }) => {
      sessions.end(device)
      pushes.forget(device)
    })
  )
  lifecycle.add(links.serve(handler))
  await expire()

  return {
    self: links.self,
    members,
    remove: createRemoval({ records, members, deviceLists: context.deviceLists, serial }),
    ban,
    counts: () => ({
      ...logs.totals(),
      ...counted,
      links: sessions.all().length,
      ...pushes.counts(),
      members: members.all().length,
      usedBytes: space.usedBytes(),
      totalBytes: limits.totalBytes
    }),
    usage: account => logs.usage(account),
    standing(device) {
      const session = sessions.find(device)
      return session && sessions.standing(session)
    },
    recount: () => logs.recount(),
    close: lifecycle.stop
  }
}

/** A disk that refuses is not the peer's fault and may take it later; what is no refusal of ours stays what it is. */
function refusalOf(err: unknown): ChatError {
  if (!isChatError(err)) return new ChatError('ERR_INTERNAL', 'the request could not be answered', { cause: err })
  if (err.code === 'ERR_STORE' || err.code === 'ERR_CLOSED') return new ChatError('ERR_BUSY', 'nothing can be written now', { cause: err })
  return err
}

function count<K>(counts: Map<K, number>, what: K): void {
  counts.set(what, (counts.get(what) ?? 0) + 1)
}
