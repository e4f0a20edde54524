import type { Clock } from '../base/clock.js'
import { ChatError, isChatError, type ErrorCode } from '../base/errors.js'
import type { LogId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { Envelope } from './links.js'
import { MAX_SUBSCRIBE } from './relay-protocol.js'
import type { RelaySession } from './relay-session.js'
import type { Cursor, LogFollower, LogPage, LogSigner } from './relays.js'

/** Pushes are hints: this often it is looked whether something was left out. */
export const CHECK_MS = 5 * 60_000
const TRY_AGAIN_MS = 5_000
/** For now, or because it has too many to push to us: what stands there can still be read. */
const NOT_PUSHED: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ERR_QUOTA', 'ERR_BUSY'])
/** Pages of one relay that are read or taken side by side. */
const READS_AT_ONCE = 4

/** All that is followed at one relay. */
export interface RelayDesk {
  follow(log: LogSigner, follower: LogFollower): Stop
  /** It may be served by now: asks again. */
  retry(log: LogId): void
  /** A link, and hello is answered: subscribes anew. */
  opened(): void
  /** What the relay pushed, all of one log. Resolves once it may push more. */
  pushed(log: LogId, run: readonly Envelope[]): Promise<void>
  readonly isIdle: boolean
  stop: Stop
}

interface DeskInit {
  readonly clock: Clock
  readonly session: () => RelaySession | undefined
  /** Asks for pushes: for each log the place of its newest envelope, or why not. */
  readonly subscribe: (logs: readonly LogSigner[]) => Promise<readonly (number | ChatError)[]>
  readonly read: (log: LogSigner, place: number) => Promise<LogPage>
  /** The place of the newest envelope in it. */
  readonly newestIn: (log: LogSigner) => Promise<number>
  readonly unsubscribe: (log: LogId) => void
  /** It told us less than it had said it holds. */
  readonly lied: (error: ChatError) => void
}

interface Following {
  readonly signer: LogSigner
  readonly follower: LogFollower
  cursor: Cursor
  /** The highest place that the relay said there is. */
  newest: number
  /** Over which it is pushed to us. */
  session: RelaySession | undefined
  /** Tries in a row that the relay would not push it, since something was read of it. */
  refusals: number
  stopWaiting: Stop | undefined
  busy: boolean
  stopped: boolean
}

/** A page was taken; the one behind it may have been asked for. */
interface Step {
  readonly ahead: Promise<LogPage> | undefined
}

const NOWHERE: Cursor = { storage: '', place: 0 }

export function createRelayDesk({ clock, session: currentSession, subscribe, read, newestIn, unsubscribe, lied }: DeskInit): RelayDesk {
  const followings = new Map<LogId, Following>()
  const due = new Set<Following>()
  const slots = createSlots(READS_AT_ONCE)
  let asking = false
  let stopped = false
  let stopCheck: Stop | undefined

  function ask(following: Following): void {
    due.add(following)
    if (asking || stopped) return
    asking = true
    // What is followed in one go is asked for in one request.
    queueMicrotask(() => void askAll())
  }

  async function askAll(): Promise<void> {
    while (due.size > 0 && currentSession() !== undefined) {
      const some = [...due].slice(0, MAX_SUBSCRIBE)
      for (const following of some) due.delete(following)
      await askFor(some.filter(following => !following.stopped))
    }
    // Without a link there is nobody to ask: the next one asks for all.
    due.clear()
    asking = false
  }

  async function askFor(some: readonly Following[]): Promise<void> {
    const session = currentSession()
    if (session === undefined || some.length === 0) return
    try {
      const answers = await subscribe(some.map(({ signer }) => signer))
      for (const [i, following] of some.entries()) heard(following, session, answers[i] ?? 0)
    } catch (err) {
      if (!isChatError(err)) throw err
      const isBusy = NOT_PUSHED.has(err.code)
      for (const following of some) {
        if (isBusy) void readUnpushed(following, session)
        else askLater(following, session)
      }
    }
  }

  /** Less and less often while the relay refuses, and at least as often as all logs are looked at. */
  function askLater(following: Following, session: RelaySession): void {
    if (stopped || following.stopped) return
    following.stopWaiting?.()
    following.stopWaiting = clock.after(Math.min(CHECK_MS, TRY_AGAIN_MS * 2 ** following.refusals++), () => {
      following.stopWaiting = undefined
      if (isServedBy(session) && !following.stopped) ask(following)
    })
  }

  const isServedBy = (session: RelaySession): boolean => !stopped && currentSession() === session

  function heard(following: Following, session: RelaySession, answer: number | ChatError): void {
    if (following.stopped || !isServedBy(session)) return
    if (answer instanceof ChatError) {
      following.session = undefined
      if (NOT_PUSHED.has(answer.code)) void readUnpushed(following, session)
      else following.follower.refused(answer)
      return
    }
    following.refusals = 0
    reachFor(following, session, answer)
  }

  function reachFor(following: Following, session: RelaySession, newestThere: number): void {
    following.session = session
    const { storage, place } = following.cursor
    // A log that is shorter than it was is another one, whatever the relay says of its storage.
    if (storage !== session.storage || newestThere < place) following.cursor = { storage: session.storage, place: 0 }
    following.newest = newestThere
    void catchUp(following)
  }

  /** What the relay doesn't push is looked for: soon again where there was something, else less and less often. */
  async function readUnpushed(following: Following, session: RelaySession): Promise<void> {
    try {
      const newestThere = await slots(() => newestIn(following.signer))
      if (following.stopped || !isServedBy(session)) return
      reachFor(following, session, newestThere)
    } catch (err) {
      if (!isChatError(err)) throw err
      if (!NOT_PUSHED.has(err.code)) following.follower.refused(err)
    }
    askLater(following, session)
  }

  async function catchUp(following: Following): Promise<void> {
    const { session } = following
    if (following.busy || session === undefined) return
    following.busy = true
    try {
      let step: Step | undefined = { ahead: undefined }
      while (step !== undefined && !following.stopped && isServedBy(session) && following.cursor.place < following.newest) {
        const { ahead }: Step = step
        step = await slots(() => readOn(following, ahead))
      }
      following.busy = false
    } catch (err) {
      pause(following, err)
    }
  }

  /** The disk here or the relay refuses for now: nothing of this log is looked at for a while, then it is asked for anew. */
  function pause(following: Following, err: unknown): void {
    following.busy = true
    clock.after(TRY_AGAIN_MS, () => {
      following.busy = false
      if (!stopped && !following.stopped) ask(following)
    })
    if (!isChatError(err)) throw err
  }

  /**
   * Takes one page, while the next is on its way: it is not waited for twice, over the network and for the disk.
   * @param page what was asked for already. @returns undefined where it came no further
   */
  async function readOn(following: Following, page?: Promise<LogPage>): Promise<Step | undefined> {
    const { cursor, newest: expected, signer } = following
    const { entries, newest, oldest } = await (page ?? read(signer, cursor.place))
    const run = ascending(entries, cursor.place)
    const last = run.at(-1)
    if (last !== undefined) {
      following.newest = Math.max(following.newest, newest)
      const ahead = last.place < following.newest ? read(signer, last.place) : undefined
      ahead?.catch(() => undefined) // told to whoever goes on with it; where nobody does, all is asked for anew
      await take(following, run, last.place)
      return { ahead }
    }
    if (following.newest > expected) return { ahead: undefined } // more was pushed meanwhile
    const isExpired = oldest > newest
    if (!isExpired || newest < expected)
      lied(new ChatError('ERR_PROTOCOL', `the relay says that it holds ${expected} envelopes and gives ${cursor.place}`))
    following.newest = cursor.place
    return undefined
  }

  async function take(following: Following, run: LogPage['entries'], place: number): Promise<void> {
    const upTo = { storage: following.cursor.storage, place }
    // Of what this device has appended itself only the place is pushed.
    const news = run.filter(({ envelope }) => envelope.bytes.length > 0)
    if (news.length > 0) await following.follower.take(news, upTo)
    following.cursor = upTo
    following.refusals = 0
  }

  function check(): void {
    stopCheck = clock.after(CHECK_MS, () => {
      for (const following of followings.values()) ask(following)
      check()
    })
  }
  check()

  return {
    follow(signer, follower) {
      const previous = followings.get(signer.log)
      if (previous !== undefined) {
        previous.stopped = true
        previous.stopWaiting?.()
      }
      const following: Following = {
        signer,
        follower,
        cursor: follower.from ?? NOWHERE,
        newest: 0,
        session: undefined,
        refusals: 0,
        stopWaiting: undefined,
        busy: false,
        stopped: false
      }
      followings.set(signer.log, following)
      ask(following)
      return () => {
        if (following.stopped) return
        following.stopped = true
        following.stopWaiting?.()
        if (followings.get(signer.log) !== following) return
        followings.delete(signer.log)
        if (following.session !== undefined && currentSession() === following.session) unsubscribe(signer.log)
      }
    },
    retry(log) {
      const following = followings.get(log)
      if (following !== undefined && following.session !== currentSession()) ask(following)
    },
    opened() {
      for (const following of followings.values()) ask(following)
    },
    async pushed(log, run) {
      const following = followings.get(log)
      const session = currentSession()
      if (following === undefined || session === undefined || following.session !== session) return
      const entries = ascending(
        run.flatMap(envelope => (envelope.place === undefined ? [] : [{ place: envelope.place, envelope }])),
        following.cursor.place
      )
      following.newest = Math.max(following.newest, entries.at(-1)?.place ?? 0)
      if (following.busy) return
      // What follows upon what is here is taken as it comes; behind a hole it is read.
      const next = entries.filter(({ place }, i) => place === following.cursor.place + 1 + i)
      const last = next.at(-1)
      if (last !== undefined) {
        following.busy = true
        try {
          await take(following, next, last.place)
          following.busy = false
        } catch (err) {
          pause(following, err)
        }
      }
      if (following.cursor.place < following.newest) void catchUp(following)
    },
    get isIdle() {
      return followings.size === 0
    },
    stop() {
      stopped = true
      stopCheck?.()
      for (const following of followings.values()) {
        following.stopped = true
        following.stopWaiting?.()
      }
      followings.clear()
      due.clear()
    }
  }
}

/** What stands behind a place, in order; what is out of order, or comes twice, is left out. */
function ascending(entries: LogPage['entries'], after: number): LogPage['entries'] {
  let last = after
  return entries.filter(({ place }) => {
    if (place <= last) return false
    last = place
    return true
  })
}

/** Runs so many tasks at once; the others wait their turn. */
function createSlots(count: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = count
  return async task => {
    if (free > 0) free--
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    }
  }
}
