import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { fails, refused, result, type Steps } from './walk-steps.js'

/** What seals the keys of a profile, and the words that they are made from. */
export const KEY_STEPS: Readonly<Record<string, Steps>> = {
  phrase: {
    succeeds: async ({ parley, passphraseFile }) => {
      const { words, relays } = await result<{ words: string; relays: readonly string[] }>(parley, [
        'phrase',
        '--passphrase-file',
        passphraseFile
      ])
      assert.is(words.split(' ').length, 24)
      assert.equal(relays, [])
    },
    fails: fails(['phrase'], 'ERR_PASSPHRASE')
  },
  passphrase: {
    succeeds: async ({ parley, folder, passphraseFile }) => {
      const [next, wordsFile] = [join(folder, 'next-passphrase'), join(folder, 'words')]
      await writeFile(next, 'battery staple\n', { mode: 0o600 })
      const change = (...args: string[]) =>
        result<{ protected: boolean; hasAccountKey: boolean; words?: string }>(parley, ['passphrase', ...args])
      const changed = await change('--passphrase-file', passphraseFile, '--new-passphrase-file', next)
      assert.equal(changed, { protected: true, hasAccountKey: true })
      refused(await parley.run(['phrase', '--passphrase-file', passphraseFile, '--json']), 'ERR_PASSPHRASE')
      const { words = '', ...open } = await change('--remove', '--passphrase-file', next)
      assert.equal([open, words.split(' ').length], [{ protected: false, hasAccountKey: false }, 24])
      refused(await parley.run(['phrase', '--json']), 'ERR_NOT_ALLOWED')
      await writeFile(wordsFile, words, { mode: 0o600 })
      const again = await change('--new-passphrase-file', passphraseFile, '--phrase-file', wordsFile)
      assert.equal(again, { protected: true, hasAccountKey: true })
      assert.is((await result<{ words: string }>(parley, ['phrase', '--passphrase-file', passphraseFile])).words, words)
    },
    fails: async ({ parley, folder }) => {
      const next = join(folder, 'next-passphrase')
      refused(await parley.run(['passphrase', '--passphrase-file', next, '--new-passphrase-file', next, '--json']), 'ERR_PASSPHRASE')
    }
  }
}
