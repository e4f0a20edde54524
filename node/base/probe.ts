import type { Awaitable } from './primitives.js'

/**
 * Named steps at which the fault tests kill, stop or record a node or a relay. What is shipped passes none. A step is awaited where
 * it stands, so a test that never returns from it holds the node exactly there.
 */
export type Step =
  | 'send:sealed' // encrypted in memory, nothing on disk
  | 'send:durable' // {message, ratchet, outbox row} is on disk, nothing sent
  | 'send:written' // handed to the stream
  | 'send:acknowledged' // the peer's acknowledgement arrived, its batch not yet written
  | 'send:settled' // the outbox row is gone, from disk within 50 ms
  | 'gossip:published' // handed to those who hear the log
  | 'receive:arrived' // bytes are here, nothing opened
  | 'receive:opened' // decrypted in memory, nothing on disk
  | 'receive:durable' // {message, ratchet, seen id} is on disk, not acknowledged
  | 'receive:acknowledged'
  | 'relay:appended' // a relay said that it keeps a row, nothing of that is on disk here
  | 'relay:stored' // and now it is
  | 'relay:taken' // what stood in a log at a relay is on disk, with how far it was read
  | 'share:given' // a page of what was said before somebody came is on their disk, not noted here
  | 'history:taken' // a page of what was said before this device came is on disk
  | 'epoch:durable' // a new epoch's state is on disk, its commit or Welcome not sent
  | 'encrypt' // one MLS encryption; detail: `epoch leaf generation`
  // Of a relay:
  | 'append:arrived' // a run of envelopes is here, none of it checked
  | 'append:checked' // those of one log are in order, nothing on disk
  | 'append:durable' // they are on disk; neither who sent them nor who follows the log is told
  | 'request:done' // what was asked for is done and on disk, the answer not sent; detail: the request's kind
  | 'expiry:dropped' // one batch of what is over is gone from the disk
  | 'mark:promised' // the database says which mark comes next, the file beside it does not yet

export type Probe = (step: Step, detail?: string) => Awaitable<void>

export const noProbe: Probe = () => undefined
