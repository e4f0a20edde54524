import { isChatError } from '../../node/base/errors.js'
import type { AccountId } from '../../node/base/ids.js'
import type { Probe } from '../../node/base/probe.js'
import type { Wish } from '../../node/conversation/wish.js'
import type { SimPerson } from './person.js'

export interface Actor {
  readonly person: SimPerson
  readonly account: AccountId
}

/** A text whose sender's node said that it is on disk and on its way. */
interface Said {
  readonly by: Actor
  readonly text: string
}

/** A change that somebody asked for, whether or not their node lived to promise it. */
interface Asked {
  readonly by: Actor
  readonly kind: Wish['kind']
  readonly about: AccountId | undefined
  isPromised: boolean
}

/** What was promised and what happened, to be held against what is there in the end. */
export interface Ledger {
  readonly said: readonly Said[]
  readonly asked: readonly Asked[]
  /** All that anybody ever tried to say. */
  readonly tried: ReadonlySet<string>
  /** How often each thing happened. */
  readonly counts: ReadonlyMap<string, number>
  /** Epoch, leaf and generation of what was encrypted twice. */
  readonly usedTwice: readonly string[]
  /** What was not there any more once somebody's power had gone: it was promised, or others were told of it. */
  readonly lost: string[]
  /** Something is wrong already that nothing mends. */
  readonly isBroken: () => boolean
  /** Faults of ours that reached somebody. */
  readonly errors: readonly string[]
  readonly count: (what: string) => void
  say(by: Actor, text: string, sending: Promise<unknown>): void
  ask(by: Actor, kind: Wish['kind'], about: AccountId | undefined, asking: Promise<unknown>): void
  readonly fail: (err: unknown) => void
  /** To be told of every step of every node. */
  readonly probe: Probe
}

export function createLedger(): Ledger {
  const said: Said[] = []
  const asked: Asked[] = []
  const tried = new Set<string>()
  const counts = new Map<string, number>()
  const encrypted = new Set<string>()
  const usedTwice: string[] = []
  const lost: string[] = []
  const errors: string[] = []

  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1)

  function fail(err: unknown): void {
    // Refused, or the power went: nothing was promised. A fault of ours is neither.
    if (isChatError(err) && err.code !== 'ERR_INTERNAL') return count('refused')
    errors.push(err instanceof Error ? (err.stack ?? err.message) : String(err))
  }

  function kept(promise: Promise<unknown>, what: string, note: () => void): void {
    promise
      .then(() => {
        note()
        return count(what)
      })
      .catch(fail)
  }

  return {
    said,
    asked,
    tried,
    counts,
    usedTwice,
    lost,
    errors,
    isBroken: () => usedTwice.length + lost.length + errors.length > 0,
    count,
    say(by, text, sending) {
      tried.add(text)
      kept(sending, 'said', () => said.push({ by, text }))
    },
    ask(by, kind, about, asking) {
      const entry: Asked = { by, kind, about, isPromised: false }
      asked.push(entry)
      kept(asking, kind, () => (entry.isPromised = true))
    },
    fail,
    probe(step, detail = '') {
      if (step !== 'encrypt') return
      if (encrypted.has(detail)) usedTwice.push(detail)
      encrypted.add(detail)
    }
  }
}
