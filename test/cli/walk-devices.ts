import * as assert from 'uvu/assert'
import { fails, refused, result, withoutDaemon, type Steps } from './walk-steps.js'

/** Another machine becomes a device of the account, and is put out again. */
export const DEVICE_STEPS: Readonly<Record<string, Steps>> = {
  'device link': {
    succeeds: async ({ parley, elsewhere, passphraseFile, nodeFlags: [listen = '', at = '', noMdns = ''] }) => {
      const phone = elsewhere('phone').start(['device', 'link', '--json', '--yes', '--no-passphrase', listen, at, noMdns])
      const { link } = JSON.parse(await phone.line()) as { link: string }
      const linked = result<{ name: string; words: string }>(parley, [
        'device',
        'link',
        link,
        '--yes',
        '--name',
        'phone',
        '--passphrase-file',
        passphraseFile
      ])
      const { words } = JSON.parse(await phone.line()) as { words: string }
      const added = await linked
      assert.equal([added.name, added.words], ['phone', words])
      assert.is((JSON.parse(await phone.line()) as { name: string }).name, 'ada lovelace')
    },
    fails: fails(['device', 'link', 'parley:no-link', '--yes'], 'ERR_CARD')
  },
  'device list': {
    succeeds: async ({ parley }) => {
      const devices = await result<{ name: string; self?: boolean }[]>(parley, ['device', 'list'])
      assert.equal([devices.length, devices[0]?.self, devices[1]?.name], [2, true, 'phone'])
    },
    fails: withoutDaemon('device', 'list')
  },
  'device history': {
    succeeds: async ({ elsewhere, nodeFlags }) => {
      const phone = elsewhere('phone')
      const node = phone.start(['daemon', '--json', ...nodeFlags])
      await node.line()
      const { state, messages } = await result<{ state: string; messages: number }>(phone, ['device', 'history', '--wait'])
      assert.equal([state, messages > 0], ['done', true])
      await node.interrupt()
    },
    fails: fails(['device', 'history'], 'ERR_NOT_FOUND')
  },
  'device revoke': {
    succeeds: async ({ parley, passphraseFile }) => {
      await result(parley, ['device', 'revoke', 'phone', '--passphrase-file', passphraseFile])
      assert.is((await result<unknown[]>(parley, ['device', 'list'])).length, 1)
    },
    fails: async ({ parley, passphraseFile }) =>
      refused(await parley.run(['device', 'revoke', 'nobody', '--passphrase-file', passphraseFile, '--json']), 'ERR_NOT_FOUND')
  }
}
