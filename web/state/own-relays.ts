import type { RelayState } from '../../node/api/status.js'

/** Relays are named that stay when this machine goes, and none of them keeps anything for this account now. */
export function areAllOut(named: readonly RelayState[]): boolean {
  const relays = named.filter(({ isHere }) => isHere !== true)
  return relays.length > 0 && relays.every(({ up, standing }) => !up || standing !== 'member')
}
