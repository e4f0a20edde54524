import type { RpcClient } from '../../api/rpc-client.js'
import type { Status } from '../../api/status.js'
import { ChatError } from '../../base/errors.js'
import type { OptionValues, Options } from '../../host/terminal/command.js'
import { command, DAEMON_EXITS, withDaemon, type Context } from '../command.js'
import { PROFILE_OPTIONS } from '../profile-options.js'
import { ask, askHidden } from '../prompt.js'
import { wordsIn } from '../words-file.js'

const OPTIONS = {
  'passphrase-file': PROFILE_OPTIONS['passphrase-file'],
  'new-passphrase-file': { type: 'text', value: 'FILE', summary: 'read the next passphrase from this file instead of asking for it' },
  'phrase-file': {
    type: 'text',
    value: 'FILE',
    summary: 'read the 24 words from this file, and keep them under the passphrase from now on'
  },
  remove: { type: 'flag', summary: 'take the passphrase away: the keys lie open then, and the 24 words are shown and kept no more' }
} as const satisfies Options

type Values = OptionValues<typeof OPTIONS>

export const passphrase = command({
  name: 'passphrase',
  summary: 'set, change or take away the passphrase that seals your keys on this disk',
  details:
    'The one you have is asked for, then the next one. Where a file gives it at each start (--passphrase-file), put the next one into it too. A copy of this disk from before opens as it did then: with the passphrase of that time, or with none. Where this device does not keep the 24 words, --phrase-file gives them to it.',
  arguments: [],
  options: OPTIONS,
  examples: [
    ['parley passphrase', 'a first one, or another one'],
    ['parley passphrase --passphrase-file old --new-passphrase-file new', 'the same in a script'],
    ['parley passphrase --remove', 'none any more']
  ],
  exits: [...DAEMON_EXITS, 'usage', 'notAllowed'],
  run: (context, { options }) =>
    withDaemon(context, async daemon => {
      const status = await daemon.status()
      const current = status.protectedByPassphrase ? await currentPassphrase(context, options) : undefined
      await (options.remove ? remove(context, daemon, status, current) : set(context, daemon, options, current))
    })
})

async function set(context: Context, daemon: RpcClient, options: Values, current: string | undefined): Promise<void> {
  const { terminal, hint } = context
  const file = options['phrase-file']
  const phrase = file === undefined ? undefined : await wordsIn(file)
  const next = await nextPassphrase(context, options['new-passphrase-file'])
  const { hasAccountKey } = await daemon.setPassphrase({
    next,
    ...(current === undefined ? {} : { current }),
    ...(phrase === undefined ? {} : { phrase })
  })
  await terminal.show({ protected: true, hasAccountKey }, () => [
    `${terminal.style('green', '✓')} the new passphrase seals your keys, and is asked for at the next start`
  ])
  if (!hasAccountKey)
    terminal.note(`This device does not keep the 24 words; ${hint('parley passphrase --phrase-file FILE')} seals them with the keys.`)
}

/** The words are shown before anything is changed: once the passphrase is gone nothing here has them. */
async function remove(context: Context, daemon: RpcClient, { identity }: Status, current: string | undefined): Promise<void> {
  const { terminal, signal } = context
  const words = current !== undefined && identity.hasAccountKey ? (await daemon.phrase({ passphrase: current })).words : undefined
  if (words !== undefined && terminal.canAsk) {
    terminal.complain('! Without a passphrase the account key is not kept here. Write these 24 words down; they are shown this once:')
    terminal.complain(`  ${words}`)
    if ((await ask(terminal, 'Take the passphrase away? yes or no: ', signal)).toLowerCase() !== 'yes')
      throw new ChatError('ERR_ABORTED', 'nothing was changed')
  }
  if (current !== undefined) await daemon.removePassphrase({ current })
  const shown = words === undefined || terminal.canAsk ? {} : { words }
  await terminal.show({ protected: false, hasAccountKey: false, ...shown }, () => [
    `${terminal.style('yellow', '!')} no passphrase: whoever can read this disk can read your messages and be you`,
    ...(shown.words === undefined ? [] : [`  ${shown.words}`])
  ])
}

async function currentPassphrase(context: Context, options: Pick<Values, 'passphrase-file'>): Promise<string> {
  const { filedPassphrase } = await import('../profile.js')
  const filed = await filedPassphrase(context, options)
  if (filed !== undefined) return filed
  if (!context.terminal.canAsk)
    throw new ChatError('ERR_PASSPHRASE', 'nobody can be asked for the passphrase here; give --passphrase-file FILE')
  return askHidden(context.terminal, 'Passphrase: ')
}

async function nextPassphrase(context: Context, file: string | undefined): Promise<string> {
  const { askTwice, passphraseIn } = await import('../profile.js')
  if (file !== undefined) return passphraseIn(context, file)
  if (!context.terminal.canAsk)
    throw new ChatError('ERR_PASSPHRASE', 'nobody can be asked for a passphrase here; give --new-passphrase-file FILE')
  const next = await askTwice(context.terminal, 'New passphrase: ')
  if (next === '')
    throw new ChatError(
      'ERR_PASSPHRASE',
      `nothing was typed, and nothing was changed; ${context.hint('parley passphrase --remove')} takes it away`
    )
  return next
}
