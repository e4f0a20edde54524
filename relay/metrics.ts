import { counterBy, metric, processMetrics, storeMetrics } from '../node/host/prometheus.js'
import type { JournalStats } from '../node/store/journal.js'
import type { RelayCounts } from './relay.js'
import type { SyncTimes } from './sync-times.js'

/** All that is counted of a running relay. */
export interface RelayFigures extends RelayCounts {
  readonly startedAtMs: number
  readonly nowMs: number
  readonly connections: number
  /** Of circuits, held now. */
  readonly reservations: number
  readonly stun: { readonly answered: number; readonly ignored: number }
  readonly store: JournalStats
  readonly syncs?: SyncTimes
}

/** Prometheus' text format, version 0.0.4. Counts only: no account, device, log or address of anybody, also not as a label. */
export function metricsText(figures: RelayFigures): string {
  const { refused, requests, store, stun, syncs } = figures
  return [
    ...metric('parley_relay_uptime_seconds', 'gauge', 'Seconds since the relay started.', (figures.nowMs - figures.startedAtMs) / 1_000),
    ...metric('parley_relay_connections', 'gauge', 'Connections, of members and strangers.', figures.connections),
    ...metric('parley_relay_links', 'gauge', 'Devices that have said hello and are linked now.', figures.links),
    ...metric('parley_relay_members', 'gauge', 'Accounts that may open logs.', figures.members),
    ...metric('parley_relay_subscriptions', 'gauge', 'Logs that are pushed over links now.', figures.subscriptions),
    ...metric('parley_relay_reservations', 'gauge', 'Devices that are reached by circuits through this relay.', figures.reservations),
    ...metric('parley_relay_logs', 'gauge', 'Logs kept.', figures.logs),
    ...metric('parley_relay_envelopes', 'gauge', 'Envelopes kept.', figures.envelopes),
    ...metric('parley_relay_bytes', 'gauge', 'Bytes of envelopes kept.', figures.bytes),
    ...metric('parley_relay_used_bytes', 'gauge', 'Bytes of all that is kept.', figures.usedBytes),
    ...metric('parley_relay_limit_bytes', 'gauge', 'What it may take; at that nothing more is kept.', figures.totalBytes),
    ...metric('parley_relay_appended_total', 'counter', 'Envelopes acknowledged as stored, repeats included.', figures.appended),
    ...metric('parley_relay_appended_bytes_total', 'counter', 'Their bytes.', figures.appendedBytes),
    ...metric('parley_relay_pushed_total', 'counter', 'Envelopes pushed to subscribers.', figures.pushed),
    ...counterBy('parley_relay_requests_total', 'Requests by kind.', labelled('kind', requests)),
    ...counterBy('parley_relay_refused_total', 'Envelopes and requests refused, by code.', labelled('code', refused)),
    ...metric('parley_relay_stun_answered_total', 'counter', 'STUN requests answered.', stun.answered),
    ...metric('parley_relay_stun_ignored_total', 'counter', 'Datagrams that were no STUN request, or one too many.', stun.ignored),
    ...storeMetrics('parley_relay', store),
    ...(syncs === undefined ? [] : syncHistogram(syncs)),
    ...processMetrics()
  ].join('\n')
}

const labelled = (label: string, counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map([...counts].map(([value, count]) => [`${label}="${value}"`, count]))

function syncHistogram({ buckets, count, sumMs }: SyncTimes): readonly string[] {
  const name = 'parley_relay_store_sync_seconds'
  return [
    `# HELP ${name} How long batches take that are forced to the disk.`,
    `# TYPE ${name} histogram`,
    ...buckets.map(({ upToMs, count: within }) => `${name}_bucket{le="${upToMs / 1_000}"} ${within}`),
    `${name}_bucket{le="+Inf"} ${count}`,
    `${name}_sum ${sumMs / 1_000}`,
    `${name}_count ${count}`
  ]
}
