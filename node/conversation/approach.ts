import { EMPTY } from '../base/bytes.js'
import { ChatError, isChatError, type ErrorCode } from '../base/errors.js'
import type { AccountId, DeviceId, LogId } from '../base/ids.js'
import { withPatience } from '../base/patience.js'
import type { RequestKind } from '../network/links.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { RelayAddress } from '../network/relays.js'
import { decodeEnvelope } from '../wire/envelope.js'
import { Knock, Knocked, Take, Taken } from '../wire/generated/introduction.js'
import type { Contact } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { PendingKnock } from './letter.js'
import { decodedIntroduction, decodeKnock } from './knock-frame.js'
import { namedNow } from './relay-set.js'
import { MAX_WELCOME_PARTS } from './welcome-parts.js'

/** A device that is not linked is tried for so long before its relays are asked. */
const DIRECT_PATIENCE_MS = 3_000
const MAX_TAKEN = 8
/** What a device says of a token that it gives no key package for: that it knows of none such, or that it is over for all. */
const LAST_WORDS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ERR_KNOCK_REFUSED', 'ERR_EXPIRED'])
const REFUSED: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ERR_KNOCK_REFUSED'])
const NOT_NOW: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ERR_UNREACHABLE', 'ERR_TIMEOUT', 'ERR_ABORTED', 'ERR_BUSY'])

export interface AskOptions {
  readonly signal: AbortSignal
}

export interface TakeOptions extends Partial<AskOptions> {
  /** What was taken the last time has led nowhere: whoever gave it is asked last. */
  readonly anew?: boolean
}

/** What is made of the key packages that somebody gave. Where it rejects the next is asked. */
export type Judge<T> = (packages: readonly Uint8Array[]) => Promise<T>

export interface TakenPackages<T> {
  /** Whom to knock at. */
  readonly device: DeviceId
  readonly packages: T
}

/** A device of theirs, or one of their relays. */
interface Source {
  readonly id: DeviceId
  take(): Promise<{ readonly device: DeviceId; readonly packages: readonly Uint8Array[] }>
}

/** How somebody is asked with whom there is no conversation yet: their devices first, and where none answers the relays on their card. */
export interface Approach {
  /**
   * A key package of each of their devices, of the first who gives some that pass. @throws ERR_KNOCK_REFUSED, ERR_EXPIRED, ERR_UNREACHABLE,
   * ERR_TIMEOUT, ERR_ABORTED, and why the last were no good
   */
  take<T>(contact: Contact, judge: Judge<T>, options?: TakeOptions): Promise<TakenPackages<T>>
  /**
   * Whether this was thrown by `take` or `knock` since a device of theirs itself has refused: a relay may only not have heard of a token. By
   * `take` it is ERR_EXPIRED where nobody else gives anything for the token either.
   */
  isLastWord(err: unknown): boolean
  /**
   * Undefined once a device of theirs has it; else with the relays that keep it. @throws ERR_KNOCK_REFUSED, ERR_EXPIRED, and where
   * it lies nowhere as `take`
   */
  knock(contact: Contact, knock: PendingKnock, options?: AskOptions): Promise<PendingKnock | undefined>
  /**
   * Of the relays that it was left at, those that keep nothing of it now: its owner has refused it, or it was forgotten there. A relay that
   * does not answer is none of them.
   */
  letGo(knock: PendingKnock): Promise<readonly RelayId[]>
}

export function createApproach({ links, relays, clock }: Pick<ConversationContext, 'links' | 'relays' | 'clock'>): Approach {
  /** Who gave each account's packages the last time. */
  const givers = new Map<AccountId, DeviceId>()
  const lastWords = new WeakSet<ChatError>()

  /** Where relays can be asked instead, a device that does not answer is not waited for. */
  function askDirectly(
    contact: Contact,
    device: DeviceId,
    kind: RequestKind,
    body: Uint8Array,
    options: Partial<AskOptions> = {}
  ): Promise<Uint8Array> {
    const isOnlyWay = namedNow(contact.relays).length === 0
    if (isOnlyWay || links.isUp(device)) return links.request(device, kind, body, options)
    return withPatience(clock, DIRECT_PATIENCE_MS, signal => links.request(device, kind, body, { signal }), options.signal)
  }

  /** Notes where a device itself says one of these. */
  async function heard<T>(answer: Promise<T>, words: ReadonlySet<ErrorCode>): Promise<T> {
    try {
      return await answer
    } catch (err) {
      if (isChatError(err) && words.has(err.code)) lastWords.add(err)
      throw err
    }
  }

  async function takeAt(
    relay: RelayAddress,
    { account, name, devices: [first], token = EMPTY }: Contact
  ): Promise<TakenPackages<readonly Uint8Array[]>> {
    if (first === undefined) throw new ChatError('ERR_CARD', `the invite of ${name} names no device; ask for a new one`)
    try {
      return { device: first.device, packages: await relays.visit(relay, () => relays.take(relay.id, account, token)) }
    } catch (cause) {
      if (!isChatError(cause, 'ERR_NOT_FOUND')) throw cause
      throw new ChatError('ERR_UNREACHABLE', `${name} has left nothing at that relay to begin with`, { cause })
    }
  }

  /** The device itself has the last word about its invites; a relay may only not have heard of this one. */
  function sourcesOf(contact: Contact, { anew = false, ...options }: TakeOptions): readonly Source[] {
    const devices = contact.devices.map(({ device }): Source => ({
      id: device,
      async take() {
        const answer = askDirectly(contact, device, 'take', Take.encode({ token: contact.token ?? EMPTY }), options)
        return { device, packages: decodeTaken(await heard(answer, LAST_WORDS)) }
      }
    }))
    const boxes = namedNow(contact.relays).map((relay): Source => ({
      id: relay.id,
      take: () => takeAt(relay, contact)
    }))
    const all = [...devices, ...boxes]
    const last = anew ? givers.get(contact.account) : undefined
    return [...all.filter(({ id }) => id !== last), ...all.filter(({ id }) => id === last)]
  }

  /** They say which parts of a Welcome they lack: those that came before a link broke are not sent again. @throws ERR_BUSY where they want more than there is */
  async function handOver(contact: Contact, { to, body, rest = [] }: PendingKnock, options?: AskOptions): Promise<void> {
    let lacking = decodeLacking(await askDirectly(contact, to, 'knock', body, options))
    for (let sent = 0; lacking.length > 0; sent++) {
      const welcome = sent < rest.length ? rest[(lacking[0] ?? 0) - 1] : undefined
      if (welcome === undefined) throw new ChatError('ERR_BUSY', `${contact.name}'s device wants parts of a letter that there are not`)
      const part = Knock.encode({ token: EMPTY, sealed: [], welcome })
      lacking = decodeLacking(await askDirectly(contact, to, 'knock', part, options))
    }
  }

  /**
   * Leaves it in the boxes at their relays, where it is not yet. @returns where it lies now
   * @throws ERR_KNOCK_REFUSED where it lies nowhere, and a relay says that the invite is not valid any more
   */
  async function leaveKnock(contact: Contact, { body, rest = [], leftAt }: PendingKnock): Promise<readonly RelayId[]> {
    const all = [...leftAt]
    let refusal: ChatError | undefined
    const leave = async (relay: RelayAddress): Promise<void> => {
      try {
        await relays.visit(relay, async () => {
          await relays.knock(relay.id, contact.account, body)
          for (const bytes of rest) await relays.append(relay.id, { log: decodeEnvelope(bytes).log, bytes })
        })
        all.push(relay.id)
      } catch (err) {
        // Another relay, or the device itself, may do.
        if (!isChatError(err)) throw err
        if (err.code === 'ERR_KNOCK_REFUSED') refusal = err
      }
    }
    const missing = namedNow(contact.relays).filter(({ id }) => !leftAt.includes(id))
    await Promise.all(missing.map(leave))
    if (all.length === 0 && refusal !== undefined) throw refusal
    return all
  }

  /** The Welcome stands first in the log that the knock opened: appended again, it changes nothing where that is still so. */
  async function isKept(relay: RelayId, log: LogId, welcome: Uint8Array): Promise<boolean> {
    try {
      await relays.append(relay, { log, bytes: welcome })
    } catch (err) {
      if (!isChatError(err)) throw err
      return err.code !== 'ERR_LOG_CLOSED' && err.code !== 'ERR_UNKNOWN_LOG'
    }
    return true
  }

  return {
    async letGo({ body, leftAt }) {
      const { welcome } = decodeKnock(body)
      const { log } = decodeEnvelope(welcome)
      const asked = leftAt.filter(relay => relays.isUp(relay))
      const kept = await Promise.all(asked.map(relay => isKept(relay, log, welcome)))
      return asked.filter((_, i) => kept[i] === false)
    },
    isLastWord: err => isChatError(err) && lastWords.has(err),
    async take(contact, judge, options = {}) {
      let last: ChatError = new ChatError('ERR_UNREACHABLE', `${contact.name} can't be reached: the invite names no address`)
      for (const source of sourcesOf(contact, options)) {
        try {
          const { device, packages } = await source.take()
          const judged = await judge(packages)
          givers.set(contact.account, source.id)
          return { device, packages: judged }
        } catch (err) {
          if (!isChatError(err) || lastWords.has(err) || options.signal?.aborted === true) throw err
          last = err
        }
      }
      throw last
    },
    async knock(contact, knock, options) {
      try {
        await heard(handOver(contact, knock, options), REFUSED)
        return undefined
      } catch (err) {
        if (!isChatError(err) || !NOT_NOW.has(err.code)) throw err
        const leftAt = await leaveKnock(contact, knock)
        if (leftAt.length === 0) throw err
        return { ...knock, leftAt }
      }
    }
  }
}

function decodeLacking(answer: Uint8Array): Uint8Array {
  const { lacking } = decodedIntroduction(() => Knocked.decode(answer))
  if (lacking.length > MAX_WELCOME_PARTS) throw new ChatError('ERR_MALFORMED', 'an answer to a knock names more parts than a Welcome has')
  return lacking
}

function decodeTaken(answer: Uint8Array): readonly Uint8Array[] {
  return decodedIntroduction(() => Taken.decode(answer, { limits: { keyPackages: MAX_TAKEN } }).keyPackages)
}
