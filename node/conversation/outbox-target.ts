import type { DeviceId } from '../base/ids.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { OutboxEntry } from './outbox-row.js'

/** Where a row goes: to a recipient's device, or to a relay that keeps it for whoever is away. A relay may have a device's own id. */
export type Target = { readonly kind: 'device'; readonly id: DeviceId } | { readonly kind: 'relay'; readonly id: RelayId }

export const toDevice = (id: DeviceId): Target => ({ kind: 'device', id })
export const toRelay = (id: RelayId): Target => ({ kind: 'relay', id })
export const targetKey = ({ kind, id }: Target): string => `${kind} ${id}`

/** Whether this target has what it is to get of a row. */
export function hasIt({ acknowledged, stored }: OutboxEntry, { kind, id }: Target): boolean {
  return kind === 'device' ? acknowledged.includes(id) : stored.some(({ relay }) => relay === id)
}
