import type { Clock } from '../base/clock.js'
import { isChatError } from '../base/errors.js'
import type { ConversationId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { Primitives } from '../base/primitives.js'
import type { Conversation } from './conversation.js'
import { IDLE, step, type Delivery, type DeliveryEffect, type DeliveryInput } from './delivery.js'
import { targetKey, type Target } from './outbox-target.js'

/** Runs `delivery.ts` for each target of each conversation: rows go out, come back refused, wait, and go again. */
export interface Dispatch {
  readonly feed: (conversation: Conversation, target: Target, input: DeliveryInput) => void
  state(conversation: Conversation, target: Target): Delivery
  /** Those that something was ever for. */
  targets(conversation: Conversation): readonly Target[]
  /** Nothing goes there any more. */
  drop(conversation: Conversation, target: Target): void
  stop: Stop
}

interface DispatchInit {
  readonly clock: Clock
  readonly primitives: Pick<Primitives, 'randomBytes'>
  readonly isOpen: (conversation: Conversation, target: Target) => boolean
  /** Resolves with whether the target has it now; where not, somebody has seen to it. A rejection is tried again. */
  readonly transmit: (conversation: Conversation, target: Target, row: number) => Promise<boolean>
  readonly settle: (conversation: Conversation, target: Target, row: number) => void
  readonly mend: (conversation: Conversation, target: Target, stale: DeliveryEffect & { type: 'stale' }) => Promise<void>
}

interface Lane {
  readonly target: Target
  state: Delivery
  stopWake: Stop | undefined
}

export function createDispatch({ clock, primitives, isOpen, transmit, settle, mend }: DispatchInit): Dispatch {
  const lanes = new Map<ConversationId, Map<string, Lane>>()
  let stopped = false

  function lanesOf({ id }: Conversation): Map<string, Lane> {
    const own = lanes.get(id) ?? new Map<string, Lane>()
    lanes.set(id, own)
    return own
  }

  function laneOf(conversation: Conversation, target: Target): Lane {
    const key = targetKey(target)
    const known = lanesOf(conversation).get(key)
    if (known !== undefined) return known
    const lane = { target, state: { ...IDLE, linked: isOpen(conversation, target) }, stopWake: undefined }
    lanesOf(conversation).set(key, lane)
    return lane
  }

  function feed(conversation: Conversation, target: Target, input: DeliveryInput): void {
    if (stopped) return
    const lane = laneOf(conversation, target)
    const [after, effects] = step(clock.now(), lane.state, input)
    lane.state = after
    for (const effect of effects) run(conversation, lane, effect)
  }

  function run(conversation: Conversation, lane: Lane, effect: DeliveryEffect): void {
    const { target } = lane
    switch (effect.type) {
      case 'send':
        send(conversation, target, effect.row).catch((err: unknown) => failed(conversation, target, effect.row, err))
        return
      case 'settle':
        settle(conversation, target, effect.row)
        return
      case 'stale':
        mend(conversation, target, effect).catch((err: unknown) => failed(conversation, target, effect.row, err))
        return
      case 'wake':
        lane.stopWake?.()
        lane.stopWake = clock.after(effect.atMs - clock.now(), () => feed(conversation, target, { type: 'woken' }))
    }
  }

  async function send(conversation: Conversation, target: Target, row: number): Promise<void> {
    if (await transmit(conversation, target, row)) feed(conversation, target, { type: 'acknowledged', row })
  }

  function failed(conversation: Conversation, target: Target, row: number, err: unknown): void {
    const code = isChatError(err) ? err.code : 'ERR_INTERNAL'
    const jitter = (primitives.randomBytes(1)[0] ?? 0) / 256
    feed(conversation, target, { type: 'failed', row, code, jitter })
  }

  return {
    feed,
    state: (conversation, target) => lanesOf(conversation).get(targetKey(target))?.state ?? IDLE,
    targets: conversation => [...lanesOf(conversation).values()].map(({ target }) => target),
    drop(conversation, target) {
      lanesOf(conversation).get(targetKey(target))?.stopWake?.()
      lanesOf(conversation).delete(targetKey(target))
    },
    stop() {
      stopped = true
      for (const own of lanes.values()) for (const { stopWake } of own.values()) stopWake?.()
    }
  }
}
