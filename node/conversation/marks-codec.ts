import { accountIdOf, accountKeyOf } from '../identity/account-id.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import type { MessagePlace } from '../store/keyspace.js'
import { MarksRecord, type DeedsRecord, type StampRecord } from '../wire/generated/records.js'
import type { Deeds, Marks } from './marks.js'

export function encodeMarks(marks: Marks): Uint8Array {
  return MarksRecord.encode({
    deeds: marks.map(({ account, isTold, edit, isDeleted, reaction, pin }): DeedsRecord => ({
      account: accountKeyOf(account),
      told: isTold,
      deleted: isDeleted === true,
      ...(edit === undefined ? {} : { edit: { at: stampOf(edit), text: edit.text, sentAtMs: edit.sentAtMs } }),
      ...(reaction === undefined ? {} : { reaction: { at: stampOf(reaction), emoji: reaction.emoji } }),
      ...(pin === undefined ? {} : { pin: { at: stampOf(pin), pinned: pin.isPinned } })
    }))
  })
}

export function decodeMarks(bytes: Uint8Array): Marks {
  return MarksRecord.decode(bytes).deeds.map(({ account, told, edit, deleted, reaction, pin }): Deeds => ({
    account: accountIdOf(account),
    isTold: told,
    ...(deleted ? { isDeleted: true as const } : {}),
    ...(edit?.at === undefined ? {} : { edit: { ...placeOf(edit.at), text: edit.text, sentAtMs: edit.sentAtMs } }),
    ...(reaction?.at === undefined ? {} : { reaction: { ...placeOf(reaction.at), emoji: reaction.emoji } }),
    ...(pin?.at === undefined ? {} : { pin: { ...placeOf(pin.at), isPinned: pin.pinned } })
  }))
}

export const stampOf = ({ hlc, device, seq }: MessagePlace): StampRecord => ({ hlc, device: deviceKeyOf(device), seq })
export const placeOf = ({ hlc, device, seq }: StampRecord): MessagePlace => ({ hlc, device: deviceIdOf(device), seq })
