/** Devices in a process of their own that subscribe to a log each, one after another; says when all have, and when each has heard something. */
import '../../node/host/shim.js'
import { once } from 'node:events'
import { fromHex } from '../../node/base/bytes.js'
import { connect, newLog, type ReachableRelay } from '../relay/client.js'

export interface SubscribersFarEnd {
  readonly at: ReachableRelay
  /** Of the logs' keys, in hex. */
  readonly seeds: readonly string[]
}

process.on('disconnect', () => process.exit())

const [orders]: SubscribersFarEnd[] = await once(process, 'message')
const heard: Promise<void>[] = []
for (const seed of orders?.seeds ?? []) {
  const client = await connect(orders?.at as ReachableRelay, { hello: 'stranger' })
  const { states } = await client.subscribe(await newLog(fromHex(seed)))
  if (states[0]?.refusal !== '') throw new Error(`the relay refused with ${states[0]?.refusal}`)
  heard.push(client.hears(1))
}
process.send?.('subscribed')
await Promise.all(heard)
process.send?.('told')
