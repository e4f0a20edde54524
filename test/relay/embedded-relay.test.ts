import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ChatError } from '../../node/base/errors.js'
import { onUsualPort, stunBeside } from '../../relay/embedded-relay.js'
import { codeOf } from './client.js'

const test = suite<{ folder: string }>('the port of a relay beside a node')
test.before.each(async context => {
  context.folder = await mkdtemp(join(tmpdir(), 'parley-relay-'))
})
test.after.each(({ folder }) => rm(folder, { recursive: true }))

/** Starts on a machine where these ports are taken, and the system picks others one after another; gives where it listens. */
async function started(folder: string, taken: readonly number[], ...free: readonly number[]): Promise<string> {
  const picked = [...free]
  const start = async (listen: readonly string[]): Promise<string> => {
    if (taken.some(port => listen.join(' ').includes(`/tcp/${port}/`))) throw new ChatError('ERR_INVALID_ARGUMENT', 'the port is taken')
    return listen.join(' ')
  }
  return onUsualPort(folder, start, async () => picked.shift() ?? 0)
}

const on = (port: number): string => `/ip4/0.0.0.0/tcp/${port}/ws /ip6/::/tcp/${port}/ws`

test('is 4002', async ({ folder }) => {
  assert.is(await started(folder, []), on(4_002))
})

test('is one free one for all where that is taken, and the same from then on', async ({ folder }) => {
  assert.is(await started(folder, [4_002], 5_000), on(5_000))
  assert.is(await started(folder, [], 6_000), on(5_000))
  assert.is(await started(folder, [5_000, 7_000], 7_000, 7_001), on(7_001))
  assert.is(await started(folder, [], 8_000), on(7_001))
})

const takenPort = (): Promise<string> => Promise.reject(new ChatError('ERR_INVALID_ARGUMENT', 'the port is taken'))

test('is said to be taken where so is every other', async ({ folder }) => {
  assert.is(await codeOf(onUsualPort(folder, takenPort, async () => 5_000)), 'ERR_INVALID_ARGUMENT')
})

test('is none where something else is wrong than a port', async ({ folder }) => {
  assert.is(await codeOf(onUsualPort(folder, () => Promise.reject(new ChatError('ERR_STORE', 'the disk is full')))), 'ERR_STORE')
})

test('is the one that STUN is answered at, at the same addresses', () => {
  assert.equal(stunBeside(['/ip4/0.0.0.0/tcp/4002/ws', '/ip6/::/tcp/4002/ws']), { stunPort: 4_002, stunHosts: ['0.0.0.0', '::'] })
  assert.equal(stunBeside(['/ip4/127.0.0.1/tcp/0', '/ip4/127.0.0.1/tcp/0/ws']), { stunPort: 0, stunHosts: ['127.0.0.1'] })
  assert.equal(stunBeside(['/dns4/relay.example/tcp/443/wss']), {})
})

test.run()
