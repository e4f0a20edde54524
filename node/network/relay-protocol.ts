import { fromHex } from '../base/bytes.js'
import type { DeviceId, LogId } from '../base/ids.js'
import { deviceKeyOf } from '../identity/device-id.js'
import { statement } from '../identity/statement.js'
import type { LinkProtocol } from './links.js'

/** What a client asks of a relay; bodies are in `relay.proto`. An append is an envelope frame, and so is a push. */
export type RelayRequestKind =
  | 'hello'
  | 'join'
  | 'open'
  | 'close'
  | 'child'
  | 'read'
  | 'subscribe'
  | 'unsubscribe'
  | 'invites'
  | 'knock'
  | 'knocks'
  | 'clear'
  | 'shelve'
  | 'take'
  | 'put-list'
  | 'get-list'
  | 'put-index'
  | 'get-index'

export const RELAY: LinkProtocol<RelayRequestKind> = {
  id: '/parley/relay/1.0.0',
  kinds: [
    'hello',
    'join',
    'open',
    'close',
    'child',
    'read',
    'subscribe',
    'unsubscribe',
    'invites',
    'knock',
    'knocks',
    'clear',
    'shelve',
    'take',
    'put-list',
    'get-list',
    'put-index',
    'get-index'
  ]
}

export const NONCE_BYTES = 32
/** Envelopes that a log opened by a knock may hold until its owner accepts. */
export const KNOCK_LOG_ENVELOPES = 64
/** Envelopes that a log still takes once it has a child. */
export const TAIL_ENVELOPES = 64
export const MAX_CHILDREN = 8
/** A year: no relay may promise more. */
export const MAX_RETENTION_DAYS = 366
/** Logs that an `open` says it follows. */
export const MAX_NAMED_BEHIND = 64
/** Logs in one `subscribe`. */
export const MAX_SUBSCRIBE = 256
/** Knocks that lie in one account's box. */
export const MAX_KNOCKS = 64
/** One-time key packages kept for a device. */
export const MAX_SHELVED = 64

/** A relay is a libp2p peer, and so spelled as a device is. */
export type RelayId = DeviceId

export interface LinkNonces {
  /** 32 bytes each, from `hello` and its answer: good for one link. */
  readonly relay: Uint8Array
  readonly own: Uint8Array
}

/** What the log's key signs to show that somebody may read it: it names relay, reader and link, so it is useless to any other. */
export function readStatement(relay: RelayId, reader: DeviceId, log: LogId, nonces: LinkNonces): Uint8Array {
  return statement('parley read 1', deviceKeyOf(relay), deviceKeyOf(reader), fromHex(log), nonces.relay, nonces.own)
}

/** What the log's key signs for the member that opens it. */
export function openStatement(relay: RelayId, member: DeviceId, log: LogId): Uint8Array {
  return statement('parley open 1', deviceKeyOf(relay), deviceKeyOf(member), fromHex(log))
}

/** What the parent's key and the child's key both sign: whoever may write an epoch may open the next. */
export function childStatement(relay: RelayId, parent: LogId, child: LogId): Uint8Array {
  return statement('parley child 1', deviceKeyOf(relay), fromHex(parent), fromHex(child))
}

/** How a peer stands with a relay. */
export type Standing = 'stranger' | 'guest' | 'member' | 'banned'
