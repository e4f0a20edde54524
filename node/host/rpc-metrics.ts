import type { RpcFailure } from '../wire/rpc-message.js'
import type { Status } from '../api/status.js'
import type { Clock } from '../base/clock.js'
import type { JournalStats } from '../store/journal.js'
import { counterBy, metric, processMetrics, storeMetrics } from './prometheus.js'

export interface RpcMetrics {
  called(method: string, failure?: RpcFailure): void
  /** Prometheus' text format, version 0.0.4. Counts only: no name, id or address of anybody. */
  text(status: Status, store: JournalStats): string
}

export function createRpcMetrics(clock: Clock): RpcMetrics {
  const calls = new Map<string, number>()
  return {
    called(method, failure) {
      const labels = `method="${method}",code="${failure?.data.code ?? 'OK'}"`
      calls.set(labels, (calls.get(labels) ?? 0) + 1)
    },
    text(status, store) {
      const lines = [
        ...metric('parley_uptime_seconds', 'gauge', 'Seconds since the node started.', (clock.now() - status.startedAtMs) / 1_000),
        ...metric('parley_links', 'gauge', 'Devices linked now.', status.links),
        ...metric('parley_chats', 'gauge', 'Conversations.', status.chats),
        ...metric('parley_messages_unread', 'gauge', 'Messages nobody has read here.', status.unread),
        ...metric('parley_messages_queued', 'gauge', 'Messages of ours that have not arrived everywhere.', status.queued),
        ...storeMetrics('parley', store),
        ...processMetrics(),
        ...counterBy('parley_rpc_calls_total', 'Calls by method and outcome.', calls)
      ]
      return lines.join('\n')
    }
  }
}
