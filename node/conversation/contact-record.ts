import { EMPTY, fromHex, toHex } from '../base/bytes.js'
import type { AccountId } from '../base/ids.js'
import { isDirectoryAccess } from '../identity/directory.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import { readRelayAddresses } from '../network/relay-address.js'
import { ContactRecord, type NamedRelayRecord } from '../wire/generated/records.js'
import type { Contact, ContactState } from './contacts.js'
import type { NamedRelay } from './relay-set.js'

export function encodeContact(contact: Contact): Uint8Array {
  return ContactRecord.encode({
    account: fromHex(contact.account),
    name: contact.name,
    state: contact.state,
    verified: contact.verified,
    devices: contact.devices.map(({ device, addresses }) => ({ device: deviceKeyOf(device), addresses: [...addresses] })),
    changedAtMs: BigInt(contact.changedAtMs),
    token: contact.token ?? EMPTY,
    stateBeforeBlock: contact.stateBeforeBlock ?? '',
    relays: encodeRelays(contact.relays),
    relaysChangedAtMs: BigInt(contact.relaysChangedAtMs),
    revoked: contact.revoked.map(deviceKeyOf),
    directoryKey: contact.directory?.recordKey ?? EMPTY,
    directoryValueKey: contact.directory?.valueKey ?? EMPTY
  })
}

export function decodeContact(bytes: Uint8Array): Contact {
  const record = ContactRecord.decode(bytes)
  const directory = { recordKey: record.directoryKey, valueKey: record.directoryValueKey }
  return {
    account: toHex(record.account) as AccountId,
    name: record.name,
    state: contactState(record.state) ?? 'request',
    verified: record.verified,
    devices: record.devices.map(({ device, addresses }) => ({ device: deviceIdOf(device), addresses })),
    relays: decodeRelays(record.relays),
    relaysChangedAtMs: Number(record.relaysChangedAtMs),
    revoked: record.revoked.map(deviceIdOf),
    changedAtMs: Number(record.changedAtMs),
    token: record.token.length === 0 ? undefined : record.token,
    stateBeforeBlock: contactState(record.stateBeforeBlock),
    directory: isDirectoryAccess(directory) ? directory : undefined
  }
}

export function encodeRelays(relays: readonly NamedRelay[]): NamedRelayRecord[] {
  return relays.map(({ address, leftAtMs }) => ({ address, leftAtMs: BigInt(leftAtMs ?? 0) }))
}

export function decodeRelays(records: readonly NamedRelayRecord[]): NamedRelay[] {
  return records.flatMap(({ address, leftAtMs }) =>
    readRelayAddresses([address]).map(relay => ({ ...relay, leftAtMs: leftAtMs === 0n ? undefined : Number(leftAtMs) }))
  )
}

export function contactState(name: string): ContactState | undefined {
  return name === 'invited' || name === 'request' || name === 'accepted' || name === 'blocked' ? name : undefined
}
