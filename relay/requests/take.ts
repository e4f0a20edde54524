import { toHex } from '../../node/base/bytes.js'
import { ChatError, isChatError } from '../../node/base/errors.js'
import type { AccountId, DeviceId } from '../../node/base/ids.js'
import { accountIdOf } from '../../node/identity/account-id.js'
import { liveDevices } from '../../node/identity/device-list.js'
import { Taken } from '../../node/wire/generated/introduction.js'
import { RelayTake } from '../../node/wire/generated/relay.js'
import { decoded } from '../bodies.js'
import type { Answer, RelayContext } from '../context.js'
import { noteFault, requireGoodFaith } from '../proofs.js'

/** One key package of each device of an account, for whoever has the token of an invite. */
export const take: Answer = async (context, session, body) => {
  const { boxes, shelves, rates, sessions, primitives } = context
  const asked = decoded(() => RelayTake.decode(body))
  const account = accountIdOf(asked.account)
  requireGoodFaith(context, session)
  rates.charge('take', sessions.source(session))
  const tokenHash = await primitives.sha256(asked.token)
  try {
    await boxes.requireInvite(account, tokenHash)
  } catch (err) {
    if (isChatError(err, 'ERR_KNOCK_REFUSED')) noteFault(context, session)
    throw err
  }
  rates.chargeInvite(`${account} ${toHex(tokenHash)}`)
  const keyPackages = await shelves.take(account, await devicesOf(context, account))
  if (keyPackages.length === 0) throw new ChatError('ERR_NOT_FOUND', 'none of its devices has left a key package here')
  return Taken.encode({ keyPackages: [...keyPackages] })
}

async function devicesOf({ deviceLists }: RelayContext, account: AccountId): Promise<readonly DeviceId[]> {
  const list = await deviceLists.find(account)
  return list === undefined ? [] : liveDevices(list).map(({ device }) => device)
}
