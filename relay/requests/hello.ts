import { ChatError } from '../../node/base/errors.js'
import type { AccountId, DeviceId } from '../../node/base/ids.js'
import { readCertificate } from '../../node/identity/certificate.js'
import { isRevoked } from '../../node/identity/device-list.js'
import { NONCE_BYTES } from '../../node/network/relay-protocol.js'
import { RelayHello, RelayWelcome, type RelayLimits } from '../../node/wire/generated/relay.js'
import { decoded } from '../bodies.js'
import type { RelayContext } from '../context.js'
import { bytesPerTree } from '../policy.js'
import type { Source } from '../rates.js'
import type { Session } from '../session.js'
import { NO_USAGE } from '../usage-counts.js'

/**
 * Begins a session, whatever was before on this link: new nonces, nothing proven, nothing subscribed. Without a nonce it begins none,
 * and tells of the one there is.
 */
export function hello(context: RelayContext, source: Source, body: Uint8Array): Promise<Uint8Array> {
  // In the order they came: of two links of one device the later one's nonces count.
  return context.serial(`hello ${source.device}`, () => begin(context, source, body))
}

async function begin(context: RelayContext, source: Source, body: Uint8Array): Promise<Uint8Array> {
  const { deviceLists, sessions, pushes, primitives } = context
  const { nonce, certificate } = decoded(() => RelayHello.decode(body))
  if (nonce.length === 0) return welcome(context, context.sessions.of(source.device))
  if (nonce.length !== NONCE_BYTES) throw new ChatError('ERR_MALFORMED', `a nonce has ${NONCE_BYTES} bytes`)
  const account = certificate === undefined ? undefined : await accountBehind(context, source.device, certificate)
  const list = account === undefined ? undefined : await deviceLists.find(account)
  const nonces = { own: nonce.slice(), relay: primitives.randomBytes(NONCE_BYTES) }
  if (!context.isLinked(source.device)) throw new ChatError('ERR_UNREACHABLE', 'it is gone already')
  pushes.forget(source.device)
  const session = sessions.begin(source, account, nonces, list !== undefined && isRevoked(list, source.device))
  return welcome(context, session)
}

async function welcome(context: RelayContext, session: Session): Promise<Uint8Array> {
  const { logs, members, sessions, stunPort, servesPage } = context
  const { account, nonces } = session
  const usage = account === undefined || members.find(account) === undefined ? undefined : await logs.usage(account)
  return RelayWelcome.encode({
    nonce: nonces.relay,
    storage: logs.storage,
    standing: sessions.standing(session),
    limits: limitsFor(context, account, usage ?? NO_USAGE),
    stunPort,
    servesPage
  })
}

async function accountBehind({ primitives }: RelayContext, device: DeviceId, encoded: Uint8Array): Promise<AccountId> {
  const certificate = await readCertificate(primitives, encoded)
  if (certificate.device !== device) throw new ChatError('ERR_CERTIFICATE', 'this certificate is for another device')
  return certificate.account
}

function limitsFor(
  { limits, members, isOpen }: RelayContext,
  account: AccountId | undefined,
  used: { bytes: number; logs: number }
): RelayLimits {
  const bytesPerAccount = (account && members.find(account)?.bytes) ?? limits.bytesPerAccount
  return {
    retentionDays: limits.retentionDays,
    envelopesPerLog: limits.envelopesPerLog,
    bytesPerLog: Math.min(limits.bytesPerLog, Math.floor(bytesPerTree({ ...limits, bytesPerAccount }))),
    bytesPerAccount,
    bytesUsed: used.bytes,
    logsPerAccount: limits.logsPerAccount,
    logsUsed: used.logs,
    isOpen
  }
}
