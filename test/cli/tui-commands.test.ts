import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Context } from '../../node/cli/command.js'
import { COMMAND_TABLE } from '../../node/cli/command-table.js'
import { createCommandRunner } from '../../node/cli/tui/command-runner.js'
import { commandWords } from '../../node/cli/tui/command-words.js'
import { verbsOf, type Place } from '../../node/cli/tui/chat-verbs.js'
import type { Input } from '../../node/cli/tui/input.js'
import { readCommand, typedCommands } from '../../node/cli/tui/typed-command.js'
import { PARLEY } from '../../node/cli/run.js'
import { sha256 } from '../../node/host/node-crypto.js'
import { deviceIdOf } from '../../node/identity/device-id.js'
import { deviceLinkUri, LINK_TOKEN_BYTES } from '../../node/identity/device-link.js'
import { createFakeChat } from './fake-chat.js'
import { chatOf } from './tui-world.js'

const commands = suite('commands that are typed in parley tui')

const GARDEN: Place = { id: chatOf('Garden'), kind: 'group', title: 'Garden' }
const BOBS: Place = { id: chatOf('bob'), kind: 'direct', title: 'bob' }

commands('are all that the command line has for groups and devices, and the rest but what has keys of its own', () => {
  const typed = new Set(typedCommands(COMMAND_TABLE).map(({ name }) => name))
  const names = COMMAND_TABLE.map(({ name }) => name)
  for (const name of names.filter(one => /^(group|device) /.test(one))) assert.ok(typed.has(name), name)
  assert.equal(
    names.filter(name => !typed.has(name)),
    'start daemon tui page init draft send edit delete react forward pin unpin tail history completion man'.split(' ')
  )
  const inGroup = new Set(Object.values(verbsOf('group')).map(({ command }) => command))
  for (const { name, arguments: args } of COMMAND_TABLE) {
    if (name.startsWith('group ') && args[0]?.name === 'group') assert.ok(inGroup.has(name), `/${name} in the group itself`)
  }
  for (const kind of ['group', 'direct'] as const)
    for (const { command } of Object.values(verbsOf(kind))) assert.ok(names.includes(command), command)
})

commands('are read as words, with quotes only where a word begins', () => {
  assert.equal(commandWords(`group create "My Garden" --with=bob --label='for bob'`), [
    'group',
    'create',
    'My Garden',
    '--with=bob',
    '--label=for bob'
  ])
  assert.equal(commandWords(`invite O'Brien "and`), ['invite', "O'Brien", '"and'])
})

const meant = (place: Place | undefined, line: string): unknown[] => {
  const { command, given } = readCommand(COMMAND_TABLE, place, line)
  const said = Object.entries(given.options).filter(([, value]) => value !== undefined && value !== false && String(value) !== '')
  return [command.name, ...given.args, Object.fromEntries(said)]
}

commands('mean the open chat, where they are of those that it has', () => {
  const { id } = GARDEN
  for (const [line, ...expected] of [
    ['invite Carol Ann --share 20', 'group invite', id, 'Carol Ann', { share: 20 }],
    ['link --approve --expires 7d', 'group link', id, { approve: true, expires: 604_800_000 }],
    ['owner Carol Ann', 'group role', id, 'Carol Ann', 'owner', {}],
    ['role bob admin', 'group role', id, 'bob', 'admin', {}],
    ['keep 30', 'group retention', id, { days: 30 }],
    ['keep 0', 'group retention', id, { forever: true }],
    ['keep', 'group retention', id, {}],
    ['leave Garden', 'group leave', id, {}],
    ['relays --none', 'group relays', id, { none: true }],
    ['disappear 7d', 'disappear', id, { after: 604_800_000 }],
    ['disappear never', 'disappear', id, { never: true }],
    ['sticker wave', 'send', id, undefined, { sticker: 'wave' }],
    ['invite list', 'invite list', {}],
    ['device revoke old phone', 'device revoke', 'old phone', {}],
    ['typing off', 'typing', 'off', {}]
  ] as const)
    assert.equal(meant(GARDEN, line), expected, line)
  assert.equal(meant(BOBS, 'invite --uses 1'), ['invite', { uses: 1 }])
  assert.equal(meant({ ...BOBS, person: 'abc' as never }, 'verify'), ['verify', 'abc', {}])
})

commands('that can’t be meant say what to type', () => {
  for (const [place, line, doubt] of [
    [GARDEN, 'somersault', 'there is no /somersault; /help lists all. Two slashes make a message of it.'],
    [GARDEN, 'lnks', 'did you mean /links?'],
    [BOBS, 'requests', 'there is no /requests; '],
    [undefined, 'nonsense', 'there is no /nonsense'],
    [GARDEN, 'invite', '/invite needs <contact…>'],
    [GARDEN, 'invite bob --shares 3', 'did you mean --share?'],
    [GARDEN, 'invite bob --share many', '--share must be a whole number'],
    [GARDEN, 'invite bob --share-days 900', '--share-days must be 1 to 366'],
    [GARDEN, 'members all', '/members takes no arguments'],
    [GARDEN, 'link --expires soon', 'is no time; write'],
    [GARDEN, 'link --approve=yes', '--approve takes no value'],
    [GARDEN, 'unlink', '/unlink needs <id…>'],
    [GARDEN, 'approve', '/approve needs <account…>'],
    [GARDEN, 'refuse', '/refuse needs <account…>'],
    [GARDEN, 'remove', '/remove needs <member…>'],
    [GARDEN, 'role bob', '/role needs <owner|admin|member>'],
    [GARDEN, 'role bob chief', 'role must be owner, admin, member'],
    [GARDEN, 'owner', '/owner needs <member>'],
    [GARDEN, 'admin bob --for ever', 'no option --for'],
    [GARDEN, 'rename', '/rename needs <name…>'],
    [GARDEN, 'relays --relay', '--relay needs a value'],
    [GARDEN, 'retention --days ten', '--days must be a whole number'],
    [GARDEN, 'keep ten', '--days must be a whole number'],
    [GARDEN, 'leave it', 'type /leave and the name of this group'],
    [GARDEN, 'mute for ever', '/mute takes no arguments'],
    [GARDEN, 'disappear soon', 'is no time'],
    [GARDEN, 'send hello', 'there is no /send here: what you write is sent with Enter'],
    [undefined, 'group', 'needs one of: create, members'],
    [undefined, 'group create', 'group create needs <name…>'],
    [undefined, 'group join', 'group join needs <link…>'],
    [undefined, 'device', 'needs one of: link, list'],
    [undefined, 'device link', 'device link needs <text…>'],
    [undefined, 'device revoke', 'device revoke needs <device…>'],
    [undefined, 'device list --all', 'no option --all'],
    [undefined, 'device history now', 'takes no arguments'],
    [undefined, '', 'type a command']
  ] as const) {
    try {
      readCommand(COMMAND_TABLE, place, line)
      assert.unreachable(line)
    } catch (err) {
      assert.match((err as Error).message, doubt, line)
    }
  }
})

interface Typing {
  readonly garden: Place
  /** What is told of this line. */
  readonly told: (line: string, place?: Place, ...answers: readonly string[]) => Promise<Input[]>
  /** What it has said in the end. */
  readonly lines: (line: string, place?: Place, ...answers: readonly string[]) => Promise<string>
}

/** Somebody who types at a node with a group. */
async function withTyping(play: (typing: Typing) => Promise<void>): Promise<void> {
  const chat = createFakeChat('ada')
  const { id } = await chat.createGroup({ name: 'Garden' })
  const context = {
    table: COMMAND_TABLE,
    program: PARLEY,
    signal: new AbortController().signal,
    connect: async () => ({ ...chat, close: () => undefined })
  } as unknown as Context

  async function told(line: string, place?: Place, ...answers: readonly string[]): Promise<Input[]> {
    const all: Input[] = []
    const left = [...answers]
    const runner = createCommandRunner({
      context,
      columns: () => 80,
      dispatch(input) {
        all.push(input)
        if (input.type === 'asked') queueMicrotask(() => runner.answer(left.shift() ?? ''))
      }
    })
    await runner.run(line, place)
    return all
  }

  async function lines(line: string, place?: Place, ...answers: readonly string[]): Promise<string> {
    const done = (await told(line, place, ...answers)).at(-1)
    if (done?.type !== 'commanded') throw new Error(`${line} is not over`)
    return [...done.lines, ...(done.failure === undefined ? [] : [done.failure])].join('\n')
  }

  try {
    await play({ garden: { ...GARDEN, id }, told, lines })
  } finally {
    chat.close()
  }
}

commands('print as the command line does, in the words of where they are typed', () =>
  withTyping(async ({ lines, garden }) => {
    assert.match(await lines('members', garden), 'owner')
    assert.match(await lines('keep 30', garden), 'Garden: kept for 30 days')
    const link = await lines('link --approve --qr', garden)
    assert.match(link, /^parley:/)
    assert.match(link, '\u001b[38;5;16;48;5;231m', 'a QR code')
    const [, id = ''] = /Take it back: \/unlink (\S+)/.exec(link) ?? []
    assert.match(await lines('links', garden), `${id}  open  `)
    assert.is(await lines(`unlink ${id}`, garden), `link ${id} is taken back`)
    assert.is(await lines('links', garden), '')
    assert.match(await lines('group create "The Orchard"'), 'The Orchard is there')
  })
)

commands('ask what they have to know, and hide what nobody is to see', () =>
  withTyping(async ({ told, lines }) => {
    const parts = { device: deviceIdOf(new Uint8Array(32).fill(7)), token: new Uint8Array(LINK_TOKEN_BYTES), addresses: [] }
    const link = await deviceLinkUri({ sha256 }, parts)
    assert.match(await lines('device link garbage'), 'this links no device')
    const linking = await told(`device link ${link} --name phone`, undefined, 'correct horse', 'y')
    assert.equal(
      linking.map(input => (input.type === 'asked' ? input.hidden : input.type)),
      [true, false, 'commanded']
    )
    assert.ok(linking[1]?.type === 'asked' && linking[1].lines.join('\n').includes('abandon ability able'))
    assert.match(await lines('device list'), 'phone')
    assert.match(await lines('device'), /^\/device needs one of: /)
    assert.match(await lines('device revoke nobody'), 'no device called "nobody"; /device list lists them')
    assert.match(await lines('device revoke phone', undefined, 'wrong'), 'wrong passphrase')
    assert.is(await lines('device revoke phone', undefined, 'correct horse'), 'phone is revoked')
    assert.match(await lines(`device link ${link}`, undefined, 'correct horse', 'no'), 'the words were not the same')
  })
)

commands('that go on are given up', () =>
  withTyping(async () => {
    const told: Input[] = []
    const context = {
      table: COMMAND_TABLE,
      program: PARLEY,
      signal: new AbortController().signal,
      connect: () => new Promise(() => undefined)
    } as unknown as Context
    const runner = createCommandRunner({ context, columns: () => 80, dispatch: input => told.push(input) })
    const over = runner.run('contacts', undefined)
    runner.giveUp()
    await over
    assert.equal(told, [{ type: 'commanded', command: 'contacts', lines: [], failure: 'given up' }])
  })
)

commands('are explained by /help: all of them in a line each, one of them whole', () =>
  withTyping(async ({ lines, garden }) => {
    const all = await lines('help', garden)
    for (const { name, summary } of typedCommands(COMMAND_TABLE)) assert.ok(all.includes(`/${name} `) && all.includes(summary), name)
    for (const verb of Object.keys(verbsOf('group'))) assert.match(all, new RegExp(`^ {2}/${verb} `, 'm'))
    assert.match(await lines('help link', garden), '--expires TIME')
    assert.match(await lines('link --help', garden), '--expires TIME')
    assert.match(await lines('device revoke --help'), 'for good')
  })
)

commands.run()
