import type { DeviceId } from '../base/ids.js'
import type { Receipt } from '../wire/generated/content.js'
import type { Conversation } from './conversation.js'
import { everHad, holdingOf } from './holding.js'
import { flatten, NOTHING, union, type Progress } from './progress.js'

const MAX_DEVICES = 256

/** What is here of what each device said. @param useless what was given and could not be taken, as if it were here: it is not asked for again */
export function holdingsReceipt(conversation: Conversation, self: DeviceId, useless: ReadonlyMap<DeviceId, Progress> = new Map()): Receipt {
  const held = conversation.devices.flatMap(({ device, key }) => {
    if (device === self) return [{ device: key, contiguous: conversation.nextSeq - 1, ranges: [], read: 0 }]
    const had = everHad(holdingOf(conversation.holdings, device))
    const { contiguous, ranges } = union(had, useless.get(device) ?? NOTHING)
    return contiguous === 0 && ranges.length === 0 ? [] : [{ device: key, contiguous, ranges: flatten(ranges), read: 0 }]
  })
  return { devices: held.slice(-MAX_DEVICES) }
}
