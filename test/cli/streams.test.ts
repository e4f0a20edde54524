import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, watch, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Chat } from '../../node/api/chat.js'
import type { Message } from '../../node/api/message.js'
import { EXIT } from '../../node/host/terminal/exit-code.js'
import { ENDLESS_PASSPHRASE, NEW_NAME } from './fake-chat.js'
import { parleyOn, WITH_FAKE_NODE, type Outcome, type Parley, type Running } from './parley-process.js'

const streams = suite('parley with its streams')
let folder = ''
let parley: Parley
let daemon: Running

streams.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-streams-'))
  parley = parleyOn(WITH_FAKE_NODE, folder)
  daemon = parley.start(['daemon', '--name', 'ada', '--no-passphrase', '--no-http', '--json'])
  await daemon.line()
})
streams.after(async () => {
  await daemon.interrupt()
  await rm(folder, { recursive: true })
})

const messages = ({ out }: Outcome): readonly Message[] =>
  out.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line) as Message]))
const unread = async (title: string): Promise<number | undefined> =>
  (JSON.parse((await parley.run(['chats', '--json'])).out) as Chat[]).find(chat => chat.title === title)?.unread

streams('follows live with tail -f, from before it printed until it is interrupted', async () => {
  const tail = parley.start(['tail', '-f', 'echo', '-n', '0', '--json'])
  await until(() => parley.run(['send', 'echo', 'knock']), tail)
  await parley.run(['send', 'echo', 'hello'])
  const texts: string[] = []
  while (texts.filter(text => text === 'hello').length < 2) texts.push((JSON.parse(await tail.line()) as Message).text)
  assert.is(await tail.interrupt(), EXIT.interrupted)
  assert.is(tail.complaints(), '')
})

streams('tells quietly that somebody goes by another name, and shows that one inert too', async () => {
  const tail = parley.start(['tail', '-f', 'bob', '-n', '0'])
  await until(() => parley.run(['send', 'bob', 'are you there']), tail)
  const told = new Promise<void>(resolve => tail.child.stderr?.once('data', () => resolve()))
  await parley.run(['send', 'eeeeeeee', `${NEW_NAME}mallory\u202ethe great`])
  await told
  assert.is(await tail.interrupt(), EXIT.interrupted)
  assert.match(tail.complaints(), /^mallory.* is mallory.*the great now \(eeeeeeee\)\n$/)
  assert.not.match(tail.complaints().replaceAll('\n', ''), /[\p{Cc}\u202e]/u)
})

/** Repeats until the other process shows a first line. */
async function until(again: () => Promise<unknown>, shows: Running): Promise<void> {
  const line = shows.line()
  let shown: string | undefined
  while (shown === undefined) shown = await Promise.race([again().then(() => undefined), line])
}

streams('marks as read what tail shows, but not what it peeks at', async () => {
  await parley.run(['send', 'echo', 'read this'])
  assert.ok(((await unread('echo')) ?? 0) > 0)
  await parley.run(['tail', 'echo', '--peek', '-n', '1000'])
  assert.ok(((await unread('echo')) ?? 0) > 0)
  await parley.run(['tail', 'echo', '-n', '1000'])
  assert.is(await unread('echo'), 0)
})

streams('sends no stdin that is not UTF-8', async () => {
  for (const how of [['-'], ['--lines']]) {
    const { exit, err } = await parley.run(['send', 'bob', ...how, '--json'], Buffer.from('gr\u00fc\u00dfe\n', 'latin1'))
    assert.is(exit, EXIT.usage)
    assert.match(err, 'ERR_INVALID_ARGUMENT')
  }
})

streams('sends stdin as one message, without its final line end', async () => {
  const { exit } = await parley.run(['send', 'bob', '-'], 'two\nlines\n')
  assert.is(exit, EXIT.ok)
  assert.is(messages(await parley.run(['history', 'bob', '-n', '1', '--json']))[0]?.text, 'two\nlines')
})

streams('refuses a text over 32 KiB', async () => {
  const { exit, err } = await parley.run(['send', 'bob', '-', '--json'], 'x'.repeat(32 * 1024 + 2))
  assert.is(exit, EXIT.error)
  assert.match(err, 'ERR_TOO_LARGE')
})

streams('sends lines in order, many at once, and can wait for all of them', async () => {
  const lines = Array.from({ length: 2_500 }, (_, i) => `line ${i}`)
  const outcome = await parley.run(['send', 'bob', '--lines', '--wait=read', '--json'], `${lines.join('\n')}\n\n`)
  assert.is(outcome.exit, EXIT.ok, outcome.err)
  assert.equal(
    messages(outcome).map(({ text }) => text),
    lines
  )
  const kept = messages(await parley.run(['history', 'bob', '-n', '2500', '--json']))
  assert.equal(
    kept.map(({ text }) => text),
    lines
  )
  assert.ok(kept.every(({ state }) => state === 'read'))
})

streams('ends with what became of a message it waits for', async () => {
  const ended = async (...args: string[]): Promise<number | null> => (await parley.run(['send', ...args])).exit
  assert.is(await ended('--wait', 'bob', 'x'), EXIT.ok)
  assert.is(await ended('--wait', 'eeeeeeee', 'x'), EXIT.error)
  assert.is(await ended('--wait=read', '--timeout', '1', 'echo', 'x'), EXIT.timeout)
  const late = await parley.run(['send', '--wait', '--timeout', '1', 'dave', 'x', '--json'])
  assert.is(late.exit, EXIT.queued)
  assert.match(late.err, '"code":"ERR_TIMEOUT"')
})

streams('waits until a new contact has accepted', async () => {
  const { out, exit } = await parley.run(['add', 'parley:fake-invite', '--wait', '--json'])
  assert.is(exit, EXIT.ok)
  assert.is((JSON.parse(out) as { state: string }).state, 'accepted')
})

streams('is interrupted with 130 while it waits', async () => {
  const before = await sentToDave()
  const waiting = parley.start(['send', '--wait', '--timeout', '1h', 'dave', 'x'])
  while ((await sentToDave()) === before) continue
  assert.is(await waiting.interrupt(), EXIT.interrupted)
})

async function sentToDave(): Promise<number> {
  return messages(await parley.run(['history', 'dave', '-n', '1000', '--json'])).length
}

streams('shows hostile names and texts inert, as text and as JSON', async () => {
  for (const args of [['contacts'], ['chats'], ['history', 'eeeeeeee'], ['tail', 'eeeeeeee', '--peek']]) {
    for (const json of [[], ['--json']]) {
      const { out } = await parley.run([...args, ...json])
      assert.match(out, /mallory/)
      assert.not.match(out.replaceAll('\n', ''), /[\p{Cc}\u202e]/u, args.join(' '))
    }
  }
  const { out } = await parley.run(['history', 'eeeeeeee'])
  assert.not.match(out, /^bob/m)
})

streams('uses no colour and no QR code in a pipe, but draws one when asked', async () => {
  for (const args of [['contacts'], ['invite'], ['doctor'], ['help']])
    assert.not.match((await parley.run(args)).out.replaceAll('\n', ''), /[\p{Cc}█▀▄]/u)
  assert.match((await parley.run(['invite', '--qr'])).out, /[█▀▄]{10}/)
})

streams('ends quietly when nobody reads on', async () => {
  await parley.run(['send', 'bob', '--lines'], 'long line\n'.repeat(3_000))
  const history = parley.start(['history', 'bob', '-n', '3000', '--json'])
  await history.line()
  history.child.stdout?.destroy()
  const [exit]: (number | null)[] = await once(history.child, 'close')
  assert.is(exit, EXIT.ok)
  assert.is(history.complaints(), '')
})

streams('says nothing beside the result with --quiet, and causes with --verbose', async () => {
  const quiet = await parley.run(['token', 'create', '--scope', 'read', '-q'])
  assert.match(quiet.out, /^parley_[\w-]{43}\n$/)
  assert.is(quiet.err, '')
  assert.match((await parleyOn(WITH_FAKE_NODE, join(folder, 'nowhere')).run(['id', '-v'])).err, /because:[^]*ENOENT/)
})

streams('advises what works from a clone under npm', async () => {
  const underNpm = parleyOn(WITH_FAKE_NODE, folder, { npm_lifecycle_event: 'start' })
  assert.match((await underNpm.run(['invite'])).err, 'npx parley invite revoke')
})

streams('reads the configuration file, and says where it is wrong', async () => {
  await mkdir(join(folder, 'config/parley'), { recursive: true })
  const file = join(folder, 'config/parley/config.json')
  await writeFile(file, JSON.stringify({ profile: 'nobody' }))
  assert.is((await parley.run(['id'])).exit, EXIT.noDaemon)
  assert.is((await parley.run(['id', '--profile', 'default'])).exit, EXIT.ok)
  await writeFile(file, JSON.stringify({ colour: true }))
  const { exit, err } = await parley.run(['id', '--json'])
  assert.is(exit, EXIT.usage)
  assert.match(err, 'config.json')
  await rm(file)
})

const rpcRequest = (id: number, method: string): string => JSON.stringify({ jsonrpc: '2.0', id, method })

streams('talks JSON-RPC over stdin and stdout, and ends with stdin', async () => {
  const { out, exit } = await parley.run(
    ['daemon', '--stdio', '--no-http', '--no-passphrase', '--name', 'eve', '--profile', 'stdio'],
    `${rpcRequest(1, 'identity')}\n${rpcRequest(2, 'nonsense')}\n`
  )
  assert.is(exit, EXIT.ok)
  const answers = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as { id: number; result?: { name: string }; error?: { code: number } })
    .toSorted((a, b) => a.id - b.id)
  assert.equal(
    answers.map(({ result, error }) => result?.name ?? error?.code),
    ['keyless', -32601]
  )
})

streams('warns about a passphrase file that others can read, and refuses an empty or missing one', async () => {
  const file = join(folder, 'passphrase')
  await writeFile(file, 'secret\n')
  await chmod(file, 0o644)
  const init = (profile: string): Promise<Outcome> => parley.run(['init', '--profile', profile, '--passphrase-file', file])
  const open = await init('open')
  assert.is(open.exit, EXIT.ok)
  assert.match(open.err, 'chmod 600')
  await writeFile(file, '\n')
  assert.is((await init('empty')).exit, EXIT.notAllowed)
  await rm(file)
  assert.is((await init('missing')).exit, EXIT.notAllowed)
})

streams('says plainly what no passphrase means, and shows the words it does not keep', async () => {
  const { out, err } = await parley.run(['init', '--profile', 'open-keys', '--no-passphrase'])
  assert.match(err, 'No passphrase')
  assert.match(out, 'twenty four words')
})

streams('keeps the words of a profile that a daemon makes in a file of their own, and out of every log', async () => {
  for (const flags of [[], ['--json']]) {
    const profile = `made-by-daemon${flags.join('')}`
    const made = parley.start(['daemon', '--profile', profile, '--no-passphrase', '--no-http', ...flags])
    assert.not.match(await made.line(), 'twenty four words')
    assert.not.match(made.complaints(), 'twenty four words')
    const [, file] = /(\/[^ "]*phrase-a{8}\.txt)/.exec(made.complaints().replace('~', folder)) ?? []
    assert.ok(file, made.complaints())
    assert.is(await readFile(file, 'utf8'), 'twenty four words\n')
    assert.is((await stat(file)).mode & 0o777, 0o600)
    await made.interrupt()
  }
})

streams('restores an account: says what was found, revokes what is lost, and refuses a name that no device has', async () => {
  const words = join(folder, 'words')
  await writeFile(words, Array.from({ length: 24 }, () => 'word').join(' '))
  const init = (profile: string, ...flags: string[]): Promise<Outcome> =>
    parley.run(['init', '--profile', profile, '--no-passphrase', '--phrase-file', words, '--relay', '/the/relay', ...flags])
  const { out, err, exit } = await init('restored', '--revoke', 'all')
  assert.is(exit, EXIT.ok, err)
  assert.match(out, '2 contacts, 1 lost devices revoked')
  assert.match(err, /old-laptop +since/)
  assert.match(out, 'write down the relay')
  assert.match((await init('kept', '--revoke', 'none')).out, '2 contacts;')
  assert.match((await init('named', '--revoke', 'old-laptop')).out, '1 lost devices revoked')
  assert.match((await init('wrong', '--revoke', 'new-laptop')).err, 'there are old-laptop')
  for (const flags of [[], ['--json']]) {
    const undecided = await init('undecided', ...flags)
    assert.is(undecided.exit, EXIT.usage, undecided.err)
    assert.match(undecided.err, /old-laptop.*--revoke all.*--revoke none/)
    assert.is(undecided.out, '')
  }
  const elsewhere = await parley.run(['init', '--profile', 'none', '--no-passphrase', '--phrase-file', words, '--relay', 'unknown'])
  assert.is(elsewhere.exit, EXIT.notFound, elsewhere.err)
  const alone = ['init', '--profile', 'alone', '--no-passphrase', '--phrase-file', words]
  const refused = await parley.run(alone)
  assert.is(refused.exit, EXIT.usage, refused.err)
  assert.match(refused.err, /no contacts, no conversations.*--without-relay/)
  const begun = await parley.run([...alone, '--without-relay'])
  assert.is(begun.exit, EXIT.ok, begun.err)
})

streams('makes no profile without a passphrase where nobody can be asked, unless told so', async () => {
  for (const command of ['daemon', 'start', 'init']) {
    const { exit, out, err } = await parley.run([command, '--profile', 'nobody-there'])
    assert.is(exit, EXIT.notAllowed)
    assert.match(err, /--passphrase-file.*--no-passphrase/)
    assert.not.match(out + err, 'twenty four words')
  }
})

streams('names the profile in what it tells to type, where it was told one', async () => {
  const { err } = await parley.run(['chats', '--profile', 'nobody', '--data-dir', `${folder}/a b`])
  assert.match(err, `parley start --profile nobody --data-dir '${folder}/a b'`)
})

streams('prints the first minute: who you are, how you are reached, an invite and what to do next', async () => {
  const start = parley.start(['start', '--profile', 'first', '--name', 'eve', '--no-passphrase', '--http-port', '0'])
  let screen = ''
  while (!screen.includes('Invite')) screen += `${await start.line()}\n`
  for (const said of [
    /✓ identity +keyless · brave-otter-41 +new, kept in/,
    /! keys/,
    /! reach +this machine only → parley netcheck --profile first/,
    /http:\/\/127/,
    /Invite +parley:fake-invite/
  ]) {
    assert.match(screen, said)
  }
  const doctor = await parley.run(['doctor', '--profile', 'first'])
  assert.match(doctor.out, /! passphrase +keys lie open/)
  assert.is(doctor.exit, EXIT.ok, 'what somebody chose is no fault')
  assert.is((await parley.run(['send', 'echo', 'hi', '--profile', 'first'])).exit, EXIT.ok)
  while (!screen.includes('echo  hi')) screen += `${await start.line()}\n`
  assert.is(await start.interrupt(), EXIT.ok)
  assert.match(start.complaints(), 'parley add')
})

streams('shows with tail as many as were asked for, beyond what one page holds', async () => {
  const lines = Array.from({ length: 2_100 }, (_, i) => `so many ${i}`)
  await parley.run(['send', 'eeeeeeee', '--lines'], lines.join('\n'))
  const shown = messages(await parley.run(['tail', 'eeeeeeee', '--peek', '-n', '2100', '--json']))
  assert.equal(
    shown.map(({ text }) => text),
    lines
  )
})

/** A file whose name ends so has come into the folder. */
async function comes(ending: string): Promise<void> {
  for await (const { filename } of watch(folder, { signal: AbortSignal.timeout(30_000) })) if (filename?.endsWith(ending)) return
}

streams('leaves no half file where an export is interrupted, also while the node says nothing', async () => {
  const passphraseFile = join(folder, 'endless')
  await writeFile(passphraseFile, ENDLESS_PASSPHRASE, { mode: 0o600 })
  const begun = comes('.part')
  const running = parley.start(['export', join(folder, 'endless.backup'), '--backup-passphrase-file', passphraseFile, '--json'])
  await begun
  assert.is(await running.interrupt(), EXIT.interrupted)
  assert.equal(
    (await readdir(folder)).filter(name => name.includes('endless.backup')),
    []
  )
})

streams('checks a backup whole before anything of it reaches the node', async () => {
  const passphraseFile = join(folder, 'backup-passphrase')
  await writeFile(passphraseFile, 'correct horse', { mode: 0o600 })
  const file = join(folder, 'whole.backup')
  const flags = ['--backup-passphrase-file', passphraseFile, '--json']
  const { bytes } = JSON.parse((await parley.run(['export', file, ...flags])).out) as { bytes: number }
  const whole = await readFile(file)
  assert.is(whole.length, bytes)
  const imported = JSON.parse((await parley.run(['import', file, ...flags])).out) as { known: number }
  assert.ok(imported.known > 0)
  whole[whole.length - 1] = (whole.at(-1) ?? 0) ^ 1
  await writeFile(file, whole)
  const { exit, err } = await parley.run(['import', file, ...flags])
  assert.is(exit, EXIT.error)
  assert.match(err, 'ERR_RECORD_DAMAGED')
})

streams.run()
