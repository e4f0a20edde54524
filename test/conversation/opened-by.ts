import type { OwnProfile } from '../../node/api/own-profile.js'
import type { NowMs } from '../../node/base/ids.js'
import { isChatError } from '../../node/base/errors.js'
import { createRecords } from '../../node/conversation/records.js'
import { encodeCertificate } from '../../node/identity/certificate.js'
import type { Device } from '../../node/identity/device.js'
import { createMlsSession } from '../../node/session/mls-session.js'
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

/** Those that any epoch which a device has on its disk opens, or has opened before. */
export async function openedBy(
  { store, device, profile }: { readonly store: SealedStore; readonly device: Device; readonly profile: OwnProfile },
  envelopes: readonly Uint8Array[]
): Promise<readonly Uint8Array[]> {
  const session = await createMlsSession({
    primitives,
    deviceKey: device.key,
    certificate: encodeCertificate(profile.certificate),
    now: () => profile.createdAtMs as NowMs
  })
  const records = createRecords({ store, session, primitives, ownDevice: device.id })
  const conversations = await records.loadConversations()
  const epochs = conversations.flatMap(({ groups }) => groups.flatMap(group => [...group.epochs.values()]))
  const opened = await Promise.all(
    envelopes.map(async bytes => {
      const tries = await Promise.all(epochs.map(epoch => session.open(epoch, bytes).then(() => true, isReplay)))
      return tries.includes(true) ? [bytes] : []
    })
  )
  return opened.flat()
}

const isReplay = (err: unknown): boolean => isChatError(err, 'ERR_REPLAY')
