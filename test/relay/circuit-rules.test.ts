import { generateKeyPair } from '@libp2p/crypto/keys'
import type { PeerId } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Standing } from '../../node/network/relay-protocol.js'
import { circuitRules } from '../../relay/circuit-rules.js'

const test = suite('circuits through a relay')

interface Peer {
  readonly id: PeerId
  readonly standing: Standing | undefined
  readonly address: Multiaddr
}

const peer = async (standing: Standing | undefined, address: string): Promise<Peer> => ({
  id: peerIdFromPrivateKey(await generateKeyPair('Ed25519')),
  standing,
  address: multiaddr(`${address}/tcp/4001`)
})

/** 16 reservations, so that strangers get 4, and 2 of one address. */
function rulesAmong(...peers: Peer[]) {
  const held: [PeerId, { readonly addr: Multiaddr }][] = []
  const has = (id: PeerId): boolean => held.some(([one]) => one.equals(id))
  const rules = circuitRules({
    limits: { reservations: 16, reservationsPerAddress: 2, durationMs: 1, bytes: 1 },
    standing: id => peers.find(one => one.id.equals(id))?.standing,
    addressOf: id => peers.find(one => one.id.equals(id))?.address,
    reservations: () => Object.assign(held, { has })
  })
  return {
    reserves(from: Peer): boolean {
      if (rules.denyInboundRelayReservation(from.id) === true) return false
      if (!has(from.id)) held.push([from.id, { addr: from.address }])
      return true
    },
    connects: (from: Peer, to: Peer) => rules.denyOutboundRelayedConnection(from.id, to.id) === false
  }
}

test('are reserved for members first: strangers get a quarter, and few of one address', async () => {
  const [near, beside, third] = await Promise.all([1, 2, 3].map(() => peer(undefined, '/ip4/192.0.2.1')))
  const others = await Promise.all([2, 3, 4].map(last => peer('stranger', `/ip4/192.0.2.${last}`)))
  const member = await peer('member', '/ip4/192.0.2.1')
  assert.ok(near && beside && third)
  const circuits = rulesAmong(near, beside, third, member, ...others)
  assert.equal(
    [near, beside, third].map(one => circuits.reserves(one)),
    [true, true, false]
  )
  assert.equal(
    others.map(one => circuits.reserves(one)),
    [true, true, false]
  )
  assert.ok(circuits.reserves(member))
  assert.ok(circuits.reserves(near), 'what is held is renewed')
})

test('count an IPv6 household as one address', async () => {
  const household = await Promise.all([1, 2, 3].map(last => peer('guest', `/ip6/2001:db8:1:2::${last}`)))
  const neighbour = await peer('guest', '/ip6/2001:db8:1:3::1')
  const circuits = rulesAmong(...household, neighbour)
  assert.equal(
    [...household, neighbour].map(one => circuits.reserves(one)),
    [true, true, false, true]
  )
})

test('have a member at one end, and nobody who is banned', async () => {
  const member = await peer('member', '/ip4/192.0.2.1')
  const stranger = await peer(undefined, '/ip4/192.0.2.2')
  const guest = await peer('guest', '/ip4/192.0.2.3')
  const banned = await peer('banned', '/ip4/192.0.2.4')
  const circuits = rulesAmong(member, stranger, guest, banned)
  assert.ok(circuits.connects(stranger, member))
  assert.ok(circuits.connects(member, guest))
  assert.not.ok(circuits.connects(stranger, guest))
  assert.not.ok(circuits.connects(banned, member))
  assert.not.ok(circuits.connects(member, banned))
  assert.not.ok(circuits.reserves(banned))
})

test.run()
