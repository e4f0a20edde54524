import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { doctor, netcheck, type Checked } from '../../node/api/checks.js'
import { networkChecks, reachCheck } from '../../node/api/network-checks.js'
import type { RelayId } from '../../node/network/relay-protocol.js'
import type { Directory } from '../../node/network/directory.js'

const test = suite('how others reach this node')
const RELAY = '/ip4/203.0.113.9/tcp/4002/ws/p2p/12D3KooWJWoaqZhDaoEFshF7Rh1bpY9ohihFhzcW6d69Lr2NASuq/p2p-circuit'
const HOME = ['/ip4/127.0.0.1/tcp/4747', '/ip4/192.168.1.7/tcp/4747']
const PUBLIC = '/ip4/203.0.113.9/tcp/4747'

const directoryOf = (peers: number, serves = false): Directory => ({
  put: async () => 0,
  find: async () => undefined,
  peers: () => peers,
  serves: () => serves
})

function found(addresses: readonly string[], rest: Partial<Parameters<typeof networkChecks>[0]> = {}) {
  const checks = networkChecks({
    addresses,
    listens: true,
    relayHere: undefined,
    directory: undefined,
    hasKeys: true,
    published: undefined,
    ...rest
  })
  for (const { ok, advice } of checks) assert.is(advice === undefined, ok, 'advice stands where it is not well, and only there')
  return Object.fromEntries(checks.map(check => [check.name, check]))
}

test('each reach says what would make it better', () => {
  assert.match(found([]).listen?.detail ?? '', 'nowhere')
  assert.match(found([]).reach?.advice ?? '', 'listen on a port')
  assert.match(found(HOME.slice(0, 1)).reach?.advice ?? '', 'start without --listen')
  assert.match(found(HOME).reach?.advice ?? '', '--announce')
  assert.ok(found([...HOME, PUBLIC]).reach?.ok)
})

test('a circuit makes a node reached from anywhere, and no public address its own', () => {
  const checks = found([...HOME, RELAY, `${RELAY}/webrtc`])
  assert.match(checks.circuit?.detail ?? '', 'through a relay')
  assert.is(checks.reach?.ok, false)
  assert.not.match(checks.listen?.detail ?? '', 'p2p-circuit')
  assert.is(found(HOME).circuit?.ok, false)
  assert.ok(found([PUBLIC]).circuit?.ok)
})

test('a relay counts once, whatever its addresses; the one here, and one that is only on this network, lets nobody in from anywhere', () => {
  const relayHere = '12D3KooWJWoaqZhDaoEFshF7Rh1bpY9ohihFhzcW6d69Lr2NASuq' as RelayId
  const elsewhere = RELAY.replace('203.0.113.9', '203.0.113.10')
  const another = RELAY.replace(relayHere, '12D3KooWAnother')
  assert.match(found([...HOME, RELAY, elsewhere]).circuit?.detail ?? '', 'through a relay from anywhere')
  assert.match(found([...HOME, RELAY, another]).circuit?.detail ?? '', 'through 2 relays')
  assert.match(found([...HOME, RELAY, another], { relayHere }).circuit?.detail ?? '', 'through a relay from')
  assert.is(found([...HOME, RELAY, elsewhere], { relayHere }).circuit?.ok, false)
  const near = found([...HOME, RELAY.replace('203.0.113.9', '192.168.1.7'), RELAY.replace('203.0.113.9', '127.0.0.1')]).circuit
  assert.equal([near?.ok, near?.detail.includes('on this network')], [false, true])
})

test('of a browser, which can’t listen, only ways to be reached all the same are asked for', () => {
  const checks = found([RELAY], { listens: false })
  assert.equal(Object.keys(checks), ['circuit'])
  assert.ok(checks.circuit?.ok)
})

test('in a tab no advice is a command of a command line', async () => {
  const [, relay] = /\/p2p\/(\w+)\//.exec(RELAY) ?? []
  const states = (['stranger', 'banned', undefined] as const).map(standing => ({
    relay,
    address: RELAY,
    up: standing !== undefined,
    standing
  }))
  const own = {
    states: () => [...states, { relay: 'another', address: RELAY, up: true, standing: 'member', fault: 'keeps an index' }],
    faults: () => new Map([['another', 'ERR_ALREADY_EXISTS']]),
    stunServers: () => []
  }
  const advised = async (listens: boolean): Promise<string> => {
    const checked = {
      host: { listens, checks: async () => [] },
      context: {
        links: { addresses: () => [] },
        directory: directoryOf(0),
        self: { device: 'this', deviceList: () => ({ revocations: [{ device: 'this' }] }) }
      },
      vault: { protectedByPassphrase: true },
      profile: { directory: {} },
      messenger: { outbox: { size: () => 0 }, conversations: { shown: () => [] }, meshes: { unheard: () => 0 } },
      relays: own
    } as unknown as Checked
    return [...(await doctor(checked)), ...(await netcheck(checked))].map(({ advice }) => advice).join('\n')
  }
  assert.match(await advised(true), /parley device link(?:.|\n)*parley relay list(?:.|\n)*--replace-index(?:.|\n)*--bootstrap/)
  const inTab = await advised(false)
  assert.match(inTab, /link it anew(?:.|\n)*in the settings, under Relays/)
  assert.not.match(inTab, /parley|--/)
})

test('many addresses are shown by the first of them', () => {
  const many = Array.from({ length: 9 }, (_, i) => `/ip4/192.168.1.${i}/tcp/1`)
  assert.match(found(many).listen?.detail ?? '', 'and 5 more')
})

test('the directory is empty, waits, has the record, or can’t be written to', () => {
  assert.match(found(HOME, { directory: directoryOf(0) }).directory?.advice ?? '', '--bootstrap')
  assert.match(found(HOME, { directory: directoryOf(5) }).directory?.detail ?? '', 'none has taken')
  assert.match(found(HOME, { directory: directoryOf(5), hasKeys: false }).directory?.advice ?? '', 'passphrase')
  const published = { copies: 4, atMs: 0 }
  assert.match(found(HOME, { directory: directoryOf(5, true), published }).directory?.detail ?? '', /: 4 of 5.*keeps records for others$/)
  assert.is(found(HOME).directory, undefined)
})

test('the doctor minds a node that nobody can dial, or this machine alone where that was not told', () => {
  assert.is(reachCheck([], true).ok, false)
  assert.is(reachCheck(HOME.slice(0, 1), false).ok, false)
  assert.ok(reachCheck(HOME.slice(0, 1), true).ok)
  for (const addresses of [HOME, [PUBLIC]]) assert.ok(reachCheck(addresses, false).ok)
})

test.run()
