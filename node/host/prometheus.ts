import type { JournalStats } from '../store/journal.js'

// Prometheus' text format, version 0.0.4.

export function metric(name: string, type: 'gauge' | 'counter', help: string, value: number): readonly string[] {
  return [...heading(name, type, help), `${name} ${value}`]
}

/** One counter for each set of labels, which stand as in the format: `method="id",code="OK"`. */
export function counterBy(name: string, help: string, values: ReadonlyMap<string, number>): readonly string[] {
  return [...heading(name, 'counter', help), ...[...values].map(([labels, count]) => `${name}{${labels}} ${count}`)]
}

export function storeMetrics(prefix: string, { batches, syncs, bytes }: JournalStats): readonly string[] {
  return [
    ...metric(`${prefix}_store_batches_total`, 'counter', 'Batches written.', batches),
    ...metric(`${prefix}_store_syncs_total`, 'counter', 'Batches that were forced to the disk.', syncs),
    ...metric(`${prefix}_store_written_bytes_total`, 'counter', 'Keys and values written.', bytes)
  ]
}

export function processMetrics(): readonly string[] {
  const { heapUsed, rss } = process.memoryUsage()
  return [
    ...metric('process_resident_memory_bytes', 'gauge', 'Resident memory.', rss),
    ...metric('nodejs_heap_used_bytes', 'gauge', 'Heap in use.', heapUsed)
  ]
}

const heading = (name: string, type: 'gauge' | 'counter', help: string): readonly string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`
]
