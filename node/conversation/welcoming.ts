import { EMPTY, fromHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { ConversationId, DeviceId, EpochId } from '../base/ids.js'
import { encodeDeviceList } from '../identity/device-list-frame.js'
import type { Epoch, KeyPackageInfo, LogAccess } from '../session/session.js'
import { ENVELOPE_NONCE_BYTES, sealEnvelope } from '../wire/envelope.js'
import { Introduction as IntroductionFrame, Knock } from '../wire/generated/introduction.js'
import type { Approach, TakeOptions } from './approach.js'
import type { Contact } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Letter, LetterLog, PendingKnock } from './letter.js'
import { decodeKnock, introductionStatement, KNOCK_INFO } from './knock-frame.js'
import { contentsOf } from './welcome-parts.js'

/** A longer device list is left to relays. */
const MAX_LIST_BYTES = 4_096
const SEED_BYTES = 32
const WRAP_KEY_BYTES = 16

/** A key package that was taken for a device that is to come in. */
export interface TakenPackage {
  readonly published: Uint8Array
  readonly info: KeyPackageInfo
}

export interface TakenForAccount {
  /** Whom to knock at. */
  readonly device: DeviceId
  /** One for each of their devices, 8 at most. */
  readonly packages: readonly TakenPackage[]
}

/** How a device asks to be let in to a group. */
export interface Asking {
  /** By which whoever lets it in reaches it. */
  readonly token: Uint8Array
  /** Of one that was in it: the epoch that it came to, */
  readonly head?: EpochId | undefined
  /** and the key package that it made for coming back. */
  readonly keyPackage?: Uint8Array
}

/** What it takes to bring somebody into an MLS group: their key packages, and the knock that carries the Welcome. */
export interface Welcoming {
  /** @throws as `Approach.take`; ERR_CERTIFICATE, ERR_MALFORMED, ERR_EXPIRED where nothing that anybody gave can be used */
  take(contact: Contact, isRevoked: (device: DeviceId) => boolean, options?: TakeOptions): Promise<TakenForAccount>
  /** What one of them says of itself. @throws as `Session.inspectKeyPackage` */
  inspect(published: Uint8Array): Promise<TakenPackage>
  /** A knock that brings nobody in: it asks a member of a group to let us in, who reaches us by this token. */
  asking(contact: Contact, group: ConversationId, packages: readonly TakenPackage[], how: Asking): Promise<Uint8Array>
  /** Encoded: sealed for each of these devices, signed by ours. The Welcome stands in the log of the epoch that it leads to. */
  knock(contact: Contact, child: Epoch, joining: readonly TakenPackage[], welcome: Uint8Array): Promise<Uint8Array>
  /**
   * The same for somebody who comes in to a group: in a log of its own, which the recipient's relay opens for this knock alone and
   * nobody can tell from any other, be it the group's log or that of who comes in beside them.
   */
  letter(contact: Contact, child: Epoch, joining: readonly TakenPackage[], welcome: Uint8Array): Promise<Pick<Letter, 'knock' | 'log'>>
  /** What is sent of a letter, the same bytes each time. */
  sealed(letter: Letter, welcome: Uint8Array): Promise<PendingKnock>
}

/** Our device list, encoded, where it may go along with something else; else empty. */
export function sendableList({ deviceList }: Pick<ConversationContext['self'], 'deviceList'>): Uint8Array {
  const list = encodeDeviceList(deviceList())
  return list.length <= MAX_LIST_BYTES ? list : EMPTY
}

export function createWelcoming(
  { session, self, primitives }: Pick<ConversationContext, 'session' | 'self' | 'primitives'>,
  approach: Pick<Approach, 'take'>
): Welcoming {
  async function knock(
    contact: Contact,
    conversation: ConversationId,
    { seed, wrapKey }: Pick<LogAccess, 'seed' | 'wrapKey'>,
    joining: readonly TakenPackage[],
    welcome: Uint8Array,
    asking?: Asking
  ): Promise<Uint8Array> {
    const group = fromHex(conversation)
    const signature = await self.sign(introductionStatement(contact.account, group, seed))
    const card = await self.card(asking === undefined ? {} : { token: asking.token })
    const [asksIn, head] = [asking !== undefined, asking?.head === undefined ? EMPTY : fromHex(asking.head)]
    const [deviceList, keyPackage] = [sendableList(self), asking?.keyPackage ?? EMPTY]
    const plaintext = IntroductionFrame.encode({ card, group, logSeed: seed, wrapKey, signature, deviceList, asksIn, head, keyPackage })
    const sealed = await Promise.all(
      joining.map(async ({ info }) => ({ keyPackageRef: info.ref, sealed: await session.sealTo(info.knockKey, KNOCK_INFO, plaintext) }))
    )
    return Knock.encode({ token: contact.token ?? EMPTY, sealed, welcome })
  }

  const look = async (published: Uint8Array): Promise<TakenPackage> => ({ published, info: await session.inspectKeyPackage(published) })

  /** What they published, looked at: of devices that are not revoked. */
  async function inspect(
    contact: Contact,
    packages: readonly Uint8Array[],
    isRevoked: (device: DeviceId) => boolean
  ): Promise<readonly TakenPackage[]> {
    const inspected = await Promise.all(packages.map(look))
    if (inspected.some(({ info }) => info.account !== contact.account))
      throw new ChatError('ERR_CERTIFICATE', `${contact.name}'s device answered with keys of another account; ask for a new invite`)
    // A relay may still hand out what a device left there before it was revoked.
    const live = inspected.filter(({ info }) => !isRevoked(info.device))
    if (live.length === 0)
      throw new ChatError('ERR_CERTIFICATE', `only keys of a revoked device of ${contact.name} were found; ask for a new invite`)
    return live
  }

  /** For one knock. */
  const newSecrets = (): Omit<LetterLog, 'nonces'> => ({
    seed: primitives.randomBytes(SEED_BYTES),
    wrapKey: primitives.randomBytes(WRAP_KEY_BYTES)
  })

  async function sealIn({ seed, wrapKey }: Omit<LetterLog, 'nonces'>, content: Uint8Array, nonce?: Uint8Array): Promise<Uint8Array> {
    return sealEnvelope(primitives, await primitives.signingKey(seed), wrapKey, content, nonce)
  }

  return {
    inspect: look,
    take: (contact, isRevoked, options) => approach.take(contact, packages => inspect(contact, packages, isRevoked), options),
    async asking(contact, group, packages, how) {
      const log = newSecrets()
      // Relays open the log of a knock with its first envelope: this one says nothing.
      return knock(contact, group, log, packages, await sealIn(log, EMPTY), how)
    },
    async knock(contact, child, joining, welcome) {
      const access = session.access(child)
      return knock(contact, child.conversation, access, joining, await sealIn(access, welcome))
    },
    async letter(contact, child, joining, welcome) {
      const contents = await contentsOf(primitives, welcome)
      const log = { ...newSecrets(), nonces: contents.map(() => primitives.randomBytes(ENVELOPE_NONCE_BYTES)) }
      return { knock: await knock(contact, child.conversation, log, joining, EMPTY), log }
    },
    async sealed({ to, leftAt, knock: encoded, log }, welcome) {
      const contents = await contentsOf(primitives, welcome)
      const envelopes = await Promise.all(contents.map((content, i) => sealIn(log, content, log.nonces[i])))
      const [first = EMPTY, ...rest] = envelopes
      return { to, leftAt, body: Knock.encode({ ...decodeKnock(encoded), welcome: first }), rest }
    }
  }
}
