import { decodeMlsMessage } from 'ts-mls'
import { decryptSenderData } from 'ts-mls/privateMessage.js'
import type { OwnProfile } from '../../node/api/own-profile.js'
import { toHex } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import type { LogId, NowMs } from '../../node/base/ids.js'
import { decodeContent } from '../../node/conversation/content.js'
import type { Conversation } from '../../node/conversation/conversation.js'
import { createRecords, type Records } from '../../node/conversation/records.js'
import { encodeCertificate } from '../../node/identity/certificate.js'
import type { Device } from '../../node/identity/device.js'
import { ownEpoch } from '../../node/session/epoch.js'
import { unwrap } from '../../node/session/log-envelope.js'
import { createMlsSession } from '../../node/session/mls-session.js'
import type { Epoch, Member, Session } from '../../node/session/session.js'
import { createSuite } from '../../node/session/suite.js'
import type { SealedStore } from '../../node/store/sealed-store.js'
import { decodeEnvelope } from '../../node/wire/envelope.js'
import { primitives } from '../identity/people.js'

/** Of whatever a relay has on its disk, what may be an envelope. */
export function envelopesAmong(values: readonly Uint8Array[]): readonly Uint8Array[] {
  return values.filter(value => {
    try {
      decodeEnvelope(value)
      return true
    } catch {
      return false // some other record
    }
  })
}

/** All that a device has. */
export interface Disk {
  readonly store: SealedStore
  readonly device: Device
  readonly profile: OwnProfile
}

/** Its conversations, with the secrets of their epochs. */
export async function recordsOn({ store, device, profile }: Disk): Promise<{ readonly records: Records; readonly session: Session }> {
  const session = await createMlsSession({
    primitives,
    deviceKey: device.key,
    certificate: encodeCertificate(profile.certificate),
    now: () => profile.createdAtMs as NowMs
  })
  return { records: createRecords({ store, session, primitives, ownDevice: device.id }), session }
}

/** An envelope that a device's keys fit. */
export interface OpenedEnvelope {
  readonly bytes: Uint8Array
  readonly conversation: Conversation
  readonly epoch: Epoch
  readonly sender: Member
  readonly generation: number
  /** Sealed by that device itself. */
  readonly isOwn: boolean
  /** The numbers of its messages, and what else it says; undefined where the device has opened it before, and can't any more. */
  readonly content:
    | { readonly seqs: readonly number[]; readonly sentAtMs: readonly number[]; readonly besides: readonly string[] }
    | undefined
}

/** Those of these envelopes, each once, that say something, commits left aside, and that any epoch on a device's disk opens or has opened before. */
export async function openedBy(disk: Disk, envelopes: readonly Uint8Array[]): Promise<readonly OpenedEnvelope[]> {
  const { device } = disk
  const { records, session } = await recordsOn(disk)
  const places = new Map<LogId, { readonly conversation: Conversation; readonly epoch: Epoch }>()
  for (const conversation of await records.loadConversations())
    for (const { epochs } of conversation.groups) for (const epoch of epochs.values()) places.set(epoch.log, { conversation, epoch })
  const opened = await Promise.all(
    [...new Map(envelopes.map(bytes => [toHex(bytes), bytes])).values()].map(async bytes => {
      const place = places.get(decodeEnvelope(bytes).log)
      const opening = place === undefined ? undefined : await tryOpen(session, device, place, bytes)
      return opening === undefined ? [] : [{ ...opening, isOwn: opening.sender.device === device.id }]
    })
  )
  return opened.flat()
}

async function tryOpen(
  session: Session,
  device: Device,
  { conversation, epoch }: Pick<OpenedEnvelope, 'conversation' | 'epoch'>,
  bytes: Uint8Array
): Promise<Omit<OpenedEnvelope, 'isOwn'> | undefined> {
  try {
    const opened = await session.open(epoch, bytes)
    if (opened.kind !== 'message') return undefined
    const { sender, generation, plaintext } = opened
    return { bytes, conversation, epoch, sender, generation, content: contentOf(plaintext) }
  } catch (err) {
    if (isChatError(err, 'ERR_REPLAY')) return { bytes, conversation, epoch, ...(await senderOf(device, epoch, bytes)), content: undefined }
    if (isChatError(err)) return undefined // a Welcome, or nothing that these keys open
    throw err
  }
}

function contentOf(plaintext: Uint8Array): OpenedEnvelope['content'] {
  const { messages, receipt, whereabouts } = decodeContent(plaintext)
  const besides = [receipt === undefined ? [] : ['receipt'], whereabouts === undefined ? [] : ['whereabouts']].flat()
  return { seqs: messages.map(({ seq }) => seq), sentAtMs: messages.map(({ sentAtMs }) => sentAtMs), besides }
}

/** Who sealed it, which the epoch's keys tell also of what was opened before. */
async function senderOf({ key }: Device, epoch: Epoch, bytes: Uint8Array): Promise<Pick<OpenedEnvelope, 'sender' | 'generation'>> {
  const { access, state, members } = ownEpoch(epoch)
  const { content } = await unwrap(primitives, access, bytes)
  const [framed] = decodeMlsMessage(content, 0) ?? []
  if (framed?.wireformat !== 'mls_private_message') throw new Error('what was opened before is no private message')
  const sender = await decryptSenderData(framed.privateMessage, state.keySchedule.senderDataSecret, await createSuite(primitives, key))
  const member = members.find(({ leaf }) => leaf === sender?.leafIndex)
  if (sender === undefined || member === undefined) throw new Error('what was opened before says not who sealed it')
  return { sender: member, generation: sender.generation }
}
