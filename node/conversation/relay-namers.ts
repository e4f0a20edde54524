import { concat, fromHex, toHex, utf8 } from '../base/bytes.js'
import type { AccountId } from '../base/ids.js'
import { fieldIn, NAMERS_FIELD, withField } from '../session/profile-fields.js'
import type { GroupProfile } from '../session/profile.js'
import { roleOf } from '../session/roles.js'
import type { Epoch } from '../session/session.js'
import type { Conversation } from './conversation.js'

/** The end of a multiaddr, which is the end of a peer id: it tells a group's 3 relays apart. */
const TAIL_CHARACTERS = 8
const ACCOUNT_BYTES = 32
const ENTRY_BYTES = TAIL_CHARACTERS + ACCOUNT_BYTES

/** In bytes: whoever writes a profile may put any there. */
const tailOf = (relay: string): Uint8Array => utf8(relay.slice(-TAIL_CHARACTERS))

/** Who named each of a group's relays, by the end of its multiaddr in hex; of those that an earlier version named nobody knows. */
function namersIn(profile: GroupProfile): ReadonlyMap<string, AccountId> {
  const value = fieldIn(profile, NAMERS_FIELD)
  const namers = new Map<string, AccountId>()
  for (let at = 0; at + ENTRY_BYTES <= value.length; at += ENTRY_BYTES) {
    const account = value.subarray(at + TAIL_CHARACTERS, at + ENTRY_BYTES)
    namers.set(toHex(value.subarray(at, at + TAIL_CHARACTERS)), toHex(account) as AccountId)
  }
  return namers
}

/** The profile with `namer` beside each relay that it did not name `before`: 8 B, the end of its multiaddr ‖ 32 B, the account's key. */
export function withNamer(profile: GroupProfile, before: GroupProfile, namer: AccountId): GroupProfile {
  const known = namersIn(profile)
  const entries = profile.relays.flatMap(relay => {
    const account = known.get(toHex(tailOf(relay))) ?? (before.relays.includes(relay) ? undefined : namer)
    return account === undefined || relay.length < TAIL_CHARACTERS ? [] : concat([tailOf(relay), fromHex(account)])
  })
  return withField(profile, NAMERS_FIELD, concat(entries))
}

/** Those of which owners and admins of the head say that they are members: they could name them as well. */
export function relaysInUse({ presences }: Pick<Conversation, 'presences'>, { members, roles }: Epoch): readonly string[] {
  const choosing = members.filter(({ account }) => roleOf(roles, account) !== 'member')
  return choosing.flatMap(({ device }) => presences.get(device)?.relays ?? [])
}

/** Without the relays that somebody named who is none of these any more, and that are not in use, unless no other would be left. */
export function relaysOf(profile: GroupProfile, members: ReadonlySet<AccountId>, inUse: readonly string[]): readonly string[] {
  const namers = namersIn(profile)
  const used = new Set(inUse.map(relay => toHex(tailOf(relay))))
  const left = profile.relays.filter(relay => {
    const tail = toHex(tailOf(relay))
    const namer = namers.get(tail)
    return namer === undefined || members.has(namer) || used.has(tail)
  })
  return left.length === 0 ? profile.relays : left
}
