import { ChatError, toError } from '../../base/errors.js'
import type { FoundAccount } from '../../api/find-account.js'
import { command, type Context } from '../command.js'
import { withProgress } from '../../host/terminal/progress.js'
import { inert } from '../../host/terminal/inert.js'
import { PROFILE_OPTIONS } from '../profile-options.js'
import { lostDevices } from '../lost-devices.js'
import { ask } from '../prompt.js'
import { wordsIn } from '../words-file.js'

export const init = command({
  name: 'init',
  summary: 'make a profile, for a new account or from the 24 words of yours',
  details:
    'parley start does this by itself at its first run; init is for restoring an account, and for scripts. With the 24 words and a relay of the account it finds your contacts and conversations there, revokes the devices you have lost, and your contacts let this one in by themselves. Messages stay where they were: parley import brings them from a backup.',
  arguments: [],
  options: {
    ...PROFILE_OPTIONS,
    phrase: { type: 'flag', summary: 'ask for the 24 words of an account you have' },
    relay: { type: 'text', value: 'ADDRESS', many: true, summary: 'a relay that the account names; up to three times' },
    'without-relay': {
      type: 'flag',
      summary: 'with the 24 words and no relay: begin with nothing of the account, neither its contacts nor its devices'
    },
    revoke: {
      type: 'text',
      value: 'DEVICE',
      many: true,
      summary:
        'with --phrase and --relay: which of the devices found are lost: their names, all or none; where nobody can be asked, one of them has to be given'
    },
    'phrase-file': { type: 'text', value: 'FILE', summary: 'read the 24 words from this file' }
  },
  examples: [
    ['parley init --name ada', 'a new account'],
    ['parley init --phrase --relay /ip4/192.0.2.7/tcp/4002/ws/p2p/12D3KooW…', 'the account you have, on an empty machine'],
    [
      'parley init --phrase-file words --relay /ip4/192.0.2.7/tcp/4002/ws/p2p/12D3KooW… --revoke all --no-passphrase',
      'the same in a script: nobody is asked which devices are lost'
    ]
  ],
  exits: ['notFound', 'timeout'],
  run: async (context, { options }) => {
    const { keptIn, newProfile, unkeptPhraseLines } = await import('../profile.js')
    const phrase = await givenPhrase(context, options.phrase, options['phrase-file'])
    if (phrase !== undefined && options.relay.length === 0 && !options['without-relay']) await beginWithNothing(context)
    const found = phrase === undefined || options.relay.length === 0 ? undefined : await find(context, phrase, options.relay)
    try {
      const revoke = found === undefined ? [] : await lostDevices(context, found, options.revoke)
      const profile = await newProfile(context, { ...options, name: options.name ?? found?.name }, phrase)
      const restore = found && { fetched: found.fetched, revoke, publish: (list: Uint8Array) => publish(context, found, list) }
      const created = await context.door.createProfile({ ...profile, ...(restore && { restore }), relays: options.relay })
      const { words, ...identity } = created
      await context.terminal.show(created.hasAccountKey ? identity : { ...identity, words }, () => [
        `${context.terminal.style('green', '✓')} ${inert(created.name)} · ${created.deviceName}   ${keptIn(context, created)}`,
        ...(found === undefined ? [] : [restoredLine(context, found, revoke.length)]),
        ...unkeptPhraseLines(context, created, options.relay[0])
      ])
      context.terminal.note(`Next: ${context.hint('parley start')}`)
    } finally {
      await found?.close()
    }
  }
})

/** @throws ERR_INVALID_ARGUMENT where nobody can be asked, or the answer is no */
async function beginWithNothing({ terminal, signal }: Context): Promise<void> {
  const meaning = 'without --relay nothing of the account comes back: no contacts, no conversations, and no lost device is revoked'
  if (!terminal.canAsk) throw new ChatError('ERR_INVALID_ARGUMENT', `${meaning}; name a relay that keeps its index, or say --without-relay`)
  terminal.note(`! ${meaning}. A relay that keeps your index brings them (parley phrase showed it).`)
  if ((await ask(terminal, 'Begin with nothing all the same? yes or no: ', signal)).toLowerCase() !== 'yes')
    throw new ChatError('ERR_INVALID_ARGUMENT', 'nothing was made; name a relay of the account with --relay')
}

async function find({ terminal, door }: Context, phrase: string, relays: readonly string[]): Promise<FoundAccount> {
  return withProgress(
    terminal,
    () => 'asking the relay',
    () => door.findAccount(phrase, relays)
  )
}

/** The profile is made by now: what could not be told is told by every start. */
async function publish({ terminal, hint }: Context, found: FoundAccount, list: Uint8Array): Promise<void> {
  try {
    await found.publish(list)
  } catch (err) {
    terminal.complain(`! No relay has taken the new device list: ${toError(err).message}. ${hint('parley start')} tries again.`)
  }
}

function restoredLine({ terminal }: Context, { contacts }: FoundAccount, revoked: number): string {
  const said = [`${contacts} contacts`, ...(revoked === 0 ? [] : [`${revoked} lost devices revoked`])]
  return `${terminal.style('green', '✓')} found there: ${said.join(', ')}; who is online lets this device in once it runs`
}

async function givenPhrase({ terminal, signal }: Context, asked: boolean, file: string | undefined): Promise<string | undefined> {
  if (file !== undefined) return wordsIn(file)
  if (!asked) return undefined
  if (!terminal.canAsk) throw new ChatError('ERR_INVALID_ARGUMENT', 'nobody can be asked for the words here; use --phrase-file')
  return ask(terminal, 'The 24 words: ', signal)
}
