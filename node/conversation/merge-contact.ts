import type { Contact, ContactState } from './contacts.js'
import { restoreContact, type SavedContact } from './saved.js'

const RANK: Readonly<Record<ContactState, number>> = { request: 0, invited: 1, accepted: 2, blocked: 3 }

/**
 * What is known of somebody once a backup was read, in whatever order and however often. A block stands from either side: one that is
 * too many shows and is lifted by hand, one that is lost doesn't. So does a safety number that was compared, by the same account.
 * @param isOwn the backup is of the account that merges it. @returns `known` itself where it brings nothing
 */
export function mergeContact(known: Contact | undefined, saved: SavedContact, isOwn: boolean): Contact {
  const brought: Contact = { ...restoreContact(saved), verified: saved.verified && isOwn, token: isOwn ? saved.token : undefined }
  if (known === undefined) return brought
  const state = stronger(known.state, brought.state)
  const verified = known.verified || brought.verified
  const stateBeforeBlock = state === 'blocked' ? stronger(withoutBlock(known), withoutBlock(brought)) : undefined
  const devices = known.devices.length === 0 ? brought.devices : known.devices
  const { relays, relaysChangedAtMs } = known.relays.length === 0 ? brought : known
  const revoked = [...new Set([...known.revoked, ...brought.revoked])].toSorted()
  const directory = known.directory ?? brought.directory
  const token = known.token ?? (known.state === 'invited' ? undefined : brought.token)
  const isNews =
    token !== known.token ||
    state !== known.state ||
    verified !== known.verified ||
    stateBeforeBlock !== known.stateBeforeBlock ||
    devices.length !== known.devices.length ||
    relays.length !== known.relays.length ||
    revoked.length !== known.revoked.length ||
    directory !== known.directory
  if (!isNews) return known
  return { ...known, state, verified, stateBeforeBlock, devices, relays, relaysChangedAtMs, revoked, directory, token }
}

function stronger(one: ContactState, other: ContactState): ContactState {
  return RANK[one] >= RANK[other] ? one : other
}

function withoutBlock({ state, stateBeforeBlock }: Contact): ContactState {
  return state === 'blocked' ? (stateBeforeBlock ?? 'request') : state
}
