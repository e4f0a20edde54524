import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { startLibp2p } from '../../node/host/libp2p-node.js'
import { createLinks } from '../../node/network/libp2p-links.js'
import { RELAY } from '../../node/network/relay-protocol.js'
import type { AsyncStop } from '../../node/base/lifecycle.js'
import { newSeed } from '../network/nodes.js'
import { createSimRelay } from '../sim/relay.js'
import { parleyOn, SHIPPED, type Parley, type Running } from './parley-process.js'
import { elsewhereIn, walkTable } from './walk.js'
import type { Stage } from './walk-steps.js'

const walk = suite('every command, as shipped, between three people')
const nodeFlags = ['--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns']
const running: Running[] = []
let stage: Stage
let stopRelay: AsyncStop = () => Promise.resolve()

async function startDaemon(parley: Parley, name: string, ...flags: string[]): Promise<Parley> {
  const daemon = parley.start(['daemon', '--name', name, '--json', '--http-port', '0', ...nodeFlags, ...flags])
  running.push(daemon)
  await daemon.line()
  return parley
}

async function inviteOf(parley: Parley): Promise<string> {
  return (JSON.parse((await parley.run(['invite', '--json'])).out) as { uri: string }).uri
}

/** In this process, over real sockets. */
async function startRelay(): Promise<{ readonly address: string }> {
  const libp2p = await startLibp2p({ seed: newSeed(), mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'] })
  const relay = createSimRelay(await createLinks({ protocol: RELAY, libp2p, ping: libp2p.services.ping }))
  stopRelay = async () => {
    await relay.close()
    await libp2p.stop()
  }
  const address = libp2p.getMultiaddrs().find(one => one.toString().startsWith('/ip4/127.0.0.1/tcp/'))
  return { address: address?.toString() ?? '' }
}

walk.before(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-walk-'))
  const passphraseFile = join(folder, 'passphrase')
  await writeFile(passphraseFile, 'correct horse\n', { mode: 0o600 })
  const person = (name: string): Parley => parleyOn(SHIPPED, join(folder, name))
  const ada = await startDaemon(person('ada'), 'ada', '--passphrase-file', passphraseFile)
  const bob = await startDaemon(person('bob'), 'bob', '--no-passphrase')
  const carol = await startDaemon(person('carol'), 'carol', '--no-passphrase')
  const asked = await bob.run(['add', await inviteOf(ada)])
  assert.is(asked.exit, 0, asked.err)
  const relay = await startRelay()
  stage = {
    relay: relay.address,
    parley: ada,
    elsewhere: elsewhereIn(SHIPPED, folder),
    folder,
    passphraseFile,
    friend: 'bob',
    invite: await inviteOf(carol),
    nodeFlags: [...nodeFlags, '--http-port', '0']
  }
})
walk.after(async () => {
  for (const daemon of running) await daemon.interrupt()
  await stopRelay()
  await rm(stage.folder, { recursive: true })
})

walkTable(walk, () => stage)
walk.run()
