import type { AccountKeyAccess, OwnDevice } from '../../api/status.js'
import type { RpcClient } from '../../api/rpc-client.js'
import { ChatError } from '../../base/errors.js'
import { readDeviceLink } from '../../identity/device-link.js'
import { friendlyDeviceName } from '../../identity/device-name.js'
import { alignColumns } from '../../host/terminal/columns.js'
import { inert } from '../../host/terminal/inert.js'
import { localDay } from '../../host/terminal/local-time.js'
import type { OptionValues, Options } from '../../host/terminal/command.js'
import { resolveReference } from '../../api/references.js'
import { command, DAEMON_EXITS, withDaemon, type Context } from '../command.js'
import { PROFILE_OPTIONS } from '../profile-options.js'
import { ask, askHidden } from '../prompt.js'
import { areTheSame, becomeDevice } from '../become-device.js'
import { wordsIn } from '../words-file.js'

const KEY_OPTIONS = {
  'passphrase-file': PROFILE_OPTIONS['passphrase-file'],
  'phrase-file': {
    type: 'text',
    value: 'FILE',
    summary: 'read the 24 words from this file, where this device does not keep the account key'
  }
} as const satisfies Options

const LINK_OPTIONS = {
  ...KEY_OPTIONS,
  name: { type: 'text', value: 'NAME', summary: 'with TEXT: what you call the new device' },
  'no-passphrase': { type: 'flag', summary: 'on the new device: make its profile without asking for a passphrase' },
  relay: { type: 'text', value: 'ADDRESS', many: true, summary: 'on the new device: a relay that the other one can reach it through' },
  listen: { type: 'text', value: 'MULTIADDR', many: true, summary: 'on the new device: listen here instead of everywhere' },
  'no-mdns': { type: 'flag', summary: 'on the new device: do not look for others on this network' },
  qr: { type: 'flag', summary: 'on the new device: draw the text as a QR code, also where nobody looks' },
  yes: { type: 'flag', summary: 'take it that the words are the same, without asking: for scripts that compare them' }
} as const satisfies Options

type LinkValues = OptionValues<typeof LINK_OPTIONS>

export const deviceLink = command({
  name: 'device link',
  summary: 'make a new, empty machine a device of your account',
  details:
    'Type it without a text on the new machine: it shows one, as does a browser that opens the page of a relay for the first time. Give that to the same command on a device that runs already. Both then show three words; where they are the same, confirm on both: the new device is certified and gets your contacts, and is let in to your conversations. It never gets the account key.',
  arguments: [{ name: 'text', summary: 'what the new device shows', optional: true }],
  options: LINK_OPTIONS,
  examples: [
    ['parley device link', 'on the new machine: shows a text and a QR code'],
    ['parley device link parley-link:ASQ…', 'on a device that you have']
  ],
  exits: [...DAEMON_EXITS, 'notFound', 'notAllowed'],
  run: (context, { args: [text], options }) =>
    text === undefined ? becomeNewDevice(context, options) : withDaemon(context, daemon => linkDevice(context, daemon, text, options))
})

async function becomeNewDevice(context: Context, options: LinkValues): Promise<void> {
  await becomeDevice(context, options)
  context.terminal.note(`Next: ${context.hint('parley start')}`)
}

async function linkDevice(context: Context, daemon: RpcClient, text: string, options: LinkValues): Promise<void> {
  const { terminal } = context
  const { sha256 } = await import('../../host/node-crypto.js')
  await readDeviceLink({ sha256 }, text)
  // Before the new device shows words that somebody compares in vain.
  const access = await accountKeyAccess(context, daemon, options)
  const link = await daemon.linkDevice({ link: text })
  terminal.complain(`The words of ${inert(link.name)}: ${terminal.style('bold', link.words)}`)
  if (!(await areTheSame(context, options, 'Does the new device show the same words?')))
    throw new ChatError('ERR_ABORTED', 'the words were not the same: somebody may stand between the two; nothing was given')
  const { name } = options
  const added = await daemon.confirmDevice({ device: link.device, ...(name === undefined ? {} : { name }), ...access })
  await terminal.show(
    { ...added, words: link.words },
    () => `${terminal.style('green', '✓')} ${inert(added.name)} is a device of your account now`
  )
}

/** What signs for the account: out of a file, or asked for. */
async function accountKeyAccess(
  { terminal, ...context }: Context,
  daemon: Pick<RpcClient, 'identity'>,
  options: OptionValues<typeof KEY_OPTIONS>
): Promise<AccountKeyAccess> {
  const { filedPassphrase } = await import('../profile.js')
  const file = options['phrase-file']
  if (file !== undefined) return { phrase: await wordsIn(file) }
  const passphrase = await filedPassphrase({ terminal, ...context }, options)
  if (passphrase !== undefined) return { passphrase }
  const { hasAccountKey } = await daemon.identity()
  if (!terminal.canAsk)
    throw hasAccountKey
      ? new ChatError('ERR_PASSPHRASE', 'nobody can be asked for the passphrase here; give --passphrase-file FILE')
      : new ChatError('ERR_PHRASE', 'nobody can be asked for the 24 words here; give --phrase-file FILE')
  if (hasAccountKey) return { passphrase: await askHidden(terminal, 'Passphrase: ') }
  return { phrase: await ask(terminal, 'The 24 words: ', context.signal) }
}

export const deviceList = command({
  name: 'device list',
  summary: 'list the devices of your account',
  arguments: [],
  options: {},
  examples: [['parley device list', 'which there are, and which of them is linked now']],
  exits: DAEMON_EXITS,
  run: context =>
    withDaemon(context, async daemon => {
      const devices = await daemon.devices()
      await context.terminal.show(devices, () => alignColumns(devices.map(deviceRow)))
      if (!devices.some(({ self }) => self === true))
        context.terminal.note(`This device was revoked from your account; ${context.hint('parley doctor')} says more.`)
    })
})

function deviceRow({ device, name, addedAtMs, linked, self }: OwnDevice): string[] {
  const friendly = friendlyDeviceName(device)
  const where = self === true ? 'this one' : linked ? 'linked now' : 'away'
  return [inert(name), where, `since ${localDay(addedAtMs)}`, name === friendly ? '' : friendly]
}

export const deviceRevoke = command({
  name: 'device revoke',
  summary: 'put a device out of your account, for good',
  details: 'It reads nothing that is sent afterwards, anywhere. What it has stays with it. Takes what opens the account key.',
  arguments: [{ name: 'device', summary: 'its name, as parley device list shows it, or its id' }],
  options: KEY_OPTIONS,
  examples: [['parley device revoke brave-otter-41', 'for one that was lost or stolen']],
  exits: [...DAEMON_EXITS, 'notFound', 'notAllowed'],
  run: (context, { args: [device], options }) =>
    withDaemon(context, async daemon => {
      // Before anybody types their phrase.
      const candidates = (await daemon.devices()).map(one => ({ id: one.device, name: one.name }))
      resolveReference('device', candidates, device, 'parley device list')
      await daemon.revokeDevice({ device, ...(await accountKeyAccess(context, daemon, options)) })
      await context.terminal.show({ revoked: device }, () => `${inert(device)} is revoked`)
    })
})
