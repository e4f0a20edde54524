import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { RelayState } from '../../node/api/status.js'
import type { DeviceId } from '../../node/base/ids.js'
import { areAllOut } from '../../web/state/own-relays.js'

const RELAY: RelayState = { relay: 'a relay' as DeviceId, address: '/dns4/relay.example/tcp/443/wss', up: true, standing: 'member' }
const AWAY: RelayState = { ...RELAY, up: false }
const HERE: RelayState = { ...RELAY, isHere: true }

const own = suite('the relays that somebody names')

own('are all out where none of them answers, or keeps anything', () => {
  assert.ok(areAllOut([AWAY, AWAY]))
  assert.ok(areAllOut([AWAY, { ...RELAY, standing: 'banned' }]))
  assert.ok(areAllOut([AWAY, HERE]), 'the one beside the node goes with it')
  assert.not(areAllOut([AWAY, RELAY]))
})

own('are none where nobody names any, or one alone that runs beside the node', () => {
  assert.not(areAllOut([]))
  assert.not(areAllOut([HERE]))
})

own.run()
