import type { AccountId } from '../../node/base/ids.js'
import type { StoredMessage } from '../../node/conversation/message.js'
import type { Actor } from './ledger.js'
import type { Sealing } from './sealings.js'
import type { Standing } from './standings.js'

/** For whom each message of a group was, by what its sender's node sealed it for first: whatever that node thinks of it since. */
export interface Words {
  /** Whether the account was in as it was said; undefined where nobody saw that: by hand, or in another world. */
  isFor(message: StoredMessage, account: AccountId): boolean | undefined
  /** Of all accounts that were, but its sender's. */
  others(message: StoredMessage): ReadonlySet<AccountId> | undefined
}

export function wordsOf(actors: readonly Actor[], group: Standing['group']['id']): Words {
  const first = new Map<string, Sealing>()
  for (const { person } of actors) {
    for (const sealing of person.sealings) {
      const name = nameOf({ ...sealing, device: person.device.id })
      if (sealing.group === group && !first.has(name)) first.set(name, sealing)
    }
  }
  return {
    isFor: (message, account) => first.get(nameOf(message))?.accounts.has(account),
    others(message) {
      const accounts = first.get(nameOf(message))?.accounts
      return accounts && new Set([...accounts].filter(account => account !== message.account))
    }
  }
}

const nameOf = ({ device, seq, hlc }: Pick<StoredMessage, 'device' | 'seq' | 'hlc'>): string => `${device} ${seq} ${hlc}`
