import { readFile } from 'node:fs/promises'
import { ChatError } from '../../base/errors.js'
import { command, type Context } from '../command.js'
import { inert } from '../../host/terminal/inert.js'
import { PROFILE_OPTIONS } from '../profile-options.js'
import { ask } from '../prompt.js'

export const init = command({
  name: 'init',
  summary: 'make a profile, for a new account or from the 24 words of yours',
  details: 'parley start does this by itself at its first run; init is for restoring an account, and for scripts.',
  arguments: [],
  options: {
    ...PROFILE_OPTIONS,
    phrase: { type: 'flag', summary: 'ask for the 24 words of an account you have' },
    relay: { type: 'text', value: 'ADDRESS', many: true, summary: 'a relay that the account names; up to three times' },
    'phrase-file': { type: 'text', value: 'FILE', summary: 'read the 24 words from this file' }
  },
  examples: [
    ['parley init --name ada', 'a new account'],
    ['parley init --phrase', 'the account you have, on this machine']
  ],
  exits: [],
  run: async (context, { options }) => {
    const { keptIn, newProfile, unkeptPhraseLines } = await import('../profile.js')
    const phrase = await givenPhrase(context, options.phrase, options['phrase-file'])
    const created = await context.door.createProfile({
      ...(await newProfile(context, options, phrase)),
      relays: options.relay
    })
    const { words, ...identity } = created
    await context.terminal.show(created.hasAccountKey ? identity : { ...identity, words }, () => [
      `${context.terminal.style('green', '✓')} ${inert(created.name)} · ${created.deviceName}   ${keptIn(context, created)}`,
      ...unkeptPhraseLines(context, created)
    ])
    context.terminal.note(`Next: ${context.hint('parley start')}`)
  }
})

async function givenPhrase({ terminal, signal }: Context, asked: boolean, file: string | undefined): Promise<string | undefined> {
  if (file !== undefined) {
    return readFile(file, 'utf8').catch((cause: unknown) => {
      throw new ChatError('ERR_INVALID_ARGUMENT', `can't read ${file}: check the path and its permissions`, { cause })
    })
  }
  if (!asked) return undefined
  if (!terminal.canAsk) throw new ChatError('ERR_INVALID_ARGUMENT', 'nobody can be asked for the words here; use --phrase-file')
  return ask(terminal, 'The 24 words: ', signal)
}
