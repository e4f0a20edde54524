import type { Emitter } from '../base/events.js'
import type { LogId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { GossipEvents, Take } from './gossip.js'

/**
 * Heard at once. A gossipsub peer forgets without a word what it is told past 963 topics (1 MiB, at 1 KiB and 64 bytes each), and
 * every topic costs a turn each second.
 */
export const MAX_HEARD_LOGS = 512

export interface GossipLogsInit {
  readonly mostHeard: number
  readonly hear: (log: LogId) => void
  readonly ignore: (log: LogId) => void
  readonly mesh: (log: LogId) => number
  readonly emitter: Emitter<GossipEvents>
}

/** Who takes what is heard in which log. Of more logs than can be heard, those that were joined last are. */
export interface GossipLogs {
  join(log: LogId, take: Take): Stop
  isHeard(log: LogId): boolean
  takes(log: LogId): readonly Take[]
  /** Tells of a log whose mesh is not what it was; without one, of each. */
  look(log?: LogId): void
  /** Leaves all, and tells nobody. */
  close(): void
}

interface Joined {
  readonly takes: Set<Take>
  isHeard: boolean
  toldPeers: number
}

export function createGossipLogs({ mostHeard, hear, ignore, mesh, emitter }: GossipLogsInit): GossipLogs {
  /** The last joined last. */
  const joined = new Map<LogId, Joined>()
  let toldUnheard = ''

  function look(log: LogId): void {
    const entry = joined.get(log)
    if (entry === undefined) return
    const peers = entry.isHeard ? mesh(log) : 0
    if (peers === entry.toldPeers) return
    entry.toldPeers = peers
    emitter.emit('mesh:changed', { log, peers })
  }

  /** Those that are heard no more go first, so that no peer ever counts too many. */
  function choose(): void {
    const logs = [...joined.keys()]
    const late = new Set(logs.slice(-mostHeard))
    for (const [log, entry] of joined) {
      if (!entry.isHeard || late.has(log)) continue
      entry.isHeard = false
      ignore(log)
      look(log)
    }
    for (const [log, entry] of joined) {
      if (entry.isHeard || !late.has(log)) continue
      entry.isHeard = true
      hear(log)
      look(log)
    }
    const unheard = logs.filter(log => !late.has(log))
    if (unheard.join() === toldUnheard) return
    toldUnheard = unheard.join()
    emitter.emit('gossip:limited', { unheard })
  }

  function leave(log: LogId, take: Take): void {
    const entry = joined.get(log)
    if (entry?.takes.delete(take) !== true || entry.takes.size > 0) return
    joined.delete(log)
    if (entry.isHeard) ignore(log)
    choose()
  }

  return {
    join(log, take) {
      const entry = joined.get(log) ?? { takes: new Set(), isHeard: false, toldPeers: 0 }
      joined.delete(log)
      joined.set(log, entry)
      // A function of its own, so that who joins twice with one can stop once.
      const own: Take = (from, envelope) => take(from, envelope)
      entry.takes.add(own)
      choose()
      return () => leave(log, own)
    },
    isHeard: log => joined.get(log)?.isHeard === true,
    takes: log => [...(joined.get(log)?.takes ?? [])],
    look(log) {
      for (const each of log === undefined ? joined.keys() : [log]) look(each)
    },
    close() {
      for (const [log, { isHeard }] of joined) if (isHeard) ignore(log)
      joined.clear()
    }
  }
}
