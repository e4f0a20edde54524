import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { EXIT } from '../../node/host/terminal/exit-code.js'
import { parleyOn, WITH_FAKE_NODE, type Parley } from './parley-process.js'
import { canOpenPty, type Pty } from './pty.js'

/** Cursor shown, lines wrapped, and nothing else of what the screen needs: as every terminal begins. */
const AS_IT_WAS = [7, 25]
const ALTERNATE_SCREEN = 1049
const CTRL_C = '\u0003'
const CTRL_Z = '\u001a'
const ENTER = '\r'

const tui = suite('parley tui in a terminal')
const onPty: typeof tui.skip = canOpenPty() ? tui : (title, run) => tui.skip(title, run)

/** A profile of its own, and a terminal on it, which ends with the test. */
async function withPty(
  open: (parley: Parley) => Promise<Pty>,
  play: (pty: Pty) => Promise<void>,
  environment: Readonly<Record<string, string>> = {}
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-tui-'))
  const parley = parleyOn(WITH_FAKE_NODE, folder, environment)
  assert.is((await parley.run(['init', '--name', 'ada', '--no-passphrase'])).exit, EXIT.ok)
  const pty = await open(parley)
  try {
    await play(pty)
  } finally {
    await pty.kill()
    await rm(folder, { recursive: true, maxRetries: 3 })
  }
}

const shows = (text: string) => (screen: string) => screen.includes(text)
const tuiWith =
  (...args: string[]) =>
  (parley: Parley): Promise<Pty> =>
    parley.open(['tui', '--no-http', ...args])

onPty('runs a node where none runs, draws, sends, and gives the terminal back as it was', () =>
  withPty(tuiWith(), async pty => {
    await pty.until('the list', shows('wants to talk'))
    assert.ok(pty.terminal.modes().includes(ALTERNATE_SCREEN))
    pty.type('bob\r')
    await pty.until('the conversation', shows('Message bob'))
    pty.type('how are you?\r')
    await pty.until('the state of the message', screen => /how are you\? +read ✓✓/.test(screen))
    pty.type(CTRL_C)
    assert.is(await pty.ended, EXIT.ok)
    assert.equal(pty.terminal.modes(), AS_IT_WAS)
  })
)

onPty('opens the chat that it is told', () =>
  withPty(tuiWith('bob'), async pty => {
    await pty.until('the conversation', shows('Message bob'))
    pty.type(CTRL_C)
    assert.is(await pty.ended, EXIT.ok)
  })
)

onPty('says that there is no such chat, on a terminal that it has not touched', () =>
  withPty(tuiWith('nobody'), async pty => {
    assert.is(await pty.ended, EXIT.notFound)
    assert.match(pty.terminal.lines().join('\n'), 'there is no contact or chat')
    assert.equal(pty.terminal.modes(), AS_IT_WAS)
  })
)

onPty('draws anew when the terminal gets another size', () =>
  withPty(tuiWith('bob'), async pty => {
    await pty.until('both sides', screen => screen.includes('Message bob') && screen.includes('wants to talk'))
    pty.resize(40, 12)
    await pty.until('the conversation alone', screen => screen.includes('Message bob') && !screen.includes('wants to talk'))
    pty.resize(100, 30)
    await pty.until('both sides again', screen => screen.includes('Message bob') && screen.includes('wants to talk'))
    pty.type(CTRL_C)
    await pty.ended
  })
)

onPty('takes a paste as it is, and sends it only with Enter', () =>
  withPty(tuiWith('dave'), async pty => {
    await pty.until('the empty chat', shows('Nothing has been said'))
    pty.type('\u001b[200~one\rtwo\u001b[201~')
    await pty.until('both lines, unsent', screen => /› one\s+│? *.*two/s.test(screen) && screen.includes('Nothing has been said'))
    pty.type(ENTER)
    await pty.until('the message', screen => /two +queued +…/.test(screen))
    pty.type(CTRL_C)
    await pty.ended
  })
)

onPty('gives the terminal back on SIGTERM and when it is hung up', async () => {
  await withPty(tuiWith(), async pty => {
    await pty.until('the list', shows('wants to talk'))
    process.kill(pty.pid, 'SIGTERM')
    assert.is(await pty.ended, EXIT.interrupted)
    assert.equal(pty.terminal.modes(), AS_IT_WAS)
  })
  await withPty(tuiWith(), async pty => {
    await pty.until('the list', shows('wants to talk'))
    process.kill(pty.pid, 'SIGHUP')
    assert.is(await pty.ended, EXIT.ok)
    assert.equal(pty.terminal.modes(), AS_IT_WAS)
  })
})

onPty('goes to the shell with Ctrl+Z, and is there again with fg', () =>
  withPty(
    parley => parley.open(['--norc', '--noprofile', '-i'], ['bash']),
    async pty => {
      pty.type(`'${process.execPath}' '${WITH_FAKE_NODE}' tui --no-http\r`)
      await pty.until('the list', shows('wants to talk'))
      pty.type(CTRL_Z)
      await pty.until('the shell', shows('Stopped'))
      assert.equal(
        pty.terminal.modes().filter(mode => mode === ALTERNATE_SCREEN),
        []
      )
      pty.type('fg\r')
      await pty.until('the list again', screen => pty.terminal.modes().includes(ALTERNATE_SCREEN) && screen.includes('wants to talk'))
      pty.type('bob\r')
      await pty.until('the conversation', shows('Message bob'))
      pty.type(CTRL_C)
      await pty.until('the shell', () => !pty.terminal.modes().includes(ALTERNATE_SCREEN))
      pty.type('exit\r')
      assert.is(await pty.ended, EXIT.ok)
    }
  )
)

onPty('gives the terminal back when the program crashes, and shows the crash', () =>
  withPty(
    tuiWith(),
    async pty => {
      await pty.until('the list', shows('wants to talk'))
      process.kill(pty.pid, 'SIGUSR2')
      await pty.until('the crash', shows('crashed on purpose'))
      assert.is.not(await pty.ended, EXIT.ok)
      assert.equal(pty.terminal.modes(), AS_IT_WAS)
    },
    { PARLEY_FAKE_CRASH: '1' }
  )
)

onPty('draws on no terminal that can only write line after line', () =>
  withPty(
    tuiWith(),
    async pty => {
      assert.is(await pty.ended, EXIT.usage)
      assert.match(pty.terminal.lines().join('\n'), 'draws on a whole terminal')
    },
    { TERM: 'dumb' }
  )
)

onPty('uses no colours with NO_COLOR', () =>
  withPty(
    tuiWith('bob'),
    async pty => {
      await pty.until('the conversation', shows('Message bob'))
      assert.is(pty.terminal.lookOf('Message bob'), '2')
      assert.is(pty.terminal.lookOf('› '), '')
      pty.type(CTRL_C)
      await pty.ended
    },
    { NO_COLOR: '1' }
  )
)

tui('draws nothing into a pipe, and says what to use instead', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-tui-'))
  const { exit, out, err } = await parleyOn(WITH_FAKE_NODE, folder).run(['tui'])
  assert.is(exit, EXIT.usage)
  assert.is(out, '')
  assert.match(err, 'parley tail -f')
  await rm(folder, { recursive: true })
})

tui.run()
