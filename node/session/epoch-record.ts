import { type ClientState, decodeGroupState, encodeGroupState } from 'ts-mls'
import { ChatError } from '../base/errors.js'
import { EpochRecord } from '../wire/generated/session.js'
import { type MlsEpoch, applicationRatchet, createEpoch, withApplicationRatchet, withState } from './epoch.js'
import { MAX_LEAVES } from './roles.js'
import { decodeLineage, encodeLineage } from './lineage.js'
import { decodeRatchet, encodeRatchet } from './ratchet.js'
import type { SessionContext } from './session-context.js'
import { decodeWhole, decoded } from './translation.js'

const VERSION = 1

/** As `Session.encode`. Skipped generations are written by themselves: the library's own encoding overflows the stack from some thousands on. */
export function encodeEpoch({ state, lineage, members }: MlsEpoch): Uint8Array {
  const ratchets = members.flatMap(({ leaf }) => {
    const ratchet = applicationRatchet(state, leaf)
    return Object.keys(ratchet.unusedGenerations).length > 0 ? [{ leaf, ratchet }] : []
  })
  const bare = ratchets.reduce(
    (stripped, { leaf, ratchet }) => withApplicationRatchet(stripped, leaf, { ...ratchet, unusedGenerations: {} }),
    state
  )
  return EpochRecord.encode({
    version: VERSION,
    state: encodeGroupState(bare),
    lineage: encodeLineage(lineage),
    ratchets: ratchets.map(({ leaf, ratchet }) => encodeRatchet(leaf, ratchet))
  })
}

/** As `Session.decode`. */
export async function decodeEpoch(context: SessionContext, encoded: Uint8Array): Promise<MlsEpoch> {
  const record = decoded('an epoch at rest', () => EpochRecord.decode(encoded, { limits: { ratchets: MAX_LEAVES } }))
  if (record.version !== VERSION) throw new ChatError('ERR_MALFORMED', 'a newer Parley wrote this epoch: update')
  const groupState = decodeWhole('an epoch at rest', decodeGroupState, Uint8Array.from(record.state))
  const state = record.ratchets.reduce<ClientState>(
    (filled, bytes) => {
      const { leaf, ratchet } = decodeRatchet(bytes)
      return withApplicationRatchet(filled, leaf, ratchet)
    },
    { ...groupState, clientConfig: context.config }
  )
  return createEpoch(context, state, id => decodeLineage(id, record.lineage))
}

/** As `Session.withRatchet`. */
export function withRatchet(epoch: MlsEpoch, leaf: number, encoded: Uint8Array): MlsEpoch {
  const { leaf: named, ratchet } = decodeRatchet(encoded)
  if (named !== leaf) throw new ChatError('ERR_MALFORMED', `this is the ratchet of leaf ${named}, not ${leaf}`)
  if (ratchet.generation < applicationRatchet(epoch.state, leaf).generation) {
    throw new ChatError('ERR_INVALID_ARGUMENT', `leaf ${leaf} is further already: a ratchet never moves back`)
  }
  return withState(epoch, withApplicationRatchet(epoch.state, leaf, ratchet))
}
