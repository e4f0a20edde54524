import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { EXIT } from '../../node/host/terminal/exit-code.js'
import { startLibp2p } from '../../node/host/libp2p-node.js'
import { createLinks } from '../../node/network/libp2p-links.js'
import { RELAY } from '../../node/network/relay-protocol.js'
import { newSeed } from '../network/nodes.js'
import { createSimRelay } from '../sim/relay.js'
import { parleyOn, SHIPPED } from './parley-process.js'
import { canOpenPty, type Pty } from './pty.js'

const walk = suite('groups and devices, from the windows of people, as shipped')
const onPty: typeof walk.skip = canOpenPty() ? walk : (title, run) => walk.skip(title, run)

const NODE_FLAGS = ['--no-http', '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0']
const PASSPHRASE = 'correct horse'
const ENTER = '\r'
const F3 = '\u001bOR'
const CTRL_C = '\u0003'
const SIZE = { columns: 160, rows: 70 }

/** Somebody before a window, where a command is typed and what it says is read. */
interface Window {
  readonly pty: Pty
  readonly shows: (text: string) => Promise<void>
  /** Where one writes in the open chat. */
  readonly type: (line: string) => void
  /** Wherever one is. */
  readonly command: (line: string) => void
  /** The text without a break that begins so, in a panel. */
  readonly found: (beginning: RegExp) => string
}

interface Street {
  /** Flags for a profile with the passphrase. */
  readonly protectedBy: readonly string[]
  readonly open: (name: string, ...flags: string[]) => Promise<Window>
}

/** People with a folder and a window each, which are gone with the test. */
async function withStreet(play: (street: Street) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-street-'))
  const passphraseFile = join(folder, 'passphrase')
  await writeFile(passphraseFile, `${PASSPHRASE}\n`, { mode: 0o600 })
  const windows: Pty[] = []
  try {
    await play({
      protectedBy: ['--passphrase-file', passphraseFile],
      async open(name, ...flags) {
        const pty = await parleyOn(SHIPPED, join(folder, name)).open(['tui', '--name', name, ...NODE_FLAGS, ...flags], undefined, SIZE)
        windows.push(pty)
        return windowOn(pty)
      }
    })
    for (const pty of windows) pty.type(CTRL_C)
    for (const pty of windows) assert.is(await pty.ended, EXIT.ok)
  } finally {
    for (const pty of windows) await pty.kill()
    await rm(folder, { recursive: true, maxRetries: 3 })
  }
}

function windowOn(pty: Pty): Window {
  return {
    pty,
    shows: text => pty.until(text, screen => screen.includes(text)),
    type: line => pty.type(`${line}${ENTER}`),
    command: line => pty.type(`${F3}${line}${ENTER}`),
    found: beginning =>
      beginning.exec(
        pty.terminal
          .lines()
          .map(line => line.trim())
          .join('')
      )?.[0] ?? ''
  }
}

async function withRelay(play: (address: string) => Promise<void>): Promise<void> {
  const libp2p = await startLibp2p({ seed: newSeed(), mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'] })
  const relay = createSimRelay(await createLinks({ protocol: RELAY, libp2p, ping: libp2p.services.ping }))
  try {
    await play(String(libp2p.getMultiaddrs().find(one => one.toString().startsWith('/ip4/127.0.0.1/tcp/'))))
  } finally {
    await relay.close()
    await libp2p.stop()
  }
}

const LINK = /parley(-link)?:[\w-]+/

onPty('two people found a group, let in by a link, keep it elsewhere, and take the link back', () =>
  withRelay(relay =>
    withStreet(async ({ open }) => {
      const [ada, bob] = await Promise.all([open('ada', '--no-passphrase'), open('bob', '--no-passphrase')])
      for (const { pty, shows } of [ada, bob]) {
        await shows('Press Enter')
        pty.type(ENTER)
      }
      await ada.shows('F3 invite')
      ada.command('group create Garden')
      await ada.shows('Garden is there')
      ada.pty.type(`Garden${ENTER}`)
      await ada.shows('Message Garden')

      ada.type('/link --approve --expire 7d')
      await ada.shows('did you mean --expires?')
      ada.pty.type('\u0015')
      ada.type('/link --approve --expires 7d')
      await ada.shows('Take it back: /unlink')
      const link = ada.found(LINK).replace(/Take$/, '')

      await bob.shows('F3 invite')
      bob.command(`group join ${link}`)
      await bob.shows('you are in Garden once ada says yes')
      await bob.shows('waits for ada’s yes')
      await ada.shows('Somebody asks to be let in to Garden')
      ada.type('/requests')
      await ada.pty.until('who asks', screen => /bob +\w{8} +[\d-]+ +waits for an answer/.test(screen))
      ada.type('/approve nobody')
      await ada.shows('called "nobody"')
      ada.pty.type('\u0015')
      ada.type('/approve bob')
      await ada.shows('bob is on the way in to Garden')

      await bob.pty.until('the group', screen => screen.includes('Garden') && !screen.includes('waits for ada'))
      bob.pty.type(`Garden${ENTER}`)
      await bob.shows('Message Garden')
      bob.type('here I am')
      await ada.shows('here I am')

      ada.type('/links')
      await ada.shows('asks first')
      const [, id = ''] = /^ (\w+) +open until/m.exec(ada.pty.terminal.lines().join('\n')) ?? []
      ada.type(`/unlink ${id}`)
      await ada.shows(`link ${id} is taken back`)
      ada.command(`relay add ${relay}`)
      await ada.shows('joined')
      ada.type(`/relays --relay ${relay}`)
      await ada.shows('You changed which relays keep the group')
      ada.type(`/relays --none`)
      await ada.shows('no relay is to keep it')
      bob.type('/members')
      await bob.pty.until('both', screen => /ada +owner/.test(screen) && /bob +member/.test(screen))
    })
  )
)

onPty('a second machine becomes a device, is listed, and hears at once that it was revoked', () =>
  withStreet(async ({ open, protectedBy }) => {
    const [laptop, phone] = await Promise.all([open('ada', ...protectedBy), open('phone', '--link', '--no-passphrase')])
    await laptop.shows('F3 invite')
    laptop.command('group create Garden')
    await laptop.shows('Garden is there')

    await phone.shows('type parley device link')
    laptop.command(`device link ${phone.found(LINK)} --name phone`)
    await laptop.shows('Passphrase:')
    laptop.pty.type(`${PASSPHRASE}${ENTER}`)
    await laptop.shows('Does the new device show the same words?')
    await phone.shows('Does your other device show the same words?')
    const [words = ''] = /(?<=^ {2})\w+ \w+ \w+$/m.exec(phone.pty.terminal.lines().join('\n')) ?? []
    await laptop.shows(words)
    phone.pty.type(`y${ENTER}`)
    laptop.pty.type(`y${ENTER}`)
    await laptop.shows('phone is a device of your account now')
    await phone.shows('Garden')
    phone.pty.type(`Garden${ENTER}`)
    await phone.shows('Message Garden')

    laptop.command('device list')
    await laptop.pty.until('both', screen => /phone +linked now/.test(screen))
    laptop.command('device revoke phone')
    await laptop.shows('Passphrase:')
    laptop.pty.type(`${PASSPHRASE}${ENTER}`)
    await laptop.shows('phone is revoked')
    await phone.shows('This device was revoked from your account.')
  })
)

walk.run()
