import { ChatError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import { createSerial } from '../base/serial.js'
import type { DirectoryAccess } from '../identity/directory.js'
import type { SealedStore } from '../store/sealed-store.js'
import { decodeContact, encodeContact } from './contact-record.js'
import type { ConversationContext } from './context.js'
import { ownAccount, type Conversation } from './conversation.js'
import type { RecordWrite } from './records.js'
import type { AccountRelays } from './relay-set.js'

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
export interface Contact extends AccountRelays {
  readonly account: AccountId
  /** Cleaned. */
  readonly name: string
  readonly state: ContactState
  readonly verified: boolean
  /** The one that signed the card first. */
  readonly devices: readonly ContactDevice[]
  readonly changedAtMs: number
  /** Of the invite we were given, while we knock with it; of who has accepted, the door they keep for us, once they have told it. */
  readonly token: Uint8Array | undefined
  /** Devices that its newest list revokes. */
  readonly revoked: readonly DeviceId[]
  readonly stateBeforeBlock: ContactState | undefined
  /** Finds and opens the account's record in the directory; undefined where its card had no keys for it. */
  readonly directory: DirectoryAccess | undefined
}

/** Puts the write into a durable batch together with what belongs to it. */
export type Commit = (write: RecordWrite) => Promise<void>

export interface Contacts {
  load(): Promise<void>
  all(): readonly Contact[]
  /** Those that backups, the account's index and its other devices hear of: without our companion. */
  portable(): readonly Contact[]
  find(account: AccountId): Contact | undefined
  /** @throws ERR_NOT_FOUND */
  get(account: AccountId): Contact
  /** Strangers are `request`: nothing leaves for them. */
  stateOf(account: AccountId): ContactState
  /** Whose direct conversation it is; undefined of any other. */
  otherOf(conversation: Conversation): AccountId | undefined
  /** Whose card this device signed: other devices on a card are hints, and may be anybody's. */
  withDevice(device: DeviceId): Contact | undefined
  /**
   * Changes one after another, each seeing what the one before has left, and durable when this resolves. Nothing is written
   * where `edit` returns what it was given. @throws ERR_NOT_FOUND, what `edit` throws, ERR_STORE
   */
  change(account: AccountId, edit: (contact: Contact) => Contact, commit?: Commit): Promise<Contact>
  /** The same of somebody who may be unknown yet. */
  put(account: AccountId, edit: (known: Contact | undefined) => Contact, commit?: Commit): Promise<Contact>
  /** Something came from this account: where we had invited it, it has accepted. */
  answered(account: AccountId): Promise<void>
  /** What is on disk of them is gone: nobody is told. */
  forget(account: AccountId): void
}

export function createContacts(context: ConversationContext, store: SealedStore): Contacts {
  const known = new Map<AccountId, Contact>()
  const { keys } = store
  const changes = createSerial()

  function writeOf(contact: Contact): RecordWrite {
    return { key: keys.contact(contact.account), value: encodeContact(contact) }
  }

  function adopt(contact: Contact): void {
    const before = known.get(contact.account)
    known.set(contact.account, contact)
    context.events.emit('contact:changed', { account: contact.account, isOtherState: before?.state !== contact.state })
    const { name = '' } = before ?? {}
    if (name !== '' && name !== contact.name) context.events.emit('contact:renamed', { account: contact.account, before: name })
  }

  const put: Contacts['put'] = (account, edit, commit = write => context.records.commit([write])) =>
    changes(async () => {
      const before = known.get(account)
      const edited = edit(before)
      if (edited === before) return before
      const contact = { ...edited, changedAtMs: context.clock.now() }
      await commit(writeOf(contact))
      adopt(contact)
      return contact
    })

  function get(account: AccountId): Contact {
    const contact = known.get(account)
    if (contact === undefined) throw new ChatError('ERR_NOT_FOUND', `no contact ${account}; parley contacts lists them`)
    return contact
  }

  return {
    async load() {
      for await (const [, bytes] of store.range(keys.contacts())) {
        const contact = decodeContact(bytes)
        known.set(contact.account, contact)
      }
    },
    all: () => [...known.values()],
    portable: () => [...known.values()].filter(({ account }) => account !== context.self.companion()),
    find: account => known.get(account),
    get,
    stateOf: account => known.get(account)?.state ?? 'request',
    otherOf(conversation) {
      if (conversation.kind !== 'direct') return undefined
      return conversation.accounts.find(account => account !== ownAccount(conversation)) ?? ownAccount(conversation)
    },
    withDevice: device => [...known.values()].find(contact => contact.devices[0]?.device === device),
    put,
    change: async (account, edit, commit) => put(account, () => edit(get(account)), commit),
    async answered(account) {
      if (known.get(account)?.state !== 'invited') return
      await put(account, () => {
        const contact = get(account)
        return contact.state === 'invited' ? { ...contact, state: 'accepted', token: undefined } : contact
      })
    },
    forget: account => void known.delete(account)
  }
}

/** Somebody of whom nothing is known yet. */
export function newContact(account: AccountId): Contact {
  return {
    account,
    name: '',
    state: 'invited',
    verified: false,
    devices: [],
    relays: [],
    relaysChangedAtMs: 0,
    changedAtMs: 0,
    token: undefined,
    revoked: [],
    stateBeforeBlock: undefined,
    directory: undefined
  }
}
