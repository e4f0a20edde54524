import { EMPTY } from '../base/bytes.js'
import { isChatError, type ErrorCode } from '../base/errors.js'
import type { Stop } from '../base/lifecycle.js'
import { createSerial, type Serial } from '../base/serial.js'
import { liveDevices } from '../identity/device-list.js'
import { createRedial, type Redial } from '../network/redial.js'
import { MAX_KNOCKS, type RelayId } from '../network/relay-protocol.js'
import { encodeDeviceList } from '../identity/device-list-frame.js'
import type { LogAccess } from '../session/session.js'
import type { SealedStore } from '../store/sealed-store.js'
import type { RelayInvite } from '../wire/generated/relay.js'
import { Knock } from '../wire/generated/introduction.js'
import { ShelvedRecord } from '../wire/generated/records.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Doors } from './doors.js'
import type { GroupDoors } from './group-doors.js'
import { isOurFault } from './fault.js'
import type { Introduction, KnockOutcome } from './introduction.js'
import { KEY_PACKAGE_LIFETIME_MS, type Invitations } from './invitations.js'
import { passing } from './on-link.js'
import { namedNow } from './relay-set.js'
import { MAX_WELCOME_PARTS } from './welcome-parts.js'

/** One-time key packages on the shelf at each of our relays: so many people may begin with us while we are away. */
export const SHELVED = 16
/** Fewer than this are filled up. */
const SHELF_LOW = 8
/** Then a package may lie there for a month while we are away, and its knock for another. */
const SHELVE_ANEW_MS = KEY_PACKAGE_LIFETIME_MS / 3
/** A relay takes so many from one device: invites first, then links to groups, then doors. */
const MAX_TOLD = 256
/** It is sealed to no key package of this device, or its invite is none of this one's: it may be to another device of the account. */
const FOR_ANOTHER: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ERR_EXPIRED', 'ERR_NOT_FOUND'])
/** A relay that does not answer is not waited for any longer: it hears of what there is when it comes back. */
const SETTLED_MS = 3_000
/** Of a letter in parts not all are there: whoever leaves it is about to bring the rest, or has gone away meanwhile. */
const UNFINISHED = { firstMs: 1_000, lastMs: 60 * 60 * 1_000 }
const IS_NO_PART: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ERR_MALFORMED', 'ERR_DECRYPT', 'ERR_SIGNATURE'])
const LOOK_AGAIN_MS = 60 * 60 * 1_000

/**
 * What stands for us at our own relays while we are away: the invites that strangers may knock with, key packages that they begin
 * with, and the box their knocks lie in until the person has answered them.
 */
export interface Letterbox {
  start(): Stop
  /** Our relays are others now. */
  changed(): void
  /** Resolves once our relays have been told what has changed until now, or could not be, or 3 s have gone by. */
  settled(): Promise<void>
}

interface Parts {
  readonly contacts: Pick<Contacts, 'stateOf'>
  readonly invitations: Invitations
  readonly doors: Pick<Doors, 'open'>
  readonly introduction: Pick<Introduction, 'knock'>
  readonly groupDoors: Pick<GroupDoors, 'open'>
}

export function createLetterbox(
  context: ConversationContext,
  store: SealedStore,
  { contacts, invitations, doors, introduction, groupDoors }: Parts
): Letterbox {
  const { relays, self, primitives, clock, records, events } = context
  const serials = new Map<RelayId, Serial>()
  const due = new Set<RelayId>()
  const unfinishedAt = new Map<RelayId, Redial>()

  function isOurs(relay: RelayId): boolean {
    return relays.info(relay)?.standing === 'member' && namedNow(self.relays().relays).some(({ id }) => id === relay)
  }

  async function told(): Promise<RelayInvite[]> {
    const open = await Promise.all(doors.open().map(async door => ({ tokenHash: await primitives.sha256(door) })))
    const invites = await Promise.all(
      invitations.open().map(async ({ token, expiresAtMs, uses }) => ({
        tokenHash: await primitives.sha256(token),
        ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
        ...(uses === undefined ? {} : { uses })
      }))
    )
    const ofGroups = (await groupDoors.open()).map(({ tokenHash, expiresAtMs }) => ({
      tokenHash,
      ...(expiresAtMs === undefined ? {} : { expiresAtMs })
    }))
    return [...invites, ...ofGroups, ...open].slice(0, MAX_TOLD)
  }

  async function fillShelf(relay: RelayId): Promise<void> {
    const key = store.keys.setting(`shelf ${relay}`)
    const known = await store.get(key)
    const before = known && ShelvedRecord.decode(known)
    const storage = relays.info(relay)?.storage ?? ''
    const isFresh = before?.storage === storage && clock.now() - Number(before.atMs) < SHELVE_ANEW_MS
    const left = isFresh ? await relays.shelve(relay, { keyPackages: [] }) : 0
    if (left >= SHELF_LOW) return
    // They are on disk here before anybody can take them there.
    const { keyPackages, lastResort } = await invitations.stock(SHELVED - left)
    await relays.shelve(relay, { keyPackages, lastResort, anew: !isFresh })
    const value = ShelvedRecord.encode({ storage, atMs: isFresh ? before.atMs : BigInt(clock.now()) })
    await records.commit([{ key, value }])
  }

  async function emptyBox(relay: RelayId): Promise<void> {
    for (const { id, knock } of (await relays.knocks(relay)).slice(0, MAX_KNOCKS)) {
      const accepted = await answerTo(relay, knock)
      if (accepted !== undefined) await relays.clear(relay, id, accepted)
    }
  }

  /** Undefined while it is left for the person to answer, for another device of the account, or until fewer wait, or all of it is there. */
  async function answerTo(relay: RelayId, knock: Uint8Array): Promise<boolean | undefined> {
    try {
      const { account, unfinished } = await finished(relay, await introduction.knock(knock))
      if (unfinished !== undefined) return undefined
      if (account === undefined) return true
      const state = contacts.stateOf(account)
      return state === 'request' ? undefined : state !== 'blocked'
    } catch (err) {
      if (!isChatError(err) || isOurFault(err)) throw err
      return err.code === 'ERR_QUOTA' || (FOR_ANOTHER.has(err.code) && hasOtherDevices()) ? undefined : false
    }
  }

  /** The rest of a Welcome in parts stands behind the first in their log. */
  async function finished(relay: RelayId, first: KnockOutcome): Promise<KnockOutcome> {
    let outcome = first
    if (outcome.unfinished === undefined) return outcome
    for (const welcome of await logAt(relay, outcome.unfinished.access)) {
      try {
        outcome = await introduction.knock(Knock.encode({ token: EMPTY, sealed: [], welcome }))
      } catch (err) {
        // A relay may give what it likes.
        if (!isChatError(err) || !IS_NO_PART.has(err.code)) throw err
      }
      if (outcome.unfinished === undefined) break
    }
    const redial = unfinishedAt.get(relay) ?? createRedial(clock, () => soon(relay), UNFINISHED)
    unfinishedAt.set(relay, redial)
    if (outcome.unfinished === undefined) redial.reset()
    else redial.later()
    return outcome
  }

  async function logAt(relay: RelayId, { log, seed }: LogAccess): Promise<readonly Uint8Array[]> {
    const key = await primitives.signingKey(seed)
    const signer = { log, sign: async (statement: Uint8Array) => primitives.sign(key, statement) }
    const all: Uint8Array[] = []
    for (let place = 0, pages = 0; pages < MAX_WELCOME_PARTS; pages++) {
      const { entries, newest } = await relays.read(relay, signer, { place, most: MAX_WELCOME_PARTS })
      all.push(...entries.map(({ envelope }) => envelope.bytes))
      place = entries.at(-1)?.place ?? newest
      if (place >= newest) break
    }
    return all
  }

  function hasOtherDevices(): boolean {
    return liveDevices(self.deviceList()).some(({ device }) => device !== self.device)
  }

  async function attend(relay: RelayId): Promise<void> {
    if (!isOurs(relay)) return
    // It keeps nothing for a device that is not on the list it has.
    await relays.putDeviceList(relay, encodeDeviceList(self.deviceList()))
    await relays.tellInvites(relay, await told())
    await fillShelf(relay)
    await emptyBox(relay)
  }

  /** One after another at each relay; asked for twice before it begins, it is done once. */
  function soon(relay: RelayId): void {
    if (due.has(relay)) return
    due.add(relay)
    const serial = serials.get(relay) ?? createSerial()
    serials.set(relay, serial)
    serial(async () => {
      due.delete(relay)
      await attend(relay)
    }).catch(passing) // the relay went away, or the disk refuses: it is looked after when it comes back, or within the hour
  }

  function everywhere(): void {
    for (const { id } of namedNow(self.relays().relays)) soon(id)
  }

  return {
    start() {
      let timer: Stop | undefined
      const again = (): void => {
        timer = clock.after(LOOK_AGAIN_MS, again)
        everywhere()
      }
      again()
      const stops = [
        relays.on('relay:up', ({ relay }) => soon(relay)),
        relays.on('relay:joined', ({ relay }) => soon(relay)),
        relays.on('relay:knocked', ({ relay }) => soon(relay)),
        events.on('invite:changed', everywhere),
        events.on('contact:changed', ({ account, isOtherState }) => isOtherState && account !== self.companion() && everywhere()),
        () => timer?.()
      ]
      return () => {
        for (const stop of [...stops, ...[...unfinishedAt.values()].map(redial => redial.stop)]) stop()
      }
    },
    changed: everywhere,
    async settled() {
      const done = Promise.all([...serials.values()].map(serial => serial(async () => undefined)))
      let stopWaiting: Stop | undefined
      const late = new Promise<void>(resolve => (stopWaiting = clock.after(SETTLED_MS, resolve)))
      await Promise.race([done, late])
      stopWaiting?.()
    }
  }
}
