import './shim.js'
import { findAccountBy, type FoundAccount } from '../api/find-account.js'
import { systemClock } from '../base/clock.js'
import { startLibp2p } from './libp2p-node.js'
import { createNodePrimitives } from './node-crypto.js'

/** @throws as `findAccountBy` */
export function findAccount(phrase: string, relays: readonly string[]): Promise<FoundAccount> {
  const finder = {
    primitives: createNodePrimitives(),
    clock: systemClock,
    startLibp2p: (seed: Uint8Array) => startLibp2p({ seed, listen: [], mdns: false })
  }
  return findAccountBy(finder, phrase, relays)
}
