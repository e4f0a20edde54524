import type { ConversationId, DeviceId, NowMs } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'

/** News goes to so many members at a time, then to the next. */
const SPREAD_TO = 4
const SPREAD_MS = 3_000
/** Whoever was asked, or has asked, is not asked again for news so soon: most of it came to both. What they lack their receipt shows. */
const SPREAD_AGAIN_MS = 30_000

/** Spreads word that something is here which others may lack: a few of them are asked at a time, which tells them. */
export interface Spreading {
  spread(conversation: Conversation, members: readonly DeviceId[]): void
  /** This device has just heard what is here, by our asking or by our answer. */
  told(conversation: Conversation, device: DeviceId): void
  /** What it heard over a link that is down may not have arrived. */
  forget(conversation: Conversation, device: DeviceId): void
  stop: Stop
}

/** @param ask asks the device, as long as the conversation is one to ask in and the link is up */
export function createSpreading(
  { clock }: Pick<ConversationContext, 'clock'>,
  ask: (conversation: Conversation, device: DeviceId) => void
): Spreading {
  const untold = new Map<ConversationId, Set<DeviceId>>()
  /** When each has last heard, over this link, what is here. */
  const toldAtMs = new Map<string, NowMs>()
  const rounds = new Map<ConversationId, Stop>()

  function restMs(conversation: Conversation, device: DeviceId): number {
    const atMs = toldAtMs.get(keyOf(conversation, device))
    // A clock that was set back says that less than nothing has passed.
    return atMs === undefined ? 0 : Math.min(SPREAD_AGAIN_MS, Math.max(0, atMs + SPREAD_AGAIN_MS - clock.now()))
  }

  function goRoundLater(conversation: Conversation, inMs = SPREAD_MS): void {
    rounds.set(
      conversation.id,
      clock.after(inMs, () => {
        const waiting = untold.get(conversation.id) ?? new Set<DeviceId>()
        const next = [...waiting].filter(device => restMs(conversation, device) === 0).slice(0, SPREAD_TO)
        for (const device of next) {
          waiting.delete(device)
          ask(conversation, device)
        }
        if (waiting.size === 0) rounds.delete(conversation.id)
        else goRoundLater(conversation, Math.max(SPREAD_MS, Math.min(...[...waiting].map(device => restMs(conversation, device)))))
      })
    )
  }

  return {
    spread(conversation, members) {
      untold.set(conversation.id, new Set([...(untold.get(conversation.id) ?? []), ...members]))
      if (!rounds.has(conversation.id)) goRoundLater(conversation)
    },
    told(conversation, device) {
      untold.get(conversation.id)?.delete(device)
      toldAtMs.set(keyOf(conversation, device), clock.now())
    },
    forget(conversation, device) {
      toldAtMs.delete(keyOf(conversation, device))
    },
    stop() {
      for (const stop of rounds.values()) stop()
    }
  }
}

const keyOf = ({ id }: Conversation, device: DeviceId): string => `${id} ${device}`
