import { multiaddr } from '@multiformats/multiaddr'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeviceId } from '../../node/base/ids.js'
import type { Path } from '../../node/network/links.js'
import type { RelayInfo } from '../../node/network/relays.js'
import { stunServers } from '../../node/network/stun-servers.js'
import { dialable, dialRank, reach } from '../../node/network/reachability.js'

const SELF = '12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN'
const RELAY = '12D3KooWJWoaqZhDaoEFshF7Rh1bpY9ohihFhzcW6d69Lr2NASuq'

const test = suite('reachability')

test('the farthest address counts', () => {
  assert.is(reach([]), 'none')
  assert.is(reach(['/ip4/127.0.0.1/tcp/1', '/ip6/::1/tcp/1']), 'this-machine')
  assert.is(reach(['/ip4/127.0.0.1/tcp/1', '/ip4/192.168.1.5/tcp/1']), 'this-network')
  assert.is(reach(['/ip4/10.0.0.1/tcp/1', '/ip4/203.0.113.9/tcp/1']), 'internet')
  assert.is(reach(['/dns4/example.org/tcp/443/wss']), 'internet')
  assert.is(reach([`/ip4/203.0.113.9/tcp/1/p2p/${RELAY}/p2p-circuit`]), 'internet')
})

test('private, link-local and shared addresses are this network', () => {
  for (const host of [
    'ip4/172.16.0.1',
    'ip4/172.31.9.9',
    'ip4/169.254.1.1',
    'ip4/100.64.0.1',
    'ip6/fd00::1',
    'ip6/fe80::1',
    'dns4/box.local'
  ]) {
    assert.is(reach([`/${host}/tcp/1`]), 'this-network', host)
  }
  for (const host of ['ip4/172.32.0.1', 'ip4/100.128.0.1', 'ip6/2001:db8::1']) assert.is(reach([`/${host}/tcp/1`]), 'internet', host)
})

test('what nobody can dial counts for nothing', () => {
  assert.is(reach(['nonsense', '/ip4/0.0.0.0/tcp/1', '/ip6/::/tcp/1']), 'none')
})

test('addresses to give away are without the own peer id, each once, farthest first', () => {
  const listening = [
    `/ip4/127.0.0.1/tcp/1/p2p/${SELF}`,
    `/ip4/0.0.0.0/tcp/1/p2p/${SELF}`,
    `/ip4/192.168.1.5/tcp/1/p2p/${SELF}`,
    `/ip4/192.168.1.5/tcp/1`,
    `/ip4/203.0.113.9/tcp/1/p2p/${RELAY}/p2p-circuit/p2p/${SELF}`
  ]
  assert.equal(
    dialable(
      listening.map(text => multiaddr(text)),
      SELF
    ),
    [`/ip4/203.0.113.9/tcp/1/p2p/${RELAY}/p2p-circuit`, '/ip4/192.168.1.5/tcp/1', '/ip4/127.0.0.1/tcp/1']
  )
})

test('the farther is dialled before the nearer, a circuit before the WebRTC that can follow upon it', () => {
  const order = [
    '/ip4/203.0.113.9/tcp/1',
    `/ip4/203.0.113.9/tcp/1/p2p/${RELAY}/p2p-circuit`,
    `/ip4/203.0.113.9/tcp/1/p2p/${RELAY}/p2p-circuit/webrtc`,
    '/ip4/192.168.1.5/tcp/1',
    `/ip4/192.168.1.5/tcp/1/p2p/${RELAY}/p2p-circuit`,
    '/ip4/127.0.0.1/tcp/1'
  ].map(text => multiaddr(text))
  assert.equal(
    order.toReversed().toSorted((a, b) => dialRank(a) - dialRank(b)),
    order
  )
})

test('STUN is asked of the relays farthest away, where they are linked', () => {
  const linked = [
    ['/ip4/192.168.1.7/tcp/4002/ws', 3478],
    ['/ip4/203.0.113.9/tcp/443', 3479],
    ['/ip6/2001:db8::1/tcp/1', 3480],
    ['/dns4/relay.example.org/tcp/443/wss', 0]
  ] as const
  const paths = linked.map(([address], i) => ({ device: `relay ${i}` as DeviceId, address }) as Path)
  const info = (relay: DeviceId) => ({ stunPort: linked[Number(relay.at(-1))]?.[1] ?? 0 }) as RelayInfo
  assert.equal(stunServers({ paths: () => paths, info }), ['stun:203.0.113.9:3479', 'stun:[2001:db8::1]:3480'])
})

test.run()
