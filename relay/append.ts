import { isChatError, type ErrorCode } from '../node/base/errors.js'
import type { LogId } from '../node/base/ids.js'
import type { Envelope, Verdict } from '../node/network/links.js'
import { decodeEnvelope, isSignedByLog, type Envelope as OpenedEnvelope } from '../node/wire/envelope.js'
import type { RelayContext } from './context.js'
import type { Appended, KeptEnvelope, LogState } from './log-store.js'
import { appendRefusal, renewsEnvelope } from './policy.js'
import { noteFault } from './proofs.js'
import type { Session } from './session.js'

/** Of one run: then those go to the store, while the next are checked. */
const CHECKED_AT_ONCE = 64

interface Arrived {
  readonly index: number
  readonly bytes: Uint8Array
  readonly envelope: OpenedEnvelope
}

/**
 * Appends a run of envelopes: they are verified, then those of each log go to the store together, where they share batches with
 * whatever else is appended at the time. Answers one by one, 'durable' only for what is on disk.
 */
export async function append(context: RelayContext, session: Session, envelopes: readonly Envelope[]): Promise<readonly Verdict[]> {
  await context.probe('append:arrived')
  const verdicts: Verdict[] = envelopes.map(() => 'ERR_BUSY')
  const storing: Promise<void>[] = []
  for (let from = 0; from < envelopes.length; from += CHECKED_AT_ONCE) {
    const slice = envelopes.slice(from, from + CHECKED_AT_ONCE)
    for (const [log, checked] of await check(context, session, slice, from, verdicts)) {
      storing.push(store(context, session, log, checked, verdicts))
    }
  }
  await Promise.all(storing)
  return verdicts
}

/** What may be stored, by log and in order; verdicts on the rest. */
async function check(
  context: RelayContext,
  session: Session,
  envelopes: readonly Envelope[],
  from: number,
  verdicts: Verdict[]
): Promise<ReadonlyMap<LogId, readonly Arrived[]>> {
  const source = context.sessions.source(session)
  if (!context.rates.allows('fault', source) || !context.rates.allows('work', source)) return new Map()
  const opened = await Promise.all(envelopes.map(envelope => openForLog(context, envelope)))
  const byLog = new Map<LogId, Arrived[]>()
  for (const [at, { log, bytes }] of envelopes.entries()) {
    const index = from + at
    const envelope = opened[at] ?? 'ERR_BUSY'
    const others = byLog.get(log)
    if (typeof envelope === 'string') verdicts[index] = envelope
    else if (others === undefined) byLog.set(log, [{ index, bytes, envelope }])
    else others.push({ index, bytes, envelope })
  }
  const signed = [...byLog].map(async ([log, arrived]) => [log, await signedOf(context, session, log, arrived, verdicts)] as const)
  return new Map(await Promise.all(signed))
}

/** Nothing is verified for a log that is not here: strangers cost little. */
async function openForLog({ logs }: RelayContext, { log, bytes }: Envelope): Promise<OpenedEnvelope | ErrorCode> {
  try {
    const envelope = decodeEnvelope(bytes)
    if (envelope.log !== log) return 'ERR_MALFORMED'
    return (await logs.find(log)) === undefined ? 'ERR_UNKNOWN_LOG' : envelope
  } catch (err) {
    return refusalFor(err)
  }
}

/**
 * What the log's key has signed. Who has proven over this link that they hold that key could sign whatever they bring, so of their
 * bulk one at random is verified: it tells a sender that signs wrongly, and all that came with it is verified then.
 */
async function signedOf(
  context: RelayContext,
  session: Session,
  log: LogId,
  arrived: readonly Arrived[],
  verdicts: Verdict[]
): Promise<readonly Arrived[]> {
  const sample = session.proven.get(log) === true ? arrived[randomBelow(context, arrived.length)] : undefined
  if (sample !== undefined && (await refusalOf(context, sample)) === undefined) return arrived
  const refusals = await Promise.all(arrived.map(one => refusalOf(context, one)))
  return arrived.filter(({ index }, at) => {
    const refusal = refusals[at]
    if (refusal === undefined) return true
    if (refusal === 'ERR_SIGNATURE') noteFault(context, session)
    verdicts[index] = refusal
    return false
  })
}

async function refusalOf({ primitives }: RelayContext, { envelope }: Arrived): Promise<ErrorCode | undefined> {
  try {
    return (await isSignedByLog(primitives, envelope)) ? undefined : 'ERR_SIGNATURE'
  } catch (err) {
    return refusalFor(err)
  }
}

/** Of at most 256, evenly enough. */
function randomBelow({ primitives }: RelayContext, count: number): number {
  return (primitives.randomBytes(1)[0] ?? 0) % count
}

async function store(context: RelayContext, session: Session, log: LogId, checked: readonly Arrived[], verdicts: Verdict[]): Promise<void> {
  const { logs, probe, pushes, rates, sessions } = context
  const allowanceFor = ({ owner }: LogState) => context.allowanceOf(owner)
  await probe('append:checked')
  let results: readonly Appended[]
  try {
    results = await logs.append(
      log,
      checked.map(({ bytes }) => bytes),
      {
        refusal: (state, usage, bytes) => appendRefusal(allowanceFor(state), state, usage, bytes),
        renews: (state, place, ageDays) => renewsEnvelope(allowanceFor(state), state, place, ageDays)
      }
    )
  } catch (err) {
    for (const { index } of checked) verdicts[index] = refusalFor(err)
    return
  }
  await probe('append:durable')
  const fresh: KeptEnvelope[] = []
  checked.forEach(({ index, bytes }, at) => {
    const appended = results[at] ?? 'ERR_BUSY'
    if (typeof appended === 'string') {
      verdicts[index] = appended
      return
    }
    verdicts[index] = 'durable'
    if (appended.isNew) fresh.push({ place: appended.place, bytes })
    // An honest retry is rare; a replay costs as much as what is new, and fills no quota.
    else rates.note('work', sessions.source(session))
  })
  if (fresh.length > 0) pushes.appended(session.device, log, fresh)
}

/** What failed here is no fault of whoever asked: they try again. */
function refusalFor(err: unknown): ErrorCode {
  return isChatError(err) && err.code !== 'ERR_STORE' && err.code !== 'ERR_CLOSED' ? err.code : 'ERR_BUSY'
}
