import type { Awaitable } from './primitives.js'

/**
 * Named steps at which the fault tests kill, stop or record a node. A shipped node passes none. A step is awaited where it
 * stands, so a test that never returns from it holds the node exactly there.
 */
export type Step =
  | 'send:sealed' // encrypted in memory, nothing on disk
  | 'send:durable' // {message, ratchet, outbox row} is on disk, nothing sent
  | 'send:written' // handed to the stream
  | 'send:acknowledged' // the peer's acknowledgement arrived, its batch not yet written
  | 'send:settled' // the outbox row is gone, from disk within 50 ms
  | 'receive:arrived' // bytes are here, nothing opened
  | 'receive:opened' // decrypted in memory, nothing on disk
  | 'receive:durable' // {message, ratchet, seen id} is on disk, not acknowledged
  | 'receive:acknowledged'
  | 'relay:appended' // a relay said that it keeps a row, nothing of that is on disk here
  | 'relay:stored' // and now it is
  | 'relay:taken' // what stood in a log at a relay is on disk, with how far it was read
  | 'epoch:durable' // a new epoch's state is on disk, its commit or Welcome not sent
  | 'encrypt' // one MLS encryption; detail: `epoch leaf generation`

export type Probe = (step: Step, detail?: string) => Awaitable<void>

export const noProbe: Probe = () => undefined
