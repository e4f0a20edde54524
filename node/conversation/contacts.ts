import { fromHex, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import type { SealedStore } from '../store/sealed-store.js'
import { ContactRecord } from '../wire/generated/records.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { RecordWrite } from './records.js'

/**
 * `invited`: we asked, they have not answered. `request`: they asked, we have not answered. `accepted`: both may write.
 * `blocked`: nothing of theirs is taken.
 */
export type ContactState = 'invited' | 'request' | 'accepted' | 'blocked'

export interface ContactDevice {
  readonly device: DeviceId
  /** Multiaddrs it was last known at. */
  readonly addresses: readonly string[]
}

/** An account we know of. */
export interface Contact {
  readonly account: AccountId
  /** Cleaned. */
  readonly name: string
  readonly state: ContactState
  readonly verified: boolean
  readonly devices: readonly ContactDevice[]
  readonly changedAtMs: number
  /** Of the invite we were given, while we knock with it. */
  readonly token: Uint8Array | undefined
  readonly stateBeforeBlock: ContactState | undefined
}

export interface Contacts {
  load(): Promise<void>
  all(): readonly Contact[]
  find(account: AccountId): Contact | undefined
  /** @throws ERR_NOT_FOUND */
  get(account: AccountId): Contact
  /** Strangers are `request`: nothing leaves for them. */
  stateOf(account: AccountId): ContactState
  /** Whose direct conversation it is. */
  otherOf(conversation: Conversation): AccountId
  withDevice(device: DeviceId): Contact | undefined
  /** For a batch of the caller's; `adopt` it once that is durable. */
  write(contact: Contact): RecordWrite
  adopt(contact: Contact): void
  save(contact: Contact): Promise<Contact>
  /** Something came from this account. Where we had invited it, it has accepted: the contact to write, and then to adopt. */
  answered(account: AccountId): Contact | undefined
}

export function createContacts(context: ConversationContext, store: SealedStore): Contacts {
  const known = new Map<AccountId, Contact>()
  const { keys } = store

  function write(contact: Contact): RecordWrite {
    const value = ContactRecord.encode({
      account: fromHex(contact.account),
      name: contact.name,
      state: contact.state,
      verified: contact.verified,
      devices: contact.devices.map(({ device, addresses }) => ({ device: deviceKeyOf(device), addresses: [...addresses] })),
      changedAtMs: BigInt(contact.changedAtMs),
      token: contact.token ?? new Uint8Array(),
      stateBeforeBlock: contact.stateBeforeBlock ?? ''
    })
    return { key: keys.contact(contact.account), value }
  }

  function adopt(contact: Contact): void {
    known.set(contact.account, contact)
    context.events.emit('contact:changed', { account: contact.account })
  }

  return {
    async load() {
      for await (const [, bytes] of store.range(keys.contacts())) {
        const contact = decode(bytes)
        known.set(contact.account, contact)
      }
    },
    all: () => [...known.values()],
    find: account => known.get(account),
    get(account) {
      const contact = known.get(account)
      if (contact === undefined) throw new ChatError('ERR_NOT_FOUND', `no contact ${account}; parley contacts lists them`)
      return contact
    },
    stateOf: account => known.get(account)?.state ?? 'request',
    otherOf(conversation) {
      return conversation.accounts.find(account => account !== context.self.account) ?? context.self.account
    },
    withDevice: device => [...known.values()].find(contact => contact.devices.some(one => one.device === device)),
    write,
    adopt,
    async save(contact) {
      const changed = { ...contact, changedAtMs: context.clock.now() }
      await context.records.commit([write(changed)])
      adopt(changed)
      return changed
    },
    answered(account) {
      const contact = known.get(account)
      if (contact?.state !== 'invited') return undefined
      return { ...contact, state: 'accepted', token: undefined, changedAtMs: context.clock.now() }
    }
  }
}

function decode(bytes: Uint8Array): Contact {
  const record = ContactRecord.decode(bytes)
  return {
    account: toHex(record.account) as AccountId,
    name: record.name,
    state: stateNamed(record.state) ?? 'request',
    verified: record.verified,
    devices: record.devices.map(({ device, addresses }) => ({ device: deviceIdOf(device), addresses })),
    changedAtMs: Number(record.changedAtMs),
    token: record.token.length === 0 ? undefined : record.token,
    stateBeforeBlock: stateNamed(record.stateBeforeBlock)
  }
}

function stateNamed(name: string): ContactState | undefined {
  return name === 'invited' || name === 'request' || name === 'accepted' || name === 'blocked' ? name : undefined
}
