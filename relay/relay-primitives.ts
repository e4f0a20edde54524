import type { Primitives } from '../node/base/primitives.js'
import { createNodePrimitives } from '../node/host/node-crypto.js'

/** Threads of the pool are few, and the disk's writes wait in the same line: so many signatures take two milliseconds. */
const CHECKS_AT_ONCE = 64

/** Signatures are what a relay spends its time on, so they are checked beside the event loop, no more at once than the disk can wait for. */
export function createRelayPrimitives(): Primitives {
  const primitives = createNodePrimitives({ verifyInPool: true })
  const waiting: (() => void)[] = []
  let running = 0

  async function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
    if (running >= CHECKS_AT_ONCE) await new Promise<void>(resolve => waiting.push(resolve))
    running++
    try {
      return await primitives.verify(publicKey, message, signature)
    } finally {
      running--
      waiting.shift()?.()
    }
  }

  return { ...primitives, verify }
}
