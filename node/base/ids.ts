declare const brand: unique symbol
export type Branded<T, Name extends string> = T & { readonly [brand]: Name }

/** 64 lower-case hex digits: an account's Ed25519 public key. */
export type AccountId = Branded<string, 'AccountId'>
/** A libp2p peer id (base58btc, `12D3Koo…`): the device's Ed25519 public key in libp2p's own spelling. */
export type DeviceId = Branded<string, 'DeviceId'>
/** 64 hex digits: the MLS group id, which is also the conversation's id. */
export type ConversationId = Branded<string, 'ConversationId'>
/** 64 hex digits: SHA-256 of the epoch's serialised GroupContext. */
export type EpochId = Branded<string, 'EpochId'>
/** 64 hex digits: the Ed25519 public key of an epoch's log. */
export type LogId = Branded<string, 'LogId'>
/** 64 hex digits: SHA-256(conversation ‖ device ‖ seq). */
export type MessageId = Branded<string, 'MessageId'>

/** Milliseconds since the Unix epoch by this node's clock. */
export type NowMs = Branded<number, 'NowMs'>
/** Milliseconds since the Unix epoch by the sender's clock: a hint, never an order. */
export type SentAtMs = Branded<number, 'SentAtMs'>
