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

/** A machine on which these ports are taken, and the one that the system picks. */
function machine(taken: readonly number[], free: number) {
  return async (listen: readonly string[]) => {
    const [, port] = /\/tcp\/(\d+)\/ws$/.exec(listen[0] ?? '') ?? []
    if (taken.includes(Number(port))) throw new ChatError('ERR_INVALID_ARGUMENT', 'the port is taken')
    return { addresses: () => [`/ip4/192.0.2.1/tcp/${port === '0' ? free : port}/ws/p2p/12D3KooW`] }
  }
}

test('is 4002', async ({ folder }) => {
  assert.match((await onUsualPort(folder, machine([], 5_000))).addresses()[0] ?? '', '/tcp/4002/ws')
})

test('is a free one where that is taken, and the same from then on', async ({ folder }) => {
  const portOf = async (...at: Parameters<typeof machine>): Promise<string> =>
    /\d+(?=\/ws)/.exec((await onUsualPort(folder, machine(...at))).addresses()[0] ?? '')?.[0] ?? ''
  assert.is(await portOf([4_002], 5_000), '5000')
  assert.is(await portOf([], 6_000), '5000')
  assert.is(await portOf([5_000], 7_000), '7000')
  assert.is(await portOf([], 8_000), '7000')
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
