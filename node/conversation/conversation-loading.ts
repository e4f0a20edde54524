import { toHex } from '../base/bytes.js'
import type { AccountId, ConversationId, EpochId } from '../base/ids.js'
import { deviceIdOf } from '../identity/device-id.js'
import type { Epoch, Session } from '../session/session.js'
import type { SealedStore } from '../store/sealed-store.js'
import { ConversationRecord, ReservationRecord, type GroupRecord } from '../wire/generated/records.js'
import { newConversation, type Conversation, type ConversationMember } from './conversation.js'
import type { Group } from './group.js'
import { decodeMembership } from './membership-codec.js'
import { readPresence } from './presence.js'
import { decodeCounters, decodeGroup, decodeHolding, decodeKind, decodePlaces } from './record-codec.js'

/** The leaf under which is kept how far this device has reserved its own generations. */
export const OWN_RESERVATION = 0xffff_ffff

/** Puts a conversation together from its record and all that is kept beside it. */
export function createLoading(store: SealedStore, session: Session): (record: Uint8Array) => Promise<Conversation> {
  const { keys } = store

  async function loadGroup(conversation: Conversation, record: GroupRecord): Promise<Group> {
    const group = decodeGroup(record)
    for (const { id: bytes } of record.epochs) {
      const id = toHex(bytes) as EpochId
      const encoded = await store.get(keys.epoch(conversation.id, id))
      if (encoded === undefined) continue
      const { epoch, reserved } = await loadRatchets(conversation, await session.decode(encoded))
      group.epochs.set(id, epoch)
      if (id === group.head) group.paid = group.reserved = reserved
    }
    return group
  }

  async function loadRatchets(conversation: Conversation, fresh: Epoch): Promise<{ epoch: Epoch; reserved: number }> {
    let epoch = fresh
    for (const { leaf } of fresh.members) {
      const ratchet = await store.get(keys.ratchet(conversation.id, fresh.id, leaf))
      if (ratchet !== undefined) epoch = session.withRatchet(epoch, leaf, ratchet)
    }
    const reservation = await store.get(keys.ratchet(conversation.id, fresh.id, OWN_RESERVATION))
    const reserved = reservation === undefined ? epoch.nextGeneration : ReservationRecord.decode(reservation).generation
    // What was reserved may have been used: skipping it is what keeps a generation from being used twice.
    return { epoch: await session.skipTo(epoch, reserved), reserved }
  }

  return async bytes => {
    const record = ConversationRecord.decode(bytes)
    const accounts = record.accounts.map(account => toHex(account) as AccountId)
    const devices = record.devices.map((member): ConversationMember => ({
      device: deviceIdOf(member.device),
      account: accounts[member.account] as AccountId,
      key: member.device
    }))
    const id = toHex(record.id) as ConversationId
    const formerGroups = record.formerGroups.map(group => toHex(group) as ConversationId)
    const conversation = newConversation({
      id,
      ...decodeKind(record),
      accounts,
      devices,
      formerGroups,
      createdAtMs: Number(record.createdAtMs)
    })
    for (const group of record.groups) conversation.groups.push(await loadGroup(conversation, group))
    const counters = await store.get(keys.counters(id))
    if (counters !== undefined) Object.assign(conversation, decodeCounters(devices, counters))
    const places = await store.get(keys.logPlaces(id))
    if (places !== undefined) Object.assign(conversation, decodePlaces(places))
    const membership = await store.get(keys.membership(id))
    if (membership !== undefined) Object.assign(conversation, decodeMembership(accounts, membership))
    for (const { device } of devices) {
      const holding = await store.get(keys.progress(id, device))
      const receipt = await store.get(keys.receipt(id, device))
      const presence = conversation.kind === 'group' ? await store.get(keys.presence(id, device)) : undefined
      if (presence !== undefined) conversation.presences.set(device, readPresence(presence))
      if (holding !== undefined) conversation.holdings.set(device, decodeHolding(holding))
      if (receipt === undefined) continue
      conversation.receipts.set(device, decodeHolding(receipt))
      conversation.shown.set(device, decodeHolding(receipt))
    }
    return conversation
  }
}
