import { ChatError } from '../../node/base/errors.js'
import { accountIdOf } from '../../node/identity/account-id.js'
import { isRevoked, liveDevices } from '../../node/identity/device-list.js'
import { encodeDeviceList, readDeviceList } from '../../node/identity/device-list-frame.js'
import { RelayList } from '../../node/wire/generated/relay.js'
import { decoded } from '../bodies.js'
import type { Answer } from '../context.js'

/** About what one statement takes in a list: each is a signature to check. */
const STATEMENT_BYTES = 120

/** Of a member, by whoever has it: the account's own signatures count. Its revoked devices are served no more. */
export const putList: Answer = async ({ primitives, members, boxes, deviceLists, shelves, sessions, pushes, rates }, session, body) => {
  const { list } = decoded(() => RelayList.decode(body))
  rates.charge('work', sessions.source(session), Math.ceil(list.length / STATEMENT_BYTES))
  const received = await readDeviceList(primitives, list)
  if (members.find(received.account) === undefined) {
    throw new ChatError('ERR_NOT_ALLOWED', 'only lists of members are kept here; join first')
  }
  const merged = await deviceLists.merge(received)
  for (const other of sessions.all(merged.account)) {
    if (!isRevoked(merged, other.device)) continue
    other.isRevoked = true
    pushes.forget(other.device)
  }
  const live = new Set(liveDevices(merged).map(({ device }) => device))
  for (const device of await shelves.devices(merged.account)) if (!live.has(device)) await shelves.clear(merged.account, device)
  await boxes.keepInvitesOf(merged.account, live)
  return RelayList.encode({ list: encodeDeviceList(merged) })
}

export const getList: Answer = async ({ deviceLists }, _session, body) => {
  const account = accountIdOf(decoded(() => RelayList.decode(body)).account)
  const list = await deviceLists.find(account)
  if (list === undefined) throw new ChatError('ERR_NOT_FOUND', 'no device list of this account is here')
  return RelayList.encode({ list: encodeDeviceList(list) })
}
