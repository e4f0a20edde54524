import * as assert from 'uvu/assert'
import type { Message } from '../../node/api/message.js'
import { isChatError, toError } from '../../node/base/errors.js'
import type { Stop } from '../../node/base/lifecycle.js'
import type { Step } from '../../node/base/probe.js'
import { within } from '../e2e/deadline.js'
import { findingsOf, historyHash, type Finding, type Ledger, type Sent } from './ledger.js'
import type { Orders } from './orders.js'
import { createProbedPerson, type ProbedPerson } from './probed-person.js'

const CALM_DEADLINE_MS = 40_000
const EACH_WAY = 24
const AT_ONCE = 4
const MOST_SENT = 2_000

/** Somebody who writes to the other and keeps book of it. */
export interface Writer {
  readonly person: ProbedPerson
  readonly ledger: Ledger
  /** Asks for one message to be sent; resolves with what became of it. The text is unique, and ends with what is given. */
  say(ending?: string): Promise<Sent>
  /** So many messages, `atOnce` of them in flight at any time; waits where the node doesn't run. */
  sayMany(count: number, atOnce: number, ending?: string): Promise<void>
}

export interface TwoPeople {
  readonly ada: Writer
  readonly bob: Writer
  /** Resolves once both outboxes are empty, both histories are equal and all in them is delivered. Rejects after 40 s, naming what is missing. */
  calm(): Promise<void>
  findings(): Promise<readonly Finding[]>
  close(): Promise<void>
}

export interface Beginnings {
  readonly ada?: Orders
  readonly bob?: Orders
  /** Multiaddr of the one relay they have, and the one way there is between them: they listen nowhere. */
  readonly relay?: string
}

/** Ada and Bob, contacts of each other, each node in a process of its own. */
export async function acquaint(beginnings?: Beginnings): Promise<TwoPeople> {
  const two = await strangers(beginnings)
  await befriend(two)
  return two
}

/** Ada and Bob before they know of each other. */
export async function strangers({ relay, ...orders }: Beginnings = {}): Promise<TwoPeople> {
  const listens = relay === undefined
  const [ada, bob] = await Promise.all([
    createProbedPerson('Ada', { orders: orders.ada, listens }),
    createProbedPerson('Bob', { orders: orders.bob, listens })
  ])
  const people = [ada, bob]
  if (relay !== undefined) await Promise.all(people.map(({ api }) => api.addRelay({ address: relay })))
  assert.is(new Set([process.pid, ...people.flatMap(({ pids }) => pids)]).size, 3, 'a process each')
  const writers = { ada: createWriter(ada, 'Bob'), bob: createWriter(bob, 'Ada') }

  async function isCalm(): Promise<boolean> {
    try {
      const [one, other] = await Promise.all(people.map(person => person.api.status()))
      if (one?.queued !== 0 || other?.queued !== 0) return false
      const [mine, theirs] = await Promise.all(people.map(person => person.history()))
      return mine !== undefined && theirs !== undefined && historyHash(mine) === historyHash(theirs) && [...mine, ...theirs].every(isHad)
    } catch {
      // One of them does not run: it is not calm.
      return false
    }
  }

  return {
    ...writers,
    async calm() {
      try {
        await until(isCalm, people, 'both outboxes to be empty, both histories to be equal and all to be delivered')
      } catch (thrown) {
        const err = toError(thrown)
        err.message += (await Promise.all(people.map(describe))).join('')
        throw err
      }
    },
    async findings() {
      return findingsOf({
        ledgers: [writers.ada.ledger, writers.bob.ledger],
        histories: await Promise.all(people.map(person => person.history())),
        sideFiles: people.map(({ sideFile }) => sideFile)
      })
    },
    async close() {
      await Promise.all(people.map(person => person.close()))
    }
  }
}

/** Bob uses Ada's invite, Ada accepts, and Bob knows of it. */
export async function befriend({ ada, bob }: TwoPeople): Promise<void> {
  const { uri } = await ada.person.api.createInvite({})
  await bob.person.api.add({ invite: uri }).catch((err: unknown) => {
    // A relay that has not heard of the invite yet is asked again by itself.
    if (!isChatError(err, 'ERR_KNOCK_REFUSED')) throw err
  })
  await until(() => isAsked(ada), [ada.person], 'Ada to be asked')
  await ada.person.api.accept({ contact: 'Bob' })
  const isAccepted = async (): Promise<boolean> => (await bob.person.api.contacts())[0]?.state === 'accepted'
  await until(isAccepted, [bob.person], 'Bob to be accepted')
}

/** Whether somebody wants to become their contact; false also where their node does not run. */
export async function isAsked({ person }: Writer): Promise<boolean> {
  try {
    return (await person.ask(api => api.contacts()))[0]?.state === 'request'
  } catch {
    return false
  }
}

/** Waits for a fact that can only come true by something that is told. */
export async function until(isTrue: () => Promise<boolean>, people: readonly ProbedPerson[], what: string): Promise<void> {
  let stale = false
  let wake: Stop | undefined
  const stops = people.map(person =>
    person.onChange(() => {
      stale = true
      wake?.()
    })
  )
  async function watch(): Promise<void> {
    for (;;) {
      stale = false
      if (await isTrue()) return
      if (!stale) await new Promise<void>(resolve => (wake = resolve))
    }
  }
  try {
    await within(CALM_DEADLINE_MS, what, watch())
  } finally {
    for (const stop of stops) stop()
  }
}

/** What dies as it is told, and is started again. */
interface Mortal<Options> {
  order(orders: Orders): Promise<number>
  running(): Promise<void>
  died(): Promise<void>
  start(options?: Options): Promise<void>
}

/** It is about to die by its own hand: waits for that, and starts it again, a node on another port where none is given. */
export async function startAgain<Options>(mortal: Mortal<Options>, options?: Options): Promise<void> {
  await mortal.died()
  await mortal.start(options)
}

/**
 * While these write, the victim is killed at a step in the middle of it, and again as soon as it comes by that step after its start,
 * where reservations and windows begin anew. Ends when all is said.
 */
export async function dieTwice(victim: Mortal<Orders>, step: Step, writers: readonly Writer[]): Promise<void> {
  await victim.order({ die: { step, occurrence: 3 } })
  const told = { deaths: 0 }
  // A busy machine takes many messages in one step: how many it takes to come by the third is not known beforehand.
  const talkOn = async (writer: Writer): Promise<void> => {
    const enough = writer.ledger.sent.length + MOST_SENT
    while (told.deaths < 2 && writer.ledger.sent.length < enough) {
      await victim.running()
      await writer.sayMany(AT_ONCE, AT_ONCE)
    }
    await writer.sayMany(EACH_WAY, AT_ONCE)
  }
  const talk = Promise.all(writers.map(talkOn))
  await startAgain(victim, { die: { step, occurrence: 1 } })
  told.deaths++
  await startAgain(victim)
  told.deaths++
  await talk
}

/** What a node shows of itself, for the report of a test that failed. */
async function describe(person: ProbedPerson): Promise<string> {
  try {
    const { queued, links } = await person.api.status()
    const history = await person.history()
    const waiting = history.find(({ state }) => state === 'queued')
    const why = waiting && (await person.api.why({ message: waiting.id }))
    return `\n${person.name}: ${queued} queued, ${links} links, ${history.length} messages; ${JSON.stringify(why?.because ?? 'none waits')}`
  } catch (err) {
    return `\n${person.name}: ${String(err)}`
  }
}

/** What this side wrote is with the other. */
const isHad = ({ outgoing, state }: Message): boolean => !outgoing || state === 'delivered' || state === 'read'

function createWriter(person: ProbedPerson, chat: string): Writer {
  const sent: Sent[] = []
  async function say(ending = ''): Promise<Sent> {
    const entry: Sent = { text: `${person.name} ${sent.length + 1}${ending}`, outcome: 'under way' }
    sent.push(entry)
    try {
      await person.ask(api => api.send({ chat, text: entry.text }))
      entry.outcome = 'resolved'
    } catch (err) {
      // The node died, or its disk refused: nothing was promised.
      if (!isChatError(err)) throw err
      entry.outcome = 'rejected'
      entry.code = err.code
    }
    return entry
  }
  return {
    person,
    ledger: { name: person.name, sent },
    say,
    async sayMany(count, atOnce, ending) {
      let left = count
      async function one(): Promise<void> {
        while (left-- > 0) {
          await person.running()
          await say(ending)
        }
      }
      await Promise.all(Array.from({ length: atOnce }, one))
    }
  }
}
