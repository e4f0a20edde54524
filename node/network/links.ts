import type { DeviceId, LogId } from '../base/ids.js'
import type { ChatError, ErrorCode } from '../base/errors.js'
import type { Stop } from '../base/lifecycle.js'

/** What a peer asks of us over a link. One handler serves a protocol: the conversation room the direct one, a relay its own. */
export interface LinkHandler<Kind extends string = RequestKind> {
  /**
   * Envelopes in the order they arrived, as many as had arrived, so that one durable batch can take them all. One answer each:
   * `durable` is acknowledged to the peer, `silent` is never answered (to a stranger no receipt of any kind leaves), an error
   * code refuses that envelope and keeps the link. Not called again for this peer until it resolves: that is the backpressure.
   */
  envelopes(from: DeviceId, envelopes: readonly Envelope[]): Promise<readonly Verdict[]>
  /** Called once the answers above were handed to the stream. */
  answered?(from: DeviceId, verdicts: readonly Verdict[]): void
  /** Any other request: an opaque body, answered by an opaque body, or refused by throwing a ChatError. */
  request(from: DeviceId, kind: Kind, body: Uint8Array): Promise<Uint8Array>
}

export interface Envelope {
  readonly log: LogId
  readonly bytes: Uint8Array
  /** Where it stands in a relay's log, from 1; only on what a relay pushes. */
  readonly place?: number
}

export type Verdict = 'durable' | 'silent' | ErrorCode

/** What is spoken over a link: frames, windows and deadlines are the same for all. */
export interface LinkProtocol<Kind extends string> {
  /** The libp2p protocol id. */
  readonly id: string
  /** By their places on the wire, from 1. Only ever appended to. */
  readonly kinds: readonly Kind[]
}

/**
 * `take`: key packages by invite token. `knock`: an introduction. `sync`: what do you hold. `devices`: where a device is now. `ask`: what a
 * member lacks of a group. `link`: a device is to be one of an account. `history`: what was said before a device of the account came.
 * `share`: what was said in a group before a member came. `typing`: somebody is writing, or no more.
 */
export type RequestKind = 'take' | 'knock' | 'sync' | 'devices' | 'ask' | 'link' | 'history' | 'share' | 'typing'

export const DIRECT: LinkProtocol<RequestKind> = {
  id: '/parley/direct/1.0.0',
  kinds: ['take', 'knock', 'sync', 'devices', 'ask', 'link', 'history', 'share', 'typing']
}

/** How a device is reached now. */
export interface Path {
  readonly device: DeviceId
  readonly via: 'direct' | 'circuit'
  readonly transport: 'tcp' | 'ws' | 'webrtc' | 'other'
  /** Multiaddr of the connection. */
  readonly address: string
  /** Milliseconds; undefined until the first measurement. */
  readonly roundTripMs: number | undefined
  readonly sinceMs: number
}

export type LinkEvents = {
  'link:up': { readonly device: DeviceId }
  'link:down': { readonly device: DeviceId }
  /** That device broke the protocol or a limit and was cut off: ERR_MALFORMED, ERR_TOO_LARGE, ERR_PROTOCOL or ERR_TIMEOUT. */
  'link:refused': { readonly device: DeviceId; readonly error: ChatError }
  /** `addresses()` gives others than before. */
  'addresses:changed': { readonly addresses: readonly string[] }
}

/**
 * One long-lived, encrypted, authenticated stream to each device we talk to: opened once and kept, opened again by itself with
 * backoff while `keep` holds. Everything is bounded: frame size, unanswered bytes in flight (credits), time.
 */
export interface Links<Kind extends string = RequestKind> {
  readonly self: DeviceId
  serve(handler: LinkHandler<Kind>): Stop
  /** Learns multiaddrs a device may be found at (from cards, device lists, the DHT). Bad ones are ignored. */
  learn(device: DeviceId, addresses: readonly string[]): Promise<void>
  /** Keeps a link to this device for as long as possible: dials, redials with jittered backoff, at once on `learn` and on network change. */
  keep(device: DeviceId): Stop
  /** Ends the link to a device that nobody here keeps; the other side has to need it no more than we do. */
  release(device: DeviceId): void
  /** Ends the link to this device, kept or not, and lets none be, whoever dials, until it is stopped. Other protocols to it go on. */
  bar(device: DeviceId): Stop
  isUp(device: DeviceId): boolean
  /**
   * Sends one envelope; resolves when the peer has acknowledged that it is durable there. Many may be in flight; waits for
   * credit when the window is full. Opens the link when needed.
   * @throws ERR_UNREACHABLE, ERR_TIMEOUT (no answer in 30 s), ERR_TOO_LARGE, ERR_BUSY (16 MiB wait already), or the peer's refusal
   */
  send(device: DeviceId, envelope: Envelope, options?: { signal?: AbortSignal; written?: () => void }): Promise<void>
  /** @throws as `send` */
  request(device: DeviceId, kind: Kind, body: Uint8Array, options?: { signal?: AbortSignal }): Promise<Uint8Array>
  /** One round trip by libp2p ping, milliseconds. @throws ERR_UNREACHABLE, ERR_TIMEOUT */
  ping(device: DeviceId, options?: { signal?: AbortSignal }): Promise<number>
  paths(): readonly Path[]
  /** Multiaddrs that others can dial, without the peer id. */
  addresses(): readonly string[]
  on<K extends keyof LinkEvents>(name: K, listener: (event: LinkEvents[K]) => void): Stop
  close(): Promise<void>
}
