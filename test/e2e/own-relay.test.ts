import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { RelayState } from '../../node/api/status.js'
import type { RelayStatus } from '../../relay/control.js'
import { parleyOn, SHIPPED, type Parley, type Running } from '../cli/parley-process.js'
import { relayOn, said } from '../relay/relay-process.js'
import { within } from './deadline.js'
import { createRelayProcess } from './relay-process.js'

const test = suite<{ folder: string; parley: Parley; relayFolder: string }>('a relay beside a node')
const DEADLINE_MS = 30_000
const FLAGS = ['--name', 'ada', '--no-passphrase', '--no-mdns', '--http-port', '0', '--listen', '/ip4/127.0.0.1/tcp/0']
const ON_LOOPBACK = ['--relay-listen', '/ip4/127.0.0.1/tcp/0/ws']

interface Ready {
  readonly invite: string
  readonly relay?: string
}

test.before.each(async context => {
  context.folder = await mkdtemp(join(tmpdir(), 'parley-own-relay-'))
  context.parley = parleyOn(SHIPPED, context.folder, { PARLEY_NO_RELAY: '' })
  context.relayFolder = join(context.folder, 'default', 'relay')
})
test.after.each(({ folder }) => rm(folder, { recursive: true }))

const idOf = (address = ''): string => /\/p2p\/(.+)$/.exec(address)?.[1] ?? ''

async function start(parley: Parley, ...flags: string[]): Promise<Ready & { readonly node: Running }> {
  const node = parley.start(['start', '--json', ...FLAGS, ...flags])
  return { node, ...(JSON.parse(await within(DEADLINE_MS, 'the first minute', node.line())) as Ready) }
}

const relays = async (parley: Parley): Promise<readonly RelayState[]> => said(parley.run(['relay', 'list', '--json']))

test('is the account’s own: named, joined, closed to others, and looked at with parley-relay', async ({ parley, relayFolder }) => {
  const { node, relay, invite } = await start(parley, ...ON_LOOPBACK)
  assert.match(relay ?? '', /^\/ip4\/127\.0\.0\.1\/tcp\/\d+\/ws\/p2p\/12D3KooW/)
  assert.match(invite, /^parley:/)
  assert.equal(
    (await relays(parley)).map(({ address, up, standing }) => [address, up, standing]),
    [[relay, true, 'member']]
  )
  const { id, isOpen, members, stunPort } = await said<RelayStatus>(relayOn(relayFolder).run(['status', '--json']))
  assert.equal([id, isOpen, members], [idOf(relay), false, 1])
  assert.ok(stunPort > 0, 'it answers STUN')
  assert.is(await node.interrupt(), 0)
})

test('is the same at the next start, and named where it is now', async ({ parley }) => {
  const first = await start(parley, ...ON_LOOPBACK)
  await first.node.interrupt()
  const second = await start(parley, ...ON_LOOPBACK)
  assert.is(idOf(second.relay), idOf(first.relay))
  assert.equal(
    (await relays(parley)).map(({ address }) => address),
    [second.relay]
  )
  await second.node.interrupt()
})

test('is no relay to write down with the 24 words, and does not run where three others are named', async ({ parley, folder }) => {
  const passphrase = join(folder, 'passphrase')
  await writeFile(passphrase, 'correct horse\n', { mode: 0o600 })
  const flags = [...FLAGS.filter(flag => flag !== '--no-passphrase'), ...ON_LOOPBACK, '--passphrase-file', passphrase]
  const others = await Promise.all([1, 2, 3].map(async number => createRelayProcess(join(folder, `elsewhere ${number}`))))
  try {
    const node = parley.start(['start', '--json', ...flags])
    await within(DEADLINE_MS, 'the first minute', node.line())
    const alone = await parley.run(['phrase', '--passphrase-file', passphrase])
    assert.match(alone.err, 'Only this machine’s own relay')
    assert.is(alone.out.trim().split(/\s+/).length, 24)
    for (const { address } of others.slice(0, 2)) await said(parley.run(['relay', 'add', address, '--json']))
    const elsewhere = await said<{ relays: readonly string[] }>(parley.run(['phrase', '--json', '--passphrase-file', passphrase]))
    assert.equal(
      elsewhere.relays,
      others.slice(0, 2).map(({ address }) => address)
    )
    const own = (await relays(parley)).find(({ isHere }) => isHere)
    await said(parley.run(['relay', 'remove', own?.relay ?? '', '--json']))
    await said(parley.run(['relay', 'add', others[2]?.address ?? '', '--json']))
    await node.interrupt()
    const again = parley.start(['start', ...flags])
    while (!(await within(DEADLINE_MS, 'the invite', again.line())).startsWith('Invite'));
    assert.match(again.complaints(), 'No relay runs here: 3 others are named already')
    assert.equal(
      (await relays(parley)).map(({ address }) => address),
      others.map(({ address }) => address)
    )
    await again.interrupt()
  } finally {
    await Promise.all(others.map(other => other.kill()))
  }
})

test('is none with --no-relay, and none beside a daemon that is not asked for one', async ({ parley }) => {
  const { node, relay } = await start(parley, '--no-relay')
  assert.is(relay, undefined)
  assert.equal(await relays(parley), [])
  await node.interrupt()
  const daemon = parley.start(['daemon', '--json', ...FLAGS])
  await daemon.line()
  assert.equal(await relays(parley), [])
  await daemon.interrupt()
})

test('runs beside a daemon that is asked for one', async ({ parley, relayFolder }) => {
  const daemon = parley.start(['daemon', '--relay', ...FLAGS, ...ON_LOOPBACK])
  await within(DEADLINE_MS, 'the daemon', daemon.line())
  const told = new Promise<void>(resolve => {
    const look = (): void => void (daemon.complaints().includes('keeps messages') && resolve())
    daemon.child.stderr?.on('data', look)
    look()
  })
  await within(DEADLINE_MS, 'its relay', told)
  assert.match(daemon.complaints(), /relay ws:\/\/127\.0\.0\.1:\d+ +keeps messages 30 days, 1 GiB/)
  const { members } = await said<RelayStatus>(relayOn(relayFolder).run(['status', '--json']))
  assert.is(members, 1)
  await daemon.interrupt()
})

test('that can’t listen is told of, and the node goes on', async ({ parley }) => {
  const { node, relay, invite } = await start(parley, '--relay-listen', '/ip4/192.0.2.1/tcp/1/ws')
  assert.is(relay, undefined)
  assert.match(invite, /^parley:/)
  assert.match(node.complaints(), /"ERR_INVALID_ARGUMENT".*192\.0\.2\.1/)
  assert.equal(await relays(parley), [])
  assert.is(await node.interrupt(), 0)
})

test.run()
