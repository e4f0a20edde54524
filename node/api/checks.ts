import type { ConversationContext } from '../conversation/context.js'
import type { Messenger } from '../conversation/messenger.js'
import { isRevoked } from '../identity/device-list.js'
import type { Vault } from '../store/vault.js'
import type { Check } from './status.js'
import type { ChatHost } from './chat-node.js'
import { adviceFor } from './advice.js'
import { gapCheck } from './gap-check.js'
import { meshCheck } from './mesh-check.js'
import { networkChecks, reachCheck } from './network-checks.js'
import type { OwnProfile } from './own-profile.js'
import type { OwnRelays } from './own-relays.js'
import { passphraseCheck } from './passphrase-check.js'
import { relayChecks } from './relay-checks.js'

export interface Checked {
  readonly host: Pick<ChatHost, 'checks' | 'networkChecks' | 'listens' | 'staysHere'>
  readonly context: Pick<ConversationContext, 'links' | 'directory' | 'self'>
  readonly vault: Pick<Vault, 'protectedByPassphrase'>
  readonly profile: Pick<OwnProfile, 'directory' | 'relayHere'>
  readonly messenger: Pick<Messenger, 'outbox' | 'conversations' | 'meshes' | 'ownEntry'>
  readonly relays: Pick<OwnRelays, 'states' | 'faults' | 'stunServers'>
}

const REVOKED = {
  name: 'account',
  ok: false,
  detail: 'another device of yours revoked this one: nothing comes any more, and nobody takes anything from it'
} as const satisfies Check

/** What can go wrong on this machine, and in this node. */
export async function doctor({ host, context, vault, messenger, relays }: Checked): Promise<readonly Check[]> {
  const waiting = messenger.outbox.size()
  const advice = adviceFor(host.listens !== false)
  return [
    ...(await host.checks()),
    passphraseCheck(vault),
    ...(isRevoked(context.self.deviceList(), context.self.device) ? [{ ...REVOKED, advice: advice.linkAnew }] : []),
    ...(host.listens === false ? [] : [reachCheck(context.links.addresses(), host.staysHere === true)]),
    ...relayChecks(relays, advice),
    { name: 'outbox', ok: true, detail: waiting === 0 ? 'empty' : `${waiting} envelopes wait for their recipients` },
    gapCheck(messenger.conversations.shown()),
    ...meshCheck(messenger.meshes)
  ]
}

/** What can go wrong on the way to others. */
export async function netcheck({ host, context, profile, messenger, relays }: Checked): Promise<readonly Check[]> {
  const listens = host.listens !== false
  return [
    ...networkChecks({
      addresses: context.links.addresses(),
      listens,
      relayHere: profile.relayHere,
      directory: context.directory,
      hasKeys: profile.directory !== undefined,
      published: messenger.ownEntry?.published()
    }),
    ...relayChecks(relays, adviceFor(listens)),
    ...((await host.networkChecks?.(relays.stunServers())) ?? [])
  ]
}
