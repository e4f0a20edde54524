import type { AccountId, DeviceId, LogId } from '../node/base/ids.js'
import { ChatError } from '../node/base/errors.js'
import { createKept, type Kept } from '../node/base/kept.js'
import type { LinkNonces, Standing } from '../node/network/relay-protocol.js'
import type { Members } from './members.js'
import type { Source } from './rates.js'

/** Logs that were proven over one link, whose proofs need not come again. */
const KEPT_PROOFS = 8_192

/** What a relay knows of a device for as long as its link lasts. */
export interface Session {
  readonly device: DeviceId
  /** Of the network. */
  readonly address: string
  /** From its certificate; undefined for a stranger. */
  readonly account: AccountId | undefined
  readonly nonces: LinkNonces
  readonly proven: Kept<LogId, true>
  /** Its account has revoked it. */
  isRevoked: boolean
}

export interface Sessions {
  /** @throws ERR_NOT_ALLOWED before its hello */
  of(device: DeviceId): Session
  /** Of one account, or all. */
  all(account?: AccountId): readonly Session[]
  /** Begins anew, whatever there was. */
  begin(source: Source, account: AccountId | undefined, nonces: LinkNonces, isRevoked: boolean): Session
  isCurrent(session: Session): boolean
  standing(session: Session): Standing
  /** Against whom its doings are counted. */
  source(session: Session): Source
  /** Undefined for a device that has not said hello. */
  find(device: DeviceId): Session | undefined
  /** Undefined for a device that is not linked. */
  end(device: DeviceId): Session | undefined
}

export function createSessions(members: Pick<Members, 'find' | 'isBanned'>): Sessions {
  const sessions = new Map<DeviceId, Session>()
  const byAccount = new Map<AccountId, Set<Session>>()

  function end(device: DeviceId): Session | undefined {
    const session = sessions.get(device)
    sessions.delete(device)
    if (session?.account === undefined) return session
    const others = byAccount.get(session.account)
    others?.delete(session)
    if (others?.size === 0) byAccount.delete(session.account)
    return session
  }

  function standing({ device, account, isRevoked }: Session): Standing {
    if (isRevoked || members.isBanned(device) || (account !== undefined && members.isBanned(account))) return 'banned'
    if (account === undefined) return 'stranger'
    return members.find(account) === undefined ? 'guest' : 'member'
  }

  return {
    of(device) {
      const session = sessions.get(device)
      if (session === undefined) throw new ChatError('ERR_NOT_ALLOWED', 'say hello first')
      return session
    },
    all: account => [...(account === undefined ? sessions.values() : (byAccount.get(account) ?? []))],
    begin({ device, address }, account, nonces, isRevoked) {
      end(device)
      const session: Session = { device, address, account, nonces, proven: createKept(KEPT_PROOFS), isRevoked }
      sessions.set(device, session)
      if (account !== undefined) byAccount.set(account, (byAccount.get(account) ?? new Set()).add(session))
      return session
    },
    source: session => {
      const { device, address, account } = session
      return { device, address: standing(session) === 'member' ? `account ${account}` : address }
    },
    find: device => sessions.get(device),
    isCurrent: session => sessions.get(session.device) === session,
    standing,
    end
  }
}
