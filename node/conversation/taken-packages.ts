import type { Clock } from '../base/clock.js'
import { equals, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId } from '../base/ids.js'
import { untilLate } from '../base/patience.js'
import type { Committed } from '../session/session.js'
import type { Contact } from './contacts.js'
import type { Conversation } from './conversation.js'
import type { Letter } from './letter.js'
import type { CertifiedDevice } from './situation.js'
import type { Plan } from './membership-plan.js'
import { isPassing, passing } from './on-link.js'
import type { TakenForAccount, TakenPackage, Welcoming } from './welcoming.js'

/** Whoever answers later comes in with a later commit, and holds up nobody. */
const FETCH_PATIENCE_MS = 5_000

/** `not ready`: it is there, and may answer in a moment. */
export type Fetched = 'taken' | 'not ready' | 'not now'

/** Key packages that were taken for those who are to come in, and wait for their commit: each is used once. */
export interface TakenPackages {
  /** For all devices of those who are no members. */
  ofAccounts(conversation: Conversation): ReadonlyMap<AccountId, readonly TakenPackage[]>
  /** For devices of members. */
  ofDevices(conversation: Conversation): ReadonlyMap<DeviceId, TakenPackage>
  /** Asks for those that a plan lacks. @returns what came of those that were quick; `later` is told of the others */
  fetchAll(conversation: Conversation, plan: Pick<Plan, 'lacking' | 'lackingDevices'>): Promise<readonly Fetched[]>
  /**
   * For all who come in by a commit that is about to be made: whoever is blocked or forgotten while it is gets theirs all the same.
   * @throws ERR_INTERNAL for somebody whom nobody reaches already
   */
  lettersFor(joining: readonly TakenPackage[], conversation: Conversation): (committed: Committed) => Promise<Letter[]>
  /** They can't be committed: others are asked for. */
  spoilt(conversation: Conversation, joining: readonly TakenPackage[]): void
  /** They went into a commit, and these letters with them. */
  used(conversation: Conversation, joining: readonly TakenPackage[], sent: readonly Letter[]): void
}

interface Parts {
  readonly welcoming: Pick<Welcoming, 'take' | 'inspect' | 'letter'>
  readonly toReach: (conversation: Conversation, account: AccountId, device?: DeviceId) => Contact | undefined
  /** The key package that a device has sent with its wish to come back, encoded. */
  readonly wishOf: (conversation: Conversation, device: DeviceId) => Uint8Array | undefined
  readonly later: (conversation: Conversation, fetched: Fetched) => void
}

interface Addressed {
  readonly contact: Contact
  readonly to: DeviceId
  readonly own: readonly TakenPackage[]
}

export function createTakenPackages(clock: Clock, { welcoming, toReach, wishOf, later }: Parts): TakenPackages {
  const taken = new Map<ConversationId, Map<AccountId, TakenForAccount>>()
  const takenDevices = new Map<ConversationId, Map<DeviceId, TakenPackage>>()
  /** Sent with a wish, and of no use any more: by what they are. */
  const tried = new Set<string>()
  /** By conversation and account or device: whose key packages are being asked for. */
  const fetching = new Set<string>()

  function takenFor({ id }: Conversation): Map<AccountId, TakenForAccount> {
    const own = taken.get(id) ?? new Map<AccountId, TakenForAccount>()
    taken.set(id, own)
    return own
  }

  function packagesOf({ id }: Conversation): Map<DeviceId, TakenPackage> {
    const packages = takenDevices.get(id) ?? new Map<DeviceId, TakenPackage>()
    takenDevices.set(id, packages)
    return packages
  }

  function sentBy(conversation: Conversation, device: DeviceId): Uint8Array | undefined {
    const wish = wishOf(conversation, device)
    return wish === undefined || tried.has(toHex(wish)) ? undefined : wish
  }

  function giveUp({ published, info }: TakenPackage): void {
    if (info.wish !== undefined) tried.add(toHex(published))
  }

  async function fetchDevice(conversation: Conversation, { account, device }: CertifiedDevice): Promise<Fetched> {
    const sent = sentBy(conversation, device)
    if (sent !== undefined) {
      try {
        packagesOf(conversation).set(device, await welcoming.inspect(sent))
        return 'taken'
      } catch (err) {
        passing(err)
        tried.add(toHex(sent))
      }
    }
    const contact = toReach(conversation, account, device)
    if (contact === undefined) return 'not now'
    try {
      const known = contact.devices.find(one => one.device === device) ?? { device, addresses: [] }
      const { packages } = await welcoming.take({ ...contact, devices: [known] }, revoked => conversation.revoked.has(revoked))
      const own = packages.find(({ info }) => info.device === device)
      if (own === undefined) return 'not now'
      packagesOf(conversation).set(device, own)
      return 'taken'
    } catch (err) {
      return notFetched(err)
    }
  }

  async function fetch(conversation: Conversation, account: AccountId): Promise<Fetched> {
    const contact = toReach(conversation, account)
    if (contact === undefined) return 'not now'
    try {
      const isRevoked = (device: DeviceId): boolean => contact.revoked.includes(device) || conversation.revoked.has(device)
      takenFor(conversation).set(account, await welcoming.take(contact, isRevoked))
      return 'taken'
    } catch (err) {
      return notFetched(err)
    }
  }

  return {
    ofAccounts: conversation => new Map([...takenFor(conversation)].map(([account, { packages }]) => [account, packages])),
    ofDevices(conversation) {
      const isCurrent = ([device, { published }]: [DeviceId, TakenPackage]): boolean =>
        equals(sentBy(conversation, device) ?? published, published)
      return new Map([...packagesOf(conversation)].filter(isCurrent))
    },
    async fetchAll(conversation, { lacking, lackingDevices }) {
      const quick: Fetched[] = []
      let isLate = false
      async function one(whom: AccountId | DeviceId, task: () => Promise<Fetched>): Promise<void> {
        const key = `${conversation.id} ${whom}`
        if (fetching.has(key)) return
        fetching.add(key)
        const fetched = await task().finally(() => fetching.delete(key))
        if (isLate) later(conversation, fetched)
        else quick.push(fetched)
      }
      const all = Promise.all([
        ...lacking.map(account => one(account, () => fetch(conversation, account))),
        ...lackingDevices.map(device => one(device.device, () => fetchDevice(conversation, device)))
      ])
      await untilLate(clock, FETCH_PATIENCE_MS, all)
      isLate = true
      all.catch(passing)
      return quick
    },
    lettersFor(joining, conversation) {
      const packages = packagesOf(conversation)
      const isOfMember = ({ info }: TakenPackage): boolean => packages.get(info.device)?.info.ref === info.ref
      const addressed = (account: AccountId, to: DeviceId | undefined, own: readonly TakenPackage[]): Addressed => {
        const contact = toReach(conversation, account, to)
        if (to === undefined || contact === undefined) throw new ChatError('ERR_INTERNAL', 'somebody comes in whom nothing was taken for')
        return { contact, to, own }
      }
      const newcomers = joining.filter(one => !isOfMember(one))
      const accounts = [...new Set(newcomers.map(({ info }) => info.account))]
      const all = [
        ...accounts.map(account => {
          const own = newcomers.filter(({ info }) => info.account === account)
          return addressed(account, takenFor(conversation).get(account)?.device, own)
        }),
        ...joining.filter(isOfMember).map(one => addressed(one.info.account, one.info.device, [one]))
      ]
      return async ({ child, welcome }) => {
        if (welcome === undefined) return []
        const write = async ({ contact, to, own }: Addressed): Promise<Letter> => {
          const letter = await welcoming.letter(contact, child, own, welcome)
          return { account: contact.account, epoch: child.id, to, ...letter, leftAt: [], arrived: false }
        }
        return Promise.all(all.map(write))
      }
    },
    spoilt(conversation, joining) {
      for (const one of joining) {
        giveUp(one)
        takenFor(conversation).delete(one.info.account)
        packagesOf(conversation).delete(one.info.device)
      }
    },
    used(conversation, joining, sent) {
      for (const { account } of sent) takenFor(conversation).delete(account)
      for (const one of joining) {
        giveUp(one)
        packagesOf(conversation).delete(one.info.device)
      }
    }
  }
}

function notFetched(err: unknown): Fetched {
  passing(err)
  return isPassing(err) ? 'not ready' : 'not now'
}
