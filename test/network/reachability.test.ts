import { multiaddr } from '@multiformats/multiaddr'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { dialable, reach } from '../../node/network/reachability.js'

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

test.run()
