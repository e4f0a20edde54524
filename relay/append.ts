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

interface Checked {
  readonly index: number
  readonly bytes: Uint8Array
}

/**
 * Appends a run of envelopes: each is verified, then those of each log go to the store together, where they share batches with
 * whatever else is appended at the time. Answers one by one, 'durable' only for what is on disk.
 */
export async function append(context: RelayContext, session: Session, envelopes: readonly Envelope[]): Promise<readonly Verdict[]> {
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
): Promise<ReadonlyMap<LogId, Checked[]>> {
  const source = context.sessions.source(session)
  if (!context.rates.allows('fault', source) || !context.rates.allows('work', source)) return new Map()
  const refusals = await Promise.all(envelopes.map(({ log, bytes }) => refusalOf(context, session, log, bytes)))
  const byLog = new Map<LogId, Checked[]>()
  for (const [at, { log, bytes }] of envelopes.entries()) {
    const index = from + at
    const refusal = refusals[at]
    const others = byLog.get(log)
    if (refusal !== undefined) verdicts[index] = refusal
    else if (others === undefined) byLog.set(log, [{ index, bytes }])
    else others.push({ index, bytes })
  }
  return byLog
}

async function refusalOf(context: RelayContext, session: Session, log: LogId, bytes: Uint8Array): Promise<ErrorCode | undefined> {
  const { logs, primitives } = context
  try {
    const envelope: OpenedEnvelope = decodeEnvelope(bytes)
    if (envelope.log !== log) return 'ERR_MALFORMED'
    // Nothing is verified for a log that is not here: strangers cost little.
    if ((await logs.find(log)) === undefined) return 'ERR_UNKNOWN_LOG'
    if (await isSignedByLog(primitives, envelope)) return undefined
    noteFault(context, session)
    return 'ERR_SIGNATURE'
  } catch (err) {
    return refusalFor(err)
  }
}

async function store(context: RelayContext, session: Session, log: LogId, checked: readonly Checked[], verdicts: Verdict[]): Promise<void> {
  const { logs, pushes, rates, sessions } = context
  const limitsFor = ({ owner }: LogState) => context.limitsOf(owner)
  let results: readonly Appended[]
  try {
    results = await logs.append(
      log,
      checked.map(({ bytes }) => bytes),
      {
        refusal: (state, usage, bytes) => appendRefusal(limitsFor(state), state, usage, bytes),
        renews: (state, ageDays) => renewsEnvelope(context.limits, state, ageDays)
      }
    )
  } catch (err) {
    for (const { index } of checked) verdicts[index] = refusalFor(err)
    return
  }
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
