import { fromBase64url } from '../base/bytes.js'
import { ChatError, isChatError, type ErrorCode } from '../base/errors.js'
import type { Stop } from '../base/lifecycle.js'
import { namedNow, renameRelays, type NamedRelay } from '../conversation/relay-set.js'
import { MAX_RELAYS } from '../identity/device-list.js'
import type { Circuits } from '../network/circuit-watchdog.js'
import { firstHostOf } from '../network/reachability.js'
import { pageOriginAt, relayAddress } from '../network/relay-address.js'
import type { RelayId, Standing } from '../network/relay-protocol.js'
import type { RelayAddress, Relays } from '../network/relays.js'
import type { RelayState } from './status.js'

/** Of our space at a relay: the person is told before nothing fits in any more. */
/** What a relay did wrong while it answered stands beside it for so long, unless it does so again. */
const LIE_REMEMBERED_MS = 24 * 60 * 60 * 1_000

/** The relays of this account: linked for as long as they are named, with a circuit there, and joined where they take anybody. */
export interface OwnRelays {
  start(): Stop
  states(): readonly RelayState[]
  /** @throws ERR_INVALID_ARGUMENT, ERR_QUOTA, ERR_UNREACHABLE, ERR_TIMEOUT, and the relay's own refusal */
  add(args: { readonly address: string; readonly token?: string }): Promise<RelayState>
  /** The one that runs in this very process: named as the others are, after all of them. @throws as `add` */
  nameHere(address: string): Promise<void>
  /** @throws ERR_NOT_FOUND, ERR_INVALID_ARGUMENT */
  remove(reference: string): Promise<void>
  /** Others are named by now. */
  changed(): void
  /** What is wrong with those that something is wrong with. */
  faults(): ReadonlyMap<RelayId, ErrorCode>
  /** Where links to a page lead from here: over HTTPS before a page of this machine alone. */
  pageOrigin(): string | undefined
  /** `stun:host:port` of those that answer STUN over IPv4. */
  stunServers(): readonly string[]
}

interface Parts {
  readonly relays: Relays
  readonly circuits: Circuits
  readonly nowMs: () => number
  readonly named: () => readonly NamedRelay[]
  /** Resolves once they are durable, and tells who has to know. */
  readonly save: (named: readonly NamedRelay[]) => Promise<void>
  /** The relay in this very process. */
  readonly here: () => RelayId | undefined
  /** Resolves once it is durable. */
  readonly saveHere: (relay: RelayId) => Promise<void>
}

interface Fault {
  readonly error: ChatError
  readonly lasts: 'until it answers' | 'a while'
  readonly atMs: number
}

export function createOwnRelays({ relays, circuits, nowMs, named, save, here, saveHere }: Parts): OwnRelays {
  /** By address: a relay that has moved is looked for where it is now. */
  const kept = new Map<string, Stop>()
  const faults = new Map<RelayId, Fault>()

  const current = (): readonly NamedRelay[] => namedNow(named())
  const isNamed = (relay: RelayId): boolean => current().some(({ id }) => id === relay)

  /** A conversation uses the first two of an account: one that stays when we go comes before the one that goes with us. */
  const hereLast = (list: readonly RelayAddress[]): readonly RelayAddress[] => [
    ...list.filter(({ id }) => id !== here()),
    ...list.filter(({ id }) => id === here())
  ]

  function follow(): void {
    const relaysNow = current()
    for (const relay of relaysNow) if (!kept.has(relay.address)) kept.set(relay.address, keep(relay))
    for (const [address, stop] of kept) {
      if (relaysNow.some(relay => relay.address === address)) continue
      stop()
      kept.delete(address)
    }
  }

  function keep(relay: RelayAddress): Stop {
    const stops = [relays.keep(relay), circuits.keep(relay)]
    return () => {
      for (const stop of stops) stop()
    }
  }

  function joinIfOpen(relay: RelayId): void {
    const info = relays.info(relay)
    if (!isNamed(relay) || info?.standing !== 'guest' || !info.limits.isOpen) return
    relays.join(relay).catch((err: unknown) => note(relay, err, 'until it answers'))
  }

  function note(relay: RelayId, err: unknown, lasts: Fault['lasts']): void {
    if (!isChatError(err)) throw err
    if (isNamed(relay)) faults.set(relay, { error: err, lasts, atMs: nowMs() })
  }

  /** It answers as it should: what stood in the way is over. That it lied is not forgotten as soon; an index in the way stays until it is named anew. */
  function answered(relay: RelayId): void {
    const fault = faults.get(relay)
    if (fault === undefined || fault.error.code === 'ERR_ALREADY_EXISTS') return
    if (fault.lasts === 'until it answers' || nowMs() >= fault.atMs + LIE_REMEMBERED_MS) faults.delete(relay)
  }

  function stateOf({ id, address }: RelayAddress): RelayState {
    const info = relays.info(id)
    const fault = faults.get(id)?.error.message
    const page = info?.servesPage === true ? pageOriginAt(address) : undefined
    return {
      relay: id,
      address,
      up: relays.isUp(id),
      ...(id === here() ? { isHere: true as const } : {}),
      ...(info === undefined
        ? {}
        : {
            standing: info.standing,
            retentionDays: info.limits.retentionDays,
            bytesUsed: info.limits.bytesUsed,
            bytesLimit: info.limits.bytesPerAccount
          }),
      ...(page === undefined ? {} : { page }),
      ...(fault === undefined ? {} : { fault })
    }
  }

  async function join(relay: RelayId, token: string | undefined): Promise<void> {
    try {
      await relays.join(relay, token === undefined ? undefined : tokenOf(token))
    } catch (cause) {
      if (!isChatError(cause, 'ERR_NOT_ALLOWED')) throw cause
      throw new ChatError('ERR_NOT_ALLOWED', whyNotJoined(relays.info(relay)?.standing, token), { cause })
    }
  }

  async function add({ address, token }: { readonly address: string; readonly token?: string }): Promise<RelayState> {
    const relay = relayAddress(address)
    const others = current().filter(({ id }) => id !== relay.id)
    if (others.length >= MAX_RELAYS)
      throw new ChatError('ERR_QUOTA', `an account names at most ${MAX_RELAYS} relays; parley relay remove takes one away first`)
    const stop = relays.keep(relay)
    try {
      await join(relay.id, token)
      const isKnown = others.length < current().length
      const next = isKnown ? current().map(one => (one.id === relay.id ? relay : one)) : [...others, relay]
      await save(renameRelays(named(), hereLast(next), nowMs()))
      faults.delete(relay.id)
      follow()
    } finally {
      stop()
    }
    return stateOf(relay)
  }

  function changed(): void {
    follow()
    for (const { id } of current()) joinIfOpen(id)
  }

  return {
    changed,
    start() {
      changed()
      const stops = [
        relays.on('relay:up', ({ relay }) => {
          answered(relay)
          joinIfOpen(relay)
        }),
        relays.on('relay:told', ({ relay }) => answered(relay)),
        relays.on('relay:joined', ({ relay }) => answered(relay)),
        relays.on('relay:refused', ({ relay, error }) => note(relay, error, relays.isUp(relay) ? 'a while' : 'until it answers'))
      ]
      return () => {
        for (const stop of [...stops, ...kept.values()]) stop()
      }
    },
    states: () => current().map(stateOf),
    add,
    async nameHere(address) {
      const { id } = relayAddress(address)
      // First: nothing may be said to be stored on its word.
      if (here() !== id) await saveHere(id)
      const last = current().at(-1)
      if (last?.id !== id || last.address !== address) await add({ address })
    },
    async remove(reference) {
      const found = current().filter(({ id, address }) => id.endsWith(reference) || address.endsWith(reference))
      const [relay, ...more] = found
      if (relay === undefined) throw new ChatError('ERR_NOT_FOUND', `no relay ${reference}; parley relay list shows them`)
      if (more.length > 0) throw new ChatError('ERR_INVALID_ARGUMENT', `${reference} fits several relays; name more of it`)
      const next = current().filter(({ id }) => id !== relay.id)
      await save(renameRelays(named(), next, nowMs()))
      follow()
    },
    faults: () => new Map([...faults].map(([relay, { error }]) => [relay, error.code])),
    pageOrigin() {
      const origins = current().flatMap(relay => stateOf(relay).page ?? [])
      return origins.find(origin => origin.startsWith('https:')) ?? origins[0]
    },
    stunServers: () =>
      current().flatMap(({ id, address }) => {
        const [host, port] = [firstHostOf(address), relays.info(id)?.stunPort ?? 0]
        return port === 0 || host === '' || host.includes(':') ? [] : [`stun:${host}:${port}`]
      })
  }
}

function whyNotJoined(standing: Standing | undefined, token: string | undefined): string {
  if (standing === 'banned') return 'this relay serves you no more: name another'
  if (token === undefined) return 'this relay takes members by invite: ask whoever runs it for one, and give it with --token …'
  return 'this invite to the relay is used or expired, or of another relay: ask whoever runs it for another'
}

function tokenOf(text: string): Uint8Array {
  try {
    return fromBase64url(text.trim())
  } catch (cause) {
    throw new ChatError('ERR_INVALID_ARGUMENT', 'this is no relay invite: copy all of it', { cause })
  }
}
