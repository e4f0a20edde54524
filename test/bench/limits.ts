import { measureDisk, type DiskLimits } from './disk-limits.js'
import type { Report } from './report.js'
import { measureWire, type WireLimits } from './wire-limits.js'

/** What this machine can do at best, each measured and reported once in a run, when it is first asked for. */
export interface Limits {
  wire(): Promise<WireLimits>
  disk(): Promise<DiskLimits>
}

export function createLimits(report: Report, scratch: string): Limits {
  let wire: Promise<WireLimits> | undefined
  let disk: Promise<DiskLimits> | undefined
  return {
    wire: () => (wire ??= reportWire(report)),
    disk: () => (disk ??= reportDisk(report, scratch))
  }
}

async function reportWire(report: Report): Promise<WireLimits> {
  const limits = await measureWire()
  const limit = (job: string, what: string, figures: object): void => report.add({ peer: 'limit', job, what, figures: { ...figures } })
  limit('tcp_rtt', 'TCP, 200 B there and back between two processes', limits.tcpRoundTrip)
  limit('tcp_framed', 'TCP, framed 200 B one way', { msgs_s: limits.tcpFrames })
  limit('libp2p_rtt', 'a bare libp2p stream, 200 B there and back', limits.libp2pRoundTrip)
  limit('libp2p_single', 'a bare libp2p stream, framed 200 B one way, a write each', { msgs_s: limits.libp2pSingly })
  limit('libp2p_batch64', 'the same, 64 a write', { msgs_s: limits.libp2pBatched })
  return limits
}

async function reportDisk(report: Report, scratch: string): Promise<DiskLimits> {
  const limits = await measureDisk(scratch)
  const limit = (job: string, what: string, figures: object): void => report.add({ peer: 'limit', job, what, figures: { ...figures } })
  limit('fdatasync', 'append 300 B to a file, fdatasync', limits.dataSync)
  limit('level_sync1', 'LevelDB, a durable batch of one 300 B value', limits.syncOne)
  limit('level_sync64', 'LevelDB, durable batches of 64', { msgs_s: limits.syncBatched })
  return limits
}
