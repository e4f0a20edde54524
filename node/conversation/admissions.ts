import { concat, equals } from '../base/bytes.js'
import type { AccountId } from '../base/ids.js'
import { accountKeyOf } from '../identity/account-id.js'
import type { Admission } from '../wire/generated/content.js'
import type { Absence } from './audience.js'
import type { Conversation } from './conversation.js'

export const MAX_ADMISSIONS = 4
/** Accounts that one admission names: as many as one Welcome brings in. */
export const MAX_ADMITTED = 32
/** Of an account's key: enough to tell the members of a group apart. */
const SHORT_KEY_BYTES = 8

/** Who came into a group, and which of our messages are not for them: the last 4 times that some did. */
export function admissionsOf({ audiences }: Pick<Conversation, 'audiences'>): readonly Admission[] {
  const all = audiences.map(({ first, accounts }, i) => {
    const previous = audiences[i - 1]?.accounts ?? []
    return { first, joined: accounts.filter(account => !previous.includes(account)), earlier: audiences.slice(0, i) }
  })
  // Who founds a group with many at once need not name them: nothing was said before.
  const told = all.filter(({ first, joined }) => joined.length > 0 && joined.length <= MAX_ADMITTED && first > 1)
  return told.slice(-MAX_ADMISSIONS).map(({ first, joined, earlier }) => {
    const before = joined.map(account => {
      const leftAt = earlier.findLastIndex(({ accounts }) => accounts.includes(account)) + 1
      return leftAt === 0 ? 0 : (earlier[leftAt]?.first ?? first) - 1
    })
    return { first, accounts: concat(joined.map(shortKey)), before: before.some(seq => seq > 0) ? before : [] }
  })
}

/** Which of a member's messages are not for this account, as far as its admissions say so. */
export function absenceIn(admissions: readonly Admission[], account: AccountId): Absence {
  const own = shortKey(account)
  const comings = admissions.flatMap(({ first, accounts, before }) => {
    const place = placeOf(own, accounts)
    return place === undefined ? [] : [{ first, before: before[place] ?? 0 }]
  })
  const without = comings.filter(({ before }) => before > 0).map(({ first, before }) => ({ first: before + 1, last: first - 1 }))
  return {
    since: comings.find(({ before }) => before === 0)?.first ?? 0,
    without: without.filter(({ first, last }) => first <= last),
    isUpToNow: false
  }
}

function placeOf(own: Uint8Array, accounts: Uint8Array): number | undefined {
  for (let place = 0; (place + 1) * SHORT_KEY_BYTES <= accounts.length; place++)
    if (equals(accounts.subarray(place * SHORT_KEY_BYTES, (place + 1) * SHORT_KEY_BYTES), own)) return place
  return undefined
}

const shortKey = (account: AccountId): Uint8Array => accountKeyOf(account).subarray(0, SHORT_KEY_BYTES)
