import { findAccountBy, type FoundAccount } from '../../node/api/find-account.js'
import { startTabLibp2p } from './tab-libp2p.js'
import { tabPlace } from './tab-place.js'

/** @throws as `findAccountBy` */
export function findTabAccount(phrase: string, relays: readonly string[]): Promise<FoundAccount> {
  const { primitives, clock } = tabPlace()
  return findAccountBy({ primitives, clock, startLibp2p: seed => startTabLibp2p({ primitives, seed }) }, phrase, relays)
}
