import type { Clock } from '../base/clock.js'
import type { ConversationId, EpochId } from '../base/ids.js'

/** For how many milliseconds something has been there to be seen to. */
export interface Waited {
  /** At this head: turns are taken anew at each, or all who had waited would act at once. */
  readonly atHeadMs: number
  /** Through all the heads at which it was asked for, one after another: what is given some time is given it once. */
  readonly inAllMs: number
}

/** How long what several may see to has been waiting in each group, as far as this run of the node has seen it. */
export interface DutyWaits {
  waited(conversation: ConversationId, head: EpochId, duty: string): Waited
}

/** When it was first seen. */
interface Since {
  readonly here: number
  readonly anywhere: number
}

interface AtHead {
  readonly head: EpochId
  readonly duties: Map<string, Since>
  readonly before: ReadonlyMap<string, Since>
}

export function createDutyWaits(clock: Pick<Clock, 'now'>): DutyWaits {
  const noticed = new Map<ConversationId, AtHead>()

  function atHead(conversation: ConversationId, head: EpochId): AtHead {
    const known = noticed.get(conversation)
    if (known?.head === head) return known
    const now = { head, duties: new Map<string, Since>(), before: known?.duties ?? new Map<string, Since>() }
    noticed.set(conversation, now)
    return now
  }

  return {
    waited(conversation, head, duty) {
      const nowMs = clock.now()
      const { duties, before } = atHead(conversation, head)
      const since = duties.get(duty) ?? { here: nowMs, anywhere: before.get(duty)?.anywhere ?? nowMs }
      duties.set(duty, since)
      return { atHeadMs: Math.max(0, nowMs - since.here), inAllMs: Math.max(0, nowMs - since.anywhere) }
    }
  }
}
