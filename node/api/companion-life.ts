import { concat } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import { createSerial } from '../base/serial.js'
import { noProbe } from '../base/probe.js'
import type { AccountId } from '../base/ids.js'
import { createLifecycle } from '../base/lifecycle.js'
import { withPatience } from '../base/patience.js'
import type { ConversationContext } from '../conversation/context.js'
import { createLeavingBehind } from '../conversation/leaving-behind.js'
import { passing } from '../conversation/on-link.js'
import type { Messenger } from '../conversation/messenger.js'
import { accountIdOf, accountKeyOf } from '../identity/account-id.js'
import { encodeCertificate } from '../identity/certificate.js'
import { createDevice } from '../identity/device.js'
import { requireName } from '../identity/display-name.js'
import { newPhrase } from '../identity/phrase.js'
import type { LinksWithCompanion } from '../network/companion-links.js'
import { createLocalLink } from '../network/local-links.js'
import { createRelayClient } from '../network/relay-client.js'
import type { RelayRequestKind } from '../network/relay-protocol.js'
import { deriveStoreKeys } from '../store/data-key.js'
import { createInnerStore, eraseInnerStore } from '../store/inner-store.js'
import { openSealedStore } from '../store/open-sealed-store.js'
import type { SealedStore } from '../store/sealed-store.js'
import type { Write } from '../store/store.js'
import type { ChatApi } from './chat-api.js'
import type { ChatHost, ChatNode } from './chat-node.js'
import { createEchoing, greetingOf } from './echoing.js'
import { loadOwnProfile, makeOwnProfile, saveOwnProfile } from './own-profile.js'
import type { Contact } from './person.js'

const DEFAULT_NAME = 'Echo'
/** Its keys lie in its owner's database. */
const NO_VAULT: ChatHost['vault'] = {
  protectedByPassphrase: false,
  keepsAccount: false,
  accountEntropy: async () => undefined,
  changePassphrase: () => Promise.reject(new ChatError('ERR_NOT_ALLOWED', 'what protects its owner protects Echo'))
}
/** Of each of the three that its record has: the account's key, the seed of its device, and what the keys of its store are derived from. */
const PART_BYTES = 32
/** In one process it takes a moment; where the disk is slow, the rest is left to the background. */
const FIRST_ANSWER_MS = 10_000

/** Where it lives. */
interface Home {
  readonly host: ChatHost
  readonly beside: LinksWithCompanion
  /** Of its record. */
  readonly key: Uint8Array
  readonly createNode: (host: ChatHost) => Promise<ChatNode>
}

/** Whom it answers. */
export interface Owner {
  readonly context: ConversationContext
  readonly messenger: Messenger
  readonly add: ChatApi['add']
  readonly present: (account: AccountId) => Contact
  /** Whoever listens has to read all anew. */
  readonly told: () => void
}

/** The place beside the owner, with somebody in it or nobody. One thing at a time. */
export interface Seat {
  account(): AccountId | undefined
  /** Of a record that was kept. */
  settle(record: Uint8Array): Promise<void>
  wake(owner: Owner): void
  sleep(): Promise<void>
  add(owner: Owner, words: Parameters<ChatApi['addEcho']>[0]): Promise<Contact>
  remove(owner: Owner): Promise<void>
}

export function createSeat(home: Home): Seat {
  const inTurn = createSerial()
  let living: Living | undefined
  return {
    account: () => living?.account,
    async settle(record) {
      living = await settle(home, record)
    },
    wake(owner) {
      inTurn(async () => living?.wake(owner)).catch(passing) // what was said to it stays queued; the next start tries again
    },
    sleep: () => inTurn(async () => living?.sleep()),
    add: (owner, words) =>
      inTurn(async () => {
        living ??= await settle(home, await bear(home, words))
        return living.meet(owner)
      }),
    remove: owner =>
      inTurn(async () => {
        if (living === undefined) throw new ChatError('ERR_NOT_FOUND', 'Echo is not here; parley add echo brings it')
        await living.leave(owner, { key: home.key, value: undefined })
        living = undefined
        owner.told()
      })
  }
}

/** A companion that has its place: who it is stands fast, whether it wakes or not. */
interface Living {
  readonly account: AccountId
  /** Where it is awake already, nothing. @throws ERR_RECORD_DAMAGED, ERR_STORE */
  wake(owner: Owner): Promise<void>
  sleep(): Promise<void>
  /** Is a contact when this resolves, as a rule one that has answered. */
  meet(owner: Owner): Promise<Contact>
  /** Nothing of it, and of what was said with it, is kept. @param beside goes with the contact in one batch */
  leave(owner: Owner, beside: Write): Promise<void>
}

/** An account of its own, made here, whose phrase nobody sees. @returns its record, durable by now */
async function bear(
  { host: { store, primitives, clock }, key }: Home,
  { name = DEFAULT_NAME, greeting }: { readonly name?: string; readonly greeting?: string }
): Promise<Uint8Array> {
  // Of one that left half-way.
  await eraseInnerStore(store)
  const device = await createDevice(primitives)
  const storeKey = primitives.randomBytes(PART_BYTES)
  const made = await makeOwnProfile(primitives, clock, { name: requireName(name), phrase: newPhrase(primitives), device })
  // Without the keys for directory, doors and index: it is in none, and nobody is to find it.
  const { name: called, certificate, deviceList, relays, relaysChangedAtMs, createdAtMs } = made
  const inner = await openInner(store, storeKey, { primitives, clock })
  const profile = { name: called, certificate, deviceList, relays, relaysChangedAtMs, createdAtMs }
  await saveOwnProfile(inner, profile, greeting === undefined ? [] : [greetingOf(inner.keys, greeting)])
  await inner.close()
  const value = concat([accountKeyOf(certificate.account), device.seed, storeKey])
  await store.commit([{ key, value }], { durable: true })
  return value
}

const part = (record: Uint8Array, at: number): Uint8Array => record.slice(at * PART_BYTES, (at + 1) * PART_BYTES)

function openInner(
  outer: SealedStore,
  storeKey: Uint8Array,
  { primitives, clock }: Pick<ChatHost, 'primitives' | 'clock'>
): Promise<SealedStore> {
  const { store, file } = createInnerStore(outer)
  return openSealedStore({ store, epochKeyFile: file, storeKeys: deriveStoreKeys(storeKey), primitives, clock })
}

/** Takes its place beside the owner, asleep. */
async function settle({ host, beside, createNode }: Home, record: Uint8Array): Promise<Living> {
  const { primitives, clock, store: outer } = host
  const [account, deviceSeed, storeKey] = [accountIdOf(part(record, 0)), part(record, 1), part(record, 2)]
  const device = await createDevice(primitives, deviceSeed)
  let place = takePlace()
  let awake: Awake | undefined

  interface Awake {
    readonly api: ChatApi
    readonly stop: () => Promise<void>
  }

  function takePlace() {
    const link = createLocalLink([host.device.id, device.id], clock)
    return { link, giveUp: beside.take(device.id, link.ends[0]) }
  }

  async function wakeUp(): Promise<Awake> {
    const { link } = place
    const lifecycle = createLifecycle()
    try {
      const store = await openInner(outer, storeKey, host)
      // Where the disk refuses, the owner's own store tells.
      lifecycle.add(() => store.close().catch(passing))
      const profile = await loadOwnProfile(primitives, store)
      const nobody = createLocalLink<RelayRequestKind>([device.id, device.id], clock)
      const relays = createRelayClient({
        links: nobody.ends[0],
        primitives,
        clock,
        certificate: encodeCertificate(profile.certificate)
      })
      lifecycle.add(() => relays.close())
      lifecycle.add(() => link.ends[1].close())
      const node = await createNode({
        profile,
        device,
        store,
        vault: NO_VAULT,
        primitives,
        links: link.ends[1],
        relays,
        circuits: { keep: () => () => undefined },
        clock,
        ...(host.createSession === undefined ? {} : { createSession: host.createSession }),
        probe: noProbe,
        listens: false,
        checks: async () => []
      })
      lifecycle.add(node.close)
      lifecycle.add(createEchoing(node.api, store).start())
      link.connect()
      return { api: node.api, stop: lifecycle.stop }
    } catch (err) {
      await lifecycle.stop()
      place.giveUp()
      place = takePlace()
      throw err
    }
  }

  async function wake(): Promise<ChatApi> {
    awake ??= await wakeUp()
    return awake.api
  }

  async function sleep(): Promise<void> {
    await awake?.stop()
    awake = undefined
  }

  /** Its first sign of life is what makes it a contact that has answered. */
  async function answered({ context, messenger }: Owner): Promise<void> {
    await withPatience(clock, FIRST_ANSWER_MS, signal => {
      return new Promise<void>(resolve => {
        const look = (): void => {
          if (messenger.contacts.stateOf(account) === 'invited' && !signal.aborted) return
          stop()
          resolve()
        }
        const stop = context.events.on('contact:changed', look)
        signal.addEventListener('abort', look, { once: true })
        look()
      })
    })
  }

  async function meet(owner: Owner): Promise<Contact> {
    const api = await wake()
    if (owner.messenger.contacts.find(account) === undefined) {
      const { uri } = await api.createInvite({ uses: 1 })
      await owner.add({ invite: uri })
    }
    await answered(owner)
    return owner.present(account)
  }

  return {
    account,
    async wake(owner) {
      await wake()
      // The owner's disk or the process gave out when they were about to meet.
      if (owner.messenger.contacts.find(account) === undefined) await meet(owner)
    },
    sleep,
    meet,
    async leave({ context, messenger }, write) {
      await sleep()
      if (messenger.contacts.find(account) === undefined) await outer.commit([write], { durable: true })
      else await createLeavingBehind(context, outer, messenger).leaveBehind(account, [write])
      place.giveUp()
      await eraseInnerStore(outer)
    }
  }
}
