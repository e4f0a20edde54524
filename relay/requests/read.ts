import { EMPTY } from '../../node/base/bytes.js'
import { MAX_BODY_BYTES } from '../../node/network/link-frame.js'
import { RelayPage, RelayRead } from '../../node/wire/generated/relay.js'
import { decoded, logIdOf } from '../bodies.js'
import type { Answer } from '../context.js'
import { requireReader } from '../proofs.js'

/** A place, two lengths, their tags: what an envelope takes in a page besides its own bytes. */
const ENTRY_BYTES = 24
const PAGE_BYTES = MAX_BODY_BYTES - 64

/** A page of a log, from a cursor on or back from it. */
export const read: Answer = async (context, session, body) => {
  const { logs, pushes } = context
  const { log: id, proof, place, backwards, most } = decoded(() => RelayRead.decode(body))
  const log = logIdOf(id)
  const state = await requireReader(context, session, log, proof?.signature ?? EMPTY)
  const kept = await logs.read(log, {
    place,
    backwards,
    mostBytes: PAGE_BYTES,
    extraBytes: ENTRY_BYTES,
    most: most === 0 ? Infinity : most
  })
  const last = kept.at(-1)?.place ?? place
  if (!backwards && last >= state.newest) pushes.caughtUp(session.device, log)
  return RelayPage.encode({
    entries: kept.map(({ place: at, bytes }) => ({ place: at, envelope: bytes })),
    newest: state.newest,
    oldest: state.oldest
  })
}
