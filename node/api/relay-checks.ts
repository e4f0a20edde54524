import type { ErrorCode } from '../base/errors.js'
import type { Advice } from './advice.js'
import type { Check, RelayState } from './status.js'
import type { OwnRelays } from './own-relays.js'

const NEARLY_FULL = 0.9

/** Whether each relay that is named serves us. */
export function relayChecks(relays: Pick<OwnRelays, 'states' | 'faults'>, advice: Advice): readonly Check[] {
  const states = relays.states()
  if (states.length === 0) return [{ name: 'relay', ok: true, detail: 'none named: messages reach people only while both are online' }]
  const faults = relays.faults()
  return states.map(state => checkOf(state, faults.get(state.relay), advice))
}

function checkOf(
  { relay, address, up, standing, fault, retentionDays, bytesUsed, bytesLimit }: RelayState,
  code: ErrorCode | undefined,
  advice: Advice
): Check {
  const name = `relay …${relay.slice(-8)}`
  if (!up) return { name, ok: false, detail: 'not reachable now', advice: advice.relayAway }
  if (standing === 'banned')
    return {
      name,
      ok: false,
      detail: 'serves us no more: it keeps nothing for us',
      advice: advice.relayServesNoMore(relay)
    }
  if (standing !== 'member')
    return {
      name,
      ok: false,
      detail: `keeps nothing for us: we are ${standing ?? 'unknown'} there`,
      advice: advice.relayNotJoined
    }
  if (fault !== undefined)
    return {
      name,
      ok: false,
      detail: fault,
      advice: code === 'ERR_ALREADY_EXISTS' ? advice.relayHasIndex(address) : 'name another relay where this happens again'
    }
  if (bytesLimit !== undefined && bytesUsed !== undefined && bytesUsed >= bytesLimit * NEARLY_FULL)
    return {
      name,
      ok: false,
      detail: bytesLimit === 0 ? 'gives us no space' : `${Math.round((bytesUsed / bytesLimit) * 100)}% of our space there is used`,
      advice: 'ask whoever runs it for more, or name another relay: what finds no room there waits for people to be online'
    }
  return { name, ok: true, detail: `linked; keeps messages ${retentionDays ?? 0} days` }
}
