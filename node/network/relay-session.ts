import type { Clock } from '../base/clock.js'
import { EMPTY } from '../base/bytes.js'
import { ChatError, isChatError, toError, type ErrorCode } from '../base/errors.js'
import type { Emitter } from '../base/events.js'
import type { Stop } from '../base/lifecycle.js'
import type { Primitives } from '../base/primitives.js'
import { RelayHello } from '../wire/generated/relay.js'
import type { Links } from './links.js'
import { decodeWelcome } from './relay-codec.js'
import { NONCE_BYTES, type LinkNonces, type RelayId, type RelayRequestKind } from './relay-protocol.js'
import type { RelayAddress, RelayEvents, RelayInfo } from './relays.js'

const GREET_AGAIN_MS = 5_000
/** How often it is asked how we stand there, over a link that lasts. */
export const ASK_STANDING_MS = 5 * 60_000
/** And how soon again where it has just refused what our standing would have allowed. */
export const ASK_AGAIN_AFTER_REFUSAL_MS = 60_000
/** What a relay refuses where it thinks of us otherwise than it said. */
const ABOUT_STANDING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ERR_NOT_ALLOWED', 'ERR_QUOTA'])

/** What holds for as long as one link does. */
export interface RelaySession {
  readonly nonces: LinkNonces
  readonly storage: string
}

export interface RelaySessions {
  keep(relay: RelayAddress): Stop
  visit<T>(relay: RelayAddress, task: () => Promise<T>): Promise<T>
  kept(): readonly RelayId[]
  current(relay: RelayId): RelaySession | undefined
  /** The one there is, or the one that a dial and a hello bring. @throws ERR_UNREACHABLE, ERR_TIMEOUT, ERR_BUSY, ERR_MALFORMED */
  open(relay: RelayId): Promise<RelaySession>
  info(relay: RelayId): RelayInfo | undefined
  joined(relay: RelayId): void
  /** What was asked of it has failed: where it may think of us otherwise than it said, it is asked again, once a minute at most. */
  failed(relay: RelayId, err: unknown): void
  stop: Stop
}

interface Known {
  kept: number
  visits: number
  /** Rises whenever a link ends: what was begun over an earlier one is void. */
  link: number
  greeting: Promise<RelaySession> | undefined
  session: RelaySession | undefined
  /** Whether whoever keeps it has heard that it is up. */
  told: boolean
  info: RelayInfo | undefined
  /** When it was last asked how we stand, on whatever link. */
  askedAtMs: number
  stopAsking: Stop | undefined
}

interface SessionsInit {
  readonly links: Pick<Links<RelayRequestKind>, 'keep' | 'release' | 'learn' | 'isUp' | 'request' | 'on'>
  readonly primitives: Pick<Primitives, 'randomBytes'>
  readonly clock: Clock
  /** Encoded, of this device. */
  readonly certificate: Uint8Array
  readonly events: Emitter<RelayEvents>
}

/** Says hello over every link to a relay that somebody keeps or visits: once each, with fresh nonces. */
export function createRelaySessions({ links, primitives, clock, certificate, events }: SessionsInit): RelaySessions {
  const relays = new Map<RelayId, Known>()
  let stopped = false

  function knownOf(relay: RelayId): Known {
    const known = relays.get(relay) ?? {
      kept: 0,
      visits: 0,
      link: 0,
      greeting: undefined,
      session: undefined,
      told: false,
      info: undefined,
      askedAtMs: -Infinity,
      stopAsking: undefined
    }
    relays.set(relay, known)
    return known
  }

  async function greet(relay: RelayId, known: Known): Promise<RelaySession> {
    const { link } = known
    const own = primitives.randomBytes(NONCE_BYTES)
    const { nonce, info } = decodeWelcome(await links.request(relay, 'hello', RelayHello.encode({ nonce: own, certificate })))
    if (known.link !== link || stopped) throw new ChatError('ERR_UNREACHABLE', 'the link to that relay ended')
    const before = known.info?.storage
    known.info = info
    const session = { nonces: { relay: nonce, own }, storage: info.storage }
    known.session = session
    if (before !== undefined && before !== info.storage) events.emit('relay:wiped', { relay })
    tell(relay, known)
    askLater(relay, known, ASK_STANDING_MS)
    return session
  }

  /** A hello without a nonce begins nothing anew: it only asks. */
  async function askStanding(relay: RelayId, known: Known, { storage }: RelaySession): Promise<void> {
    const { link } = known
    known.askedAtMs = clock.now()
    try {
      const { info } = decodeWelcome(await links.request(relay, 'hello', RelayHello.encode({ nonce: EMPTY })))
      if (known.link !== link || stopped) return
      known.info = { ...info, storage }
      events.emit('relay:told', { relay })
    } catch (err) {
      // A relay that knows no such question, or a link that has ended: the next hello tells.
      if (!isChatError(err)) throw err
    } finally {
      if (known.link === link) askLater(relay, known, ASK_STANDING_MS)
    }
  }

  function askLater(relay: RelayId, known: Known, delayMs: number): void {
    known.stopAsking?.()
    known.stopAsking = clock.after(delayMs, () => {
      if (!stopped && known.kept > 0 && known.session !== undefined) void askStanding(relay, known, known.session)
    })
  }

  /** A visit is nobody's business but the visitor's: what goes by links would have it go on and on. */
  function tell(relay: RelayId, known: Known): void {
    if (known.told || known.kept === 0 || known.session === undefined) return
    known.told = true
    events.emit('relay:up', { relay })
  }

  function greetOnce(relay: RelayId): Promise<RelaySession> {
    const known = knownOf(relay)
    if (known.session !== undefined) return Promise.resolve(known.session)
    if (known.greeting !== undefined) return known.greeting
    // What is asked after everybody has left would open a link that nobody ends.
    if (known.kept + known.visits === 0) return Promise.reject(new ChatError('ERR_UNREACHABLE', 'nobody keeps a link to that relay'))
    const greeting = greet(relay, known).finally(() => {
      if (known.greeting === greeting) known.greeting = undefined
    })
    known.greeting = greeting
    return greeting
  }

  function attend(relay: RelayId): void {
    if (stopped || knownOf(relay).kept === 0 || !links.isUp(relay)) return
    greetOnce(relay).then(
      () => tell(relay, knownOf(relay)),
      (err: unknown) => {
        // The link may have ended; while it hasn't, whatever keeps the relay from answering may pass.
        if (isChatError(err, 'ERR_MALFORMED')) events.emit('relay:refused', { relay, error: err })
        else if (!isChatError(err)) throw toError(err)
        clock.after(GREET_AGAIN_MS, () => attend(relay))
      }
    )
  }

  /** A link that nobody has a use for costs both sides. */
  function letGo(relay: RelayId, { kept, visits }: Known): void {
    if (kept + visits === 0 && !stopped) links.release(relay)
  }

  function down(relay: RelayId): void {
    const known = relays.get(relay)
    if (known === undefined) return
    known.link++
    known.stopAsking?.()
    const wasTold = known.told
    known.told = false
    known.session = undefined
    known.greeting = undefined
    if (wasTold) events.emit('relay:down', { relay })
  }

  const stops = [
    links.on('link:up', ({ device }) => relays.has(device) && attend(device)),
    links.on('link:down', ({ device }) => down(device)),
    links.on('link:refused', ({ device, error }) => relays.has(device) && events.emit('relay:refused', { relay: device, error }))
  ]

  return {
    keep({ id, address }) {
      const known = knownOf(id)
      known.kept++
      const stopLink = links.keep(id)
      links.learn(id, [address]).catch((err: unknown) => {
        if (!isChatError(err)) throw toError(err)
      })
      attend(id)
      let kept = true
      return () => {
        if (!kept) return
        kept = false
        known.kept--
        stopLink()
        letGo(id, known)
      }
    },
    async visit({ id, address }, task) {
      const known = knownOf(id)
      known.visits++
      try {
        if (!links.isUp(id)) await links.learn(id, [address])
        return await task()
      } finally {
        known.visits--
        letGo(id, known)
      }
    },
    kept: () => [...relays].filter(([, { kept }]) => kept > 0).map(([relay]) => relay),
    current: relay => relays.get(relay)?.session,
    open: greetOnce,
    info: relay => relays.get(relay)?.info,
    joined(relay) {
      const known = relays.get(relay)
      if (known?.info !== undefined) known.info = { ...known.info, standing: 'member' }
    },
    failed(relay, err) {
      const known = relays.get(relay)
      if (known?.session === undefined || !isChatError(err) || !ABOUT_STANDING.has(err.code)) return
      askLater(relay, known, Math.max(0, known.askedAtMs + ASK_AGAIN_AFTER_REFUSAL_MS - clock.now()))
    },
    stop() {
      stopped = true
      for (const stop of stops) stop()
      for (const { stopAsking } of relays.values()) stopAsking?.()
    }
  }
}
