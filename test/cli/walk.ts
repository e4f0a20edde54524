import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Message } from '../../node/api/message.js'
import { COMMAND_TABLE } from '../../node/cli/command-table.js'
import { EXIT } from '../../node/host/terminal/exit-code.js'
import { parleyOn } from './parley-process.js'
import { canOpenPty } from './pty.js'
import { DEVICE_STEPS } from './walk-devices.js'
import { ANNOTATION_STEPS } from './walk-annotations.js'
import { GROUP_STEPS } from './walk-groups.js'
import { KEY_STEPS } from './walk-keys.js'
import { fails, refused, result, withoutDaemon, type Stage, type Steps } from './walk-steps.js'

async function wrongPassphrase({ parley, folder }: Pick<Stage, 'parley' | 'folder'>, command: string, backup?: string): Promise<void> {
  const file = join(folder, 'wrong-passphrase')
  await writeFile(file, 'not this one\n', { mode: 0o600 })
  const args = backup === undefined ? [command, '--passphrase-file', file] : [command, backup, '--backup-passphrase-file', file]
  refused(await parley.run([...args, '--json']), 'ERR_PASSPHRASE', 'ERR_PROFILE_LOCKED')
}

async function runsUntilInterrupted({ elsewhere, nodeFlags }: Stage, command: string): Promise<void> {
  const node = elsewhere(command).start([command, '--name', 'eve', '--no-passphrase', '--json', ...nodeFlags])
  const ready = JSON.parse(await node.line()) as { ready: boolean; socket: string }
  assert.ok(ready.ready && ready.socket.endsWith('daemon.sock'))
  assert.is((await result<{ name: string }>(elsewhere(command), ['id'])).name, 'eve')
  assert.is(await node.interrupt(), EXIT.ok)
}

/** In an order that works: what one makes, a later one uses. */
const STEPS: Readonly<Record<string, Steps>> = {
  start: {
    succeeds: stage => runsUntilInterrupted(stage, 'start'),
    fails: stage => wrongPassphrase(stage, 'start')
  },
  daemon: {
    succeeds: stage => runsUntilInterrupted(stage, 'daemon'),
    fails: stage => wrongPassphrase(stage, 'daemon')
  },
  tui: {
    needs: canOpenPty,
    succeeds: async ({ parley, friend }) => {
      const pty = await parley.open(['tui'])
      try {
        await pty.until('the chats', screen => screen.includes(friend))
        pty.type('\u0003')
        assert.is(await pty.ended, EXIT.ok)
      } finally {
        await pty.kill()
      }
    },
    fails: fails(['tui'], 'ERR_INVALID_ARGUMENT')
  },
  init: {
    succeeds: async ({ elsewhere, passphraseFile }) => {
      const made = await result<{ name: string; words?: string }>(elsewhere('init'), [
        'init',
        '--name',
        'eve',
        '--passphrase-file',
        passphraseFile
      ])
      assert.is(made.words, undefined)
    },
    fails: fails(['init', '--name', 'ada', '--no-passphrase'], 'ERR_ALREADY_EXISTS', 'ERR_PROFILE_LOCKED')
  },
  id: {
    succeeds: async ({ parley }) =>
      assert.is((await result<{ name: string }>(parley, ['id', '--rename', 'ada lovelace'])).name, 'ada lovelace'),
    fails: withoutDaemon('id')
  },
  ...KEY_STEPS,
  invite: {
    succeeds: async ({ parley }) =>
      assert.match((await result<{ uri: string }>(parley, ['invite', '--label', 'walk', '--uses', '2'])).uri, /^parley:/),
    fails: fails(['invite', '--uses', 'many'], 'ERR_INVALID_ARGUMENT')
  },
  'invite list': {
    succeeds: async ({ parley }) => {
      const invites = await result<{ label: string; usesLeft: number }[]>(parley, ['invite', 'list'])
      assert.is(invites.find(({ label }) => label === 'walk')?.usesLeft, 2)
    },
    fails: withoutDaemon('invite', 'list')
  },
  'invite revoke': {
    succeeds: async ({ parley }) => {
      const [invite] = await result<{ id: string }[]>(parley, ['invite', 'list'])
      await result(parley, ['invite', 'revoke', invite?.id ?? ''])
      const after = await result<{ id: string; revoked: boolean }[]>(parley, ['invite', 'list'])
      assert.ok(after.every(({ id, revoked }) => id !== invite?.id || revoked))
    },
    fails: fails(['invite', 'revoke', '00000000'], 'ERR_NOT_FOUND')
  },
  add: {
    succeeds: async ({ parley, invite }) =>
      assert.match((await result<{ state: string }>(parley, ['add', '-'], invite)).state, /invited|accepted/),
    fails: fails(['add', 'parley:nonsense'], 'ERR_CARD')
  },
  remove: {
    async succeeds({ parley }) {
      const echo = await result<{ account: string; livesHere?: true }>(parley, ['add', 'echo'])
      assert.is(echo.livesHere, true)
      const tail = parley.start(['tail', 'echo', '-f', '--json'])
      const next = async (): Promise<Message> => JSON.parse(await tail.line()) as Message
      assert.match((await next()).text, /^I am Echo\. /)
      await result(parley, ['send', 'echo', 'hello, echo'])
      let heard = await next()
      while (heard.outgoing) heard = await next()
      assert.equal([heard.text, heard.answers?.text], ['hello, echo', 'hello, echo'])
      await tail.interrupt()
      await result(parley, ['remove', 'echo'])
      assert.not.ok((await result<{ livesHere?: true }[]>(parley, ['contacts'])).some(({ livesHere }) => livesHere))
    },
    fails: fails(['remove', 'bob'], 'ERR_NOT_ALLOWED')
  },
  'relay add': {
    succeeds: async ({ parley, relay }) =>
      assert.is((await result<{ standing: string }>(parley, ['relay', 'add', relay])).standing, 'member'),
    fails: fails(['relay', 'add', '/ip4/127.0.0.1/tcp/1'], 'ERR_INVALID_ARGUMENT')
  },
  'relay list': {
    succeeds: async ({ parley, relay }) => {
      const [listed] = await result<{ address: string; up: boolean }[]>(parley, ['relay', 'list'])
      assert.equal([listed?.address, listed?.up], [relay, true])
    },
    fails: withoutDaemon('relay', 'list')
  },
  'relay remove': {
    succeeds: async ({ parley, relay }) => {
      await result(parley, ['relay', 'remove', relay.slice(-8)])
      assert.equal(await result(parley, ['relay', 'list']), [])
    },
    fails: fails(['relay', 'remove', 'nothing'], 'ERR_NOT_FOUND')
  },
  contacts: {
    succeeds: async ({ parley, friend }) => {
      const people = await result<{ name: string; state: string }[]>(parley, ['contacts'])
      assert.is(people.find(({ name }) => name === friend)?.state, 'request')
    },
    fails: withoutDaemon('contacts')
  },
  accept: {
    succeeds: async ({ parley, friend }) => assert.is((await result<{ state: string }>(parley, ['accept', friend])).state, 'accepted'),
    fails: fails(['accept', 'nobody'], 'ERR_NOT_FOUND')
  },
  verify: {
    succeeds: async ({ parley, friend }) => {
      const { number } = await result<{ number: string }>(parley, ['verify', friend])
      assert.match(number, /^(\d{5} ){11}\d{5}$/)
      assert.ok((await result<{ verified: boolean }>(parley, ['verify', friend, '--confirm'])).verified)
    },
    fails: fails(['verify', 'nobody'], 'ERR_NOT_FOUND')
  },
  send: {
    succeeds: async ({ parley, friend }) => {
      assert.is((await result<{ text: string }>(parley, ['send', friend, '--sticker', 'wave'])).text, 'sticker: wave 👋')
      const { state, text } = await result<{ state: string; text: string }>(parley, ['send', '--wait', friend, 'hello', 'there'])
      assert.is(text, 'hello there')
      assert.match(state, /delivered|read/)
    },
    fails: fails(['send', 'nobody', 'hello'], 'ERR_NOT_FOUND')
  },
  why: {
    succeeds: async ({ parley, friend }) => {
      const { id } = await result<{ id: string }>(parley, ['send', friend, 'why?'])
      const reason = await result<{ id: string; because: unknown[] }>(parley, ['why', id.slice(0, 8)])
      assert.is(reason.id, id)
      assert.ok(reason.because.length > 0)
    },
    fails: fails(['why', '0123456789abcdef'], 'ERR_NOT_FOUND')
  },
  chats: {
    succeeds: async ({ parley, friend }) =>
      assert.ok((await result<{ title: string }[]>(parley, ['chats'])).some(({ title }) => title === friend)),
    fails: fails(['chats', 'extra'], 'ERR_INVALID_ARGUMENT')
  },
  'chats pin': {
    async succeeds({ parley, friend }) {
      assert.ok((await result<{ pinned: boolean }>(parley, ['chats', 'pin', friend])).pinned)
      assert.is((await result<{ title: string }[]>(parley, ['chats']))[0]?.title, friend)
    },
    fails: fails(['chats', 'pin', 'nobody'], 'ERR_NOT_FOUND')
  },
  'chats unpin': {
    succeeds: async ({ parley, friend }) =>
      assert.is((await result<{ pinned?: boolean }>(parley, ['chats', 'unpin', friend])).pinned, undefined),
    fails: fails(['chats', 'unpin', 'nobody'], 'ERR_NOT_FOUND')
  },
  mute: {
    succeeds: async ({ parley, friend }) => assert.ok((await result<{ muted: boolean }>(parley, ['mute', friend])).muted),
    fails: fails(['mute', 'nobody'], 'ERR_NOT_FOUND')
  },
  draft: {
    async succeeds({ parley, friend }) {
      assert.equal(await result<object>(parley, ['draft', friend, 'about', 'Friday']), { chat: friend, text: 'about Friday' })
      assert.equal(await result<object>(parley, ['draft', friend]), { chat: friend, text: 'about Friday' })
      assert.equal(await result<object>(parley, ['draft', friend, '--none']), { chat: friend, text: '' })
    },
    fails: fails(['draft', 'nobody', 'hello'], 'ERR_NOT_FOUND')
  },
  typing: {
    async succeeds({ parley }) {
      assert.equal(await result<object>(parley, ['typing', 'off']), { told: false })
      assert.equal(await result<object>(parley, ['typing']), { told: false })
      assert.equal(await result<object>(parley, ['typing', 'on']), { told: true })
    },
    fails: fails(['typing', 'maybe'], 'ERR_INVALID_ARGUMENT')
  },
  unmute: {
    succeeds: async ({ parley, friend }) => assert.is((await result<{ muted?: boolean }>(parley, ['unmute', friend])).muted, undefined),
    fails: fails(['unmute', 'nobody'], 'ERR_NOT_FOUND')
  },
  tail: {
    succeeds: async ({ parley, friend }) => assert.is((await result<{ text: string }>(parley, ['tail', friend, '-n', '1'])).text, 'why?'),
    fails: fails(['tail', 'nobody'], 'ERR_NOT_FOUND')
  },
  history: {
    succeeds: async ({ parley, friend }) =>
      assert.is((await result<{ text: string }>(parley, ['history', friend, '--limit', '2'])).text, 'hello there'),
    fails: fails(['history', 'nobody'], 'ERR_NOT_FOUND')
  },
  search: {
    succeeds: async ({ parley, friend }) => {
      const { message } = await result<{ message: string }>(parley, ['search', 'hel the', '--chat', friend])
      const around = await result<{ text: string }>(parley, ['history', friend, '--around', message, '-n', '1'])
      assert.is(around.text, 'hello there')
    },
    fails: fails(['search', 'hello', '--chat', 'nobody'], 'ERR_NOT_FOUND')
  },
  disappear: {
    async succeeds({ parley, friend }) {
      assert.equal(await result<object>(parley, ['disappear', friend, '--after', '1w']), { chat: friend, seconds: 604_800 })
      assert.equal(await result<object>(parley, ['disappear', friend]), { chat: friend, seconds: 604_800 })
      assert.equal(await result<object>(parley, ['disappear', friend, '--never']), { chat: friend, seconds: 0 })
    },
    fails: fails(['disappear', 'nobody', '--after', '5m'], 'ERR_NOT_FOUND')
  },
  ...DEVICE_STEPS,
  ...ANNOTATION_STEPS,
  ...GROUP_STEPS,
  export: {
    succeeds: async ({ parley, folder, passphraseFile }) => {
      const file = join(folder, 'walk.backup')
      const made = await result<{ bytes: number; messages: number }>(parley, ['export', file, '--backup-passphrase-file', passphraseFile])
      const { size, mode } = await stat(file)
      assert.is(made.bytes, size)
      assert.is(mode & 0o777, 0o600)
      assert.ok(made.messages > 0)
      refused(await parley.run(['export', file, '--backup-passphrase-file', passphraseFile, '--json']), 'ERR_ALREADY_EXISTS')
      assert.equal(
        (await readdir(folder)).filter(name => name.endsWith('.part')),
        []
      )
    },
    fails: async ({ parley, folder }) => refused(await parley.run(['export', join(folder, 'another.backup'), '--json']), 'ERR_PASSPHRASE')
  },
  import: {
    succeeds: async ({ parley, folder, passphraseFile }) => {
      const again = ['import', join(folder, 'walk.backup'), '--backup-passphrase-file', passphraseFile]
      const { messages, known } = await result<{ messages: number; known: number }>(parley, again)
      assert.is(messages, 0)
      assert.ok(known > 0)
    },
    fails: async ({ parley, folder, passphraseFile }) => {
      const damaged = join(folder, 'damaged.backup')
      const whole = await readFile(join(folder, 'walk.backup'))
      await writeFile(damaged, whole.subarray(0, -1))
      refused(await parley.run(['import', damaged, '--backup-passphrase-file', passphraseFile, '--json']), 'ERR_RECORD_DAMAGED')
      await writeFile(damaged, 'something else')
      refused(await parley.run(['import', damaged, '--backup-passphrase-file', passphraseFile, '--json']), 'ERR_MALFORMED')
      await wrongPassphrase({ parley, folder }, 'import', join(folder, 'walk.backup'))
    }
  },
  peers: {
    succeeds: async ({ parley, friend }) => {
      const paths = await result<{ name?: string; address: string }[]>(parley, ['peers'])
      assert.ok(paths.some(({ name, address }) => name === friend && address.startsWith('/ip4/127.0.0.1/')))
    },
    fails: withoutDaemon('peers')
  },
  ping: {
    // Counted in whole milliseconds: on one machine it may take none.
    succeeds: async ({ parley, friend }) => assert.ok((await result<{ roundTripMs: number }>(parley, ['ping', friend])).roundTripMs >= 0),
    fails: fails(['ping', 'nobody'], 'ERR_NOT_FOUND')
  },
  block: {
    succeeds: async ({ parley, friend }) => {
      assert.is((await result<{ state: string }>(parley, ['block', friend])).state, 'blocked')
      refused(await parley.run(['send', friend, 'hello?', '--json']), 'ERR_NOT_ALLOWED', 'ERR_BLOCKED')
    },
    fails: fails(['block', 'nobody'], 'ERR_NOT_FOUND')
  },
  unblock: {
    succeeds: async ({ parley, friend }) => assert.is((await result<{ state: string }>(parley, ['unblock', friend])).state, 'accepted'),
    fails: fails(['unblock', 'nobody'], 'ERR_NOT_FOUND')
  },
  netcheck: {
    succeeds: async ({ parley }) => {
      const checks = await result<{ name: string; ok: boolean; advice?: string }[]>(parley, ['netcheck'])
      assert.ok(checks.some(({ name, ok, advice }) => name === 'reach' && !ok && advice !== undefined))
      assert.match((await parley.run(['netcheck'])).out, /! reach +this machine only.* → .*listen/)
    },
    fails: withoutDaemon('netcheck')
  },
  doctor: {
    succeeds: async ({ parley }) => assert.ok((await result<{ ok: boolean }[]>(parley, ['doctor'])).every(({ ok }) => ok)),
    fails: async ({ elsewhere }) => {
      const { exit, out } = await elsewhere('nothing-here').run(['doctor', '--json'])
      assert.is(exit, EXIT.noDaemon)
      assert.equal(
        (JSON.parse(out) as { ok: boolean }[]).map(({ ok }) => ok),
        [false, false]
      )
    }
  },
  'token create': {
    succeeds: async ({ parley }) => {
      const { token, http } = await result<{ token: string; http: string }>(parley, [
        'token',
        'create',
        '--scope',
        'read',
        '--label',
        'walk'
      ])
      const answer = await fetch(`${http}/rpc`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'identity' })
      })
      assert.is(((await answer.json()) as { result: { name: string } }).result.name, 'ada lovelace')
    },
    fails: fails(['token', 'create'], 'ERR_INVALID_ARGUMENT')
  },
  'token list': {
    succeeds: async ({ parley }) => assert.is((await result<{ label: string }[]>(parley, ['token', 'list']))[0]?.label, 'walk'),
    fails: withoutDaemon('token', 'list')
  },
  'token revoke': {
    succeeds: async ({ parley }) => {
      const [token] = await result<{ id: string }[]>(parley, ['token', 'list'])
      await result(parley, ['token', 'revoke', token?.id ?? ''])
      assert.equal(await result(parley, ['token', 'list']), [])
    },
    fails: fails(['token', 'revoke', '00000000'], 'ERR_NOT_FOUND')
  },
  page: {
    succeeds: async ({ parley }) => {
      const { page } = await result<{ page: string }>(parley, ['page'])
      const answer = await fetch(page)
      assert.is(answer.status, 200)
      assert.match(await answer.text(), '<html')
    },
    fails: withoutDaemon('page')
  },
  completion: {
    succeeds: async ({ parley }) => {
      for (const shell of ['bash', 'zsh', 'fish'])
        assert.match((await result<{ script: string }>(parley, ['completion', shell])).script, 'token')
    },
    fails: fails(['completion', 'tcsh'], 'ERR_INVALID_ARGUMENT')
  },
  help: {
    succeeds: async ({ parley }) => {
      const { commands } = await result<{ commands: { name: string }[] }>(parley, ['help', 'token'])
      assert.equal(
        commands.map(({ name }) => name),
        ['token create', 'token list', 'token revoke']
      )
    },
    fails: fails(['help', 'nonsense'], 'ERR_NOT_FOUND')
  },
  man: {
    succeeds: async ({ parley }) => assert.match((await result<{ manPage: string }>(parley, ['man'])).manPage, /^\.TH PARLEY 1/),
    fails: fails(['man', 'extra'], 'ERR_INVALID_ARGUMENT')
  }
}

/** Every command of the table, once well and once refused with its own error; a command without its steps fails by name. */
export function walkTable(test: Test, stage: () => Stage): void {
  test('the walk knows every command of the table and no other', async () => {
    assert.equal(Object.keys(STEPS).toSorted(), COMMAND_TABLE.map(({ name }) => name).toSorted())
  })
  for (const [name, steps] of Object.entries(STEPS)) {
    if (steps.needs?.() === false) test.skip(`parley ${name} does its work`)
    else test(`parley ${name} does its work`, () => steps.succeeds(stage()))
    test(`parley ${name} says what is wrong`, () => steps.fails(stage()))
  }
}

/** Data folders beside each other. */
export const elsewhereIn = (entry: string, folder: string) => (name: string) => parleyOn(entry, join(folder, name))
