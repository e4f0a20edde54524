/** A receiver of the gossip job, in a process of its own: tells when each envelope was heard. */
import '../../node/host/shim.js'
import type { LogId } from '../../node/base/ids.js'
import { nowMs } from './figures.js'
import { createGossipNode, type GossipKind, type Whereabouts } from './gossip-node.js'

/** How many have been heard, the last of them when; and the time this process has computed by then. */
export interface Heard {
  readonly count: number
  readonly atMs: number
  readonly cpuMs: number
}

process.on('disconnect', () => process.exit())

const [kind, log, stepText] = process.argv.slice(2)
const step = Number(stepText)
let count = 0

const node = await createGossipNode(kind as GossipKind, log as LogId, () => {
  const atMs = nowMs()
  if (++count % step !== 0) return
  const { user, system } = process.cpuUsage()
  process.send?.({ count, atMs, cpuMs: (user + system) / 1_000 } satisfies Heard)
})
process.on('message', (others: readonly Whereabouts[]) => {
  void node.dial(others).then(() => process.send?.('dialled'))
})
process.send?.(node.at)
