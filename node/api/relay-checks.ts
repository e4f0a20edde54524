import type { ErrorCode } from '../base/errors.js'
import type { Check, RelayState } from './status.js'
import type { OwnRelays } from './own-relays.js'

const NEARLY_FULL = 0.9

/** Whether each relay that is named serves us. */
export function relayChecks(relays: Pick<OwnRelays, 'states' | 'faults'>): readonly Check[] {
  const states = relays.states()
  if (states.length === 0) return [{ name: 'relay', ok: true, detail: 'none named: messages reach people only while both are online' }]
  const faults = relays.faults()
  return states.map(state => checkOf(state, faults.get(state.relay)))
}

function checkOf(
  { relay, address, up, standing, fault, retentionDays, bytesUsed, bytesLimit }: RelayState,
  code: ErrorCode | undefined
): Check {
  const name = `relay …${relay.slice(-8)}`
  if (!up)
    return { name, ok: false, detail: 'not reachable now', advice: 'it is tried again by itself; parley relay list shows its address' }
  if (standing === 'banned')
    return {
      name,
      ok: false,
      detail: 'serves us no more: it keeps nothing for us',
      advice: `name another, and parley relay remove ${relay.slice(-8)}`
    }
  if (standing !== 'member')
    return {
      name,
      ok: false,
      detail: `keeps nothing for us: we are ${standing ?? 'unknown'} there`,
      advice: 'parley relay add with a token joins it'
    }
  if (fault !== undefined)
    return {
      name,
      ok: false,
      detail: fault,
      advice:
        code === 'ERR_ALREADY_EXISTS'
          ? `parley init --phrase --relay ${address} in an empty profile brings it back; parley relay add ${address} --replace-index gives it up`
          : 'name another relay where this happens again'
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
