import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createNewcomer, type Comparison } from '../../node/conversation/newcomer.js'
import { encodeCertificate } from '../../node/identity/certificate.js'
import { deviceLinkUri, readDeviceLink } from '../../node/identity/device-link.js'
import { linkCommitment, linkWords } from '../../node/identity/link-words.js'
import { LinkAnswer, LinkRequest } from '../../node/wire/generated/introduction.js'
import { codeOf } from '../contract/links.js'
import { numberedDevice, person, primitives } from '../identity/people.js'

const test = suite('a device that is to be linked')

const EMPTY = new Uint8Array()
const HANDOVER = {
  name: 'Ada',
  deviceList: EMPTY,
  relays: [],
  relaysChangedAtMs: 0n,
  directorySeed: EMPTY,
  directoryValueKey: EMPTY,
  indexKey: EMPTY,
  doorKey: EMPTY,
  parts: 1,
  devices: []
}

async function scene() {
  const [ada, mallory, device] = [await person(1), await person(2), await numberedDevice(9)]
  const text = { device: device.id, token: new Uint8Array(16).fill(7), addresses: ['/ip4/192.0.2.7/tcp/4001'] }
  const compared: Comparison[] = []
  let adopted = 0
  const newcomer = createNewcomer({
    primitives,
    text,
    compare: comparison => compared.push(comparison),
    adopt: async () => void adopted++,
    end: () => undefined
  })
  const ask = async (from: typeof ada, request: Partial<LinkRequest>) =>
    LinkAnswer.decode(await newcomer.handler.request(from.device.id, 'link', LinkRequest.encode({ nonce: EMPTY, ...request })))
  const begin = async (from: typeof ada, nonce: Uint8Array, token = text.token) =>
    ask(from, {
      begin: { token, certificate: encodeCertificate(from.certificate), commitment: await linkCommitment(primitives, nonce), name: 'Ada' }
    })
  return { ada, mallory, device, text, compared, newcomer, ask, begin, adopted: () => adopted }
}

test('its text is read as it was shown, and a damaged one is refused', async () => {
  const { text } = await scene()
  const uri = await deviceLinkUri(primitives, text)
  assert.equal(await readDeviceLink(primitives, ` ${uri.slice(0, 30)}\n${uri.slice(30)} `), text)
  assert.is(await codeOf(readDeviceLink(primitives, uri.slice(0, -3))), 'ERR_CARD')
  assert.is(await codeOf(readDeviceLink(primitives, uri.replace('parley-link:', 'parley:'))), 'ERR_CARD')
})

test('both sides show the same words, and whoever stands between them others', async () => {
  const { ada, mallory, device, compared, ask, begin } = await scene()
  const nonce = new Uint8Array(32).fill(3)
  const { nonce: theirs } = await begin(ada, nonce)
  await ask(ada, { nonce })
  const pair = { account: ada.account, known: ada.device.id, added: device.id }
  const words = await linkWords(primitives, pair, { known: nonce, added: theirs })
  assert.is(compared[0]?.words, words)
  assert.is(words.split(' ').length, 3)
  for (const other of [{ account: mallory.account }, { known: mallory.device.id }, { added: mallory.device.id }])
    assert.is.not(await linkWords(primitives, { ...pair, ...other }, { known: nonce, added: theirs }), words)
})

test('nothing is taken before the words are confirmed, nor from another device than began', async () => {
  const { ada, mallory, newcomer, ask, begin, adopted, compared } = await scene()
  const nonce = new Uint8Array(32).fill(3)
  assert.is(await codeOf(begin(ada, nonce, new Uint8Array(16))), 'ERR_KNOCK_REFUSED')
  await begin(ada, nonce)
  assert.is(await codeOf(begin(mallory, nonce)), 'ERR_NOT_ALLOWED')
  assert.is(await codeOf(ask(ada, { handover: HANDOVER })), 'ERR_PROTOCOL')
  await ask(ada, { nonce })
  assert.is(await codeOf(ask(ada, { handover: HANDOVER })), 'ERR_BUSY')
  const [first] = compared
  assert.ok(first)
  // Begun again: what was shown before counts for nothing.
  await begin(ada, nonce)
  await ask(ada, { nonce })
  newcomer.confirm(first)
  assert.is(await codeOf(ask(ada, { handover: HANDOVER })), 'ERR_BUSY')
  newcomer.confirm({ words: compared[1]?.words ?? '' })
  assert.is(await codeOf(ask(mallory, { handover: HANDOVER })), 'ERR_PROTOCOL')
  await ask(ada, { handover: HANDOVER })
  await ask(ada, { part: { index: EMPTY } })
  assert.is(adopted(), 1)
})

test('a nonce that was not committed to is refused', async () => {
  const { ada, compared, ask, begin } = await scene()
  await begin(ada, new Uint8Array(32).fill(3))
  assert.is(await codeOf(ask(ada, { nonce: new Uint8Array(32).fill(4) })), 'ERR_SIGNATURE')
  assert.equal(compared, [])
})

test.run()
