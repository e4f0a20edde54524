import type { OwnProfile } from '../../node/api/own-profile.js'
import type { ConversationId, NowMs } from '../../node/base/ids.js'
import { isChatError } from '../../node/base/errors.js'
import { createRecords, type Records } from '../../node/conversation/records.js'
import { encodeCertificate } from '../../node/identity/certificate.js'
import type { Device } from '../../node/identity/device.js'
import { createMlsSession } from '../../node/session/mls-session.js'
import type { Session } from '../../node/session/session.js'
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

/**
 * Those that say something, commits left aside, and that any epoch which a device has on its disk opens, or has opened before: of one
 * conversation, where that is named.
 */
export async function openedBy(disk: Disk, envelopes: readonly Uint8Array[], only?: ConversationId): Promise<readonly Uint8Array[]> {
  const { records, session } = await recordsOn(disk)
  const conversations = (await records.loadConversations()).filter(({ id }) => only === undefined || id === only)
  const epochs = conversations.flatMap(({ groups }) => groups.flatMap(group => [...group.epochs.values()]))
  const opened = await Promise.all(
    envelopes.map(async bytes => {
      const tries = await Promise.all(epochs.map(epoch => session.open(epoch, bytes).then(({ kind }) => kind === 'message', isReplay)))
      return tries.includes(true) ? [bytes] : []
    })
  )
  return opened.flat()
}

const isReplay = (err: unknown): boolean => isChatError(err, 'ERR_REPLAY')
