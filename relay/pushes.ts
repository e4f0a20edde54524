import { EMPTY } from '../node/base/bytes.js'
import type { DeviceId, LogId } from '../node/base/ids.js'
import type { Links } from '../node/network/links.js'
import type { RelayRequestKind } from '../node/network/relay-protocol.js'
import type { KeptEnvelope, LogStore } from './log-store.js'

/** Of one log on its way to one device, unanswered. */
const MAX_IN_FLIGHT = 64
/** Of all logs on their way to one device. */
const MAX_IN_FLIGHT_BYTES = 2 * 1024 * 1024
/** Something was put into the box: an envelope frame without bytes, of no log. */
const NO_LOG = '0'.repeat(64) as LogId

interface Subscription {
  inFlight: number
  /** It was too slow and pushes were left out: one at a time is sent until it has read to the end. */
  isBehind: boolean
  /** Left out since the last push. */
  missed: boolean
}

interface Subscriber {
  readonly logs: Map<LogId, Subscription>
  inFlightBytes: number
}

/**
 * Who is told of what is appended. Pushes are hints and nothing waits for them: a device that is slow is told less, and finds by the
 * places what it has to read.
 */
export interface Pushes {
  /** False where the device has subscribed to `limit` logs already. */
  subscribe(device: DeviceId, log: LogId, limit: number): boolean
  unsubscribe(device: DeviceId, log: LogId): void
  /** Ends all of that device's. */
  forget(device: DeviceId): void
  /** It has read this log to its end. */
  caughtUp(device: DeviceId, log: LogId): void
  /** In the order of their places. To whoever appended them without the bytes. */
  appended(from: DeviceId, log: LogId, envelopes: readonly KeptEnvelope[]): void
  /** Something was put into the boxes of these devices' account, under this id. */
  knocked(devices: readonly DeviceId[], id: number): void
  /** How often logs are subscribed to now, and what was pushed since the start. */
  counts(): { readonly subscriptions: number; readonly pushed: number }
}

interface PushesInit {
  readonly links: Pick<Links<RelayRequestKind>, 'send' | 'isUp'>
  readonly logs: Pick<LogStore, 'read'>
}

export function createPushes({ links, logs }: PushesInit): Pushes {
  const subscribers = new Map<DeviceId, Subscriber>()
  const byLog = new Map<LogId, Set<DeviceId>>()
  let subscriptions = 0
  let pushed = 0

  function unsubscribe(device: DeviceId, log: LogId): void {
    if (subscribers.get(device)?.logs.delete(log) !== true) return
    subscriptions--
    const devices = byLog.get(log)
    devices?.delete(device)
    if (devices?.size === 0) byLog.delete(log)
  }

  function push(device: DeviceId, log: LogId, { place, bytes }: KeptEnvelope): void {
    const subscriber = subscribers.get(device)
    const subscription = subscriber?.logs.get(log)
    if (subscriber === undefined || subscription === undefined || !links.isUp(device)) return
    const isFull = subscription.inFlight >= MAX_IN_FLIGHT || subscriber.inFlightBytes + bytes.length > MAX_IN_FLIGHT_BYTES
    if (isFull || (subscription.isBehind && subscription.inFlight > 0)) {
      subscription.isBehind = true
      subscription.missed = true
      return
    }
    pushed++
    subscription.inFlight++
    subscription.missed = false
    subscriber.inFlightBytes += bytes.length
    const settled = (isTaken: boolean): void => {
      subscription.inFlight--
      subscriber.inFlightBytes -= bytes.length
      if (!isTaken) subscription.isBehind = true
      if (!isTaken || !subscription.missed || subscription.inFlight > 0) return
      // A disk that refuses keeps nothing from the device for long: it reads every few minutes anyway.
      pushNewest(device, log, subscription).catch(() => undefined)
    }
    links.send(device, { log, bytes, place }).then(
      () => settled(true),
      () => settled(false) // it refused, or is gone: it reads when it comes back
    )
  }

  /** Its place shows the device that it was told too little. */
  async function pushNewest(device: DeviceId, log: LogId, subscription: Subscription): Promise<void> {
    const [newest] = await logs.read(log, { place: 0, backwards: true, mostBytes: 0, most: 1 })
    if (newest !== undefined && subscription.missed) push(device, log, newest)
  }

  return {
    subscribe(device, log, limit) {
      const subscriber = subscribers.get(device) ?? { logs: new Map<LogId, Subscription>(), inFlightBytes: 0 }
      if (subscriber.logs.has(log)) return true
      if (subscriber.logs.size >= limit) return false
      subscribers.set(device, subscriber)
      subscriber.logs.set(log, { inFlight: 0, isBehind: false, missed: false })
      byLog.set(log, (byLog.get(log) ?? new Set()).add(device))
      subscriptions++
      return true
    },
    unsubscribe,
    forget(device) {
      for (const log of subscribers.get(device)?.logs.keys() ?? []) unsubscribe(device, log)
      subscribers.delete(device)
    },
    caughtUp(device, log) {
      const subscription = subscribers.get(device)?.logs.get(log)
      if (subscription !== undefined) Object.assign(subscription, { isBehind: false, missed: false })
    },
    appended(from, log, envelopes) {
      for (const device of byLog.get(log) ?? [])
        for (const { place, bytes } of envelopes) push(device, log, { place, bytes: device === from ? EMPTY : bytes })
    },
    knocked(devices, id) {
      for (const device of devices) {
        // Whoever does not hear it lists the box at its next hello.
        if (links.isUp(device)) links.send(device, { log: NO_LOG, bytes: EMPTY, place: id }).catch(() => undefined)
      }
    },
    counts: () => ({ subscriptions, pushed })
  }
}
