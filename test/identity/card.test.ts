import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat, fromBase64url, fromHex, toBase64url, toHex } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import { type Card, createCard, MAX_CARD_BYTES, readCard } from '../../node/identity/card.js'
import { encodeCertificate } from '../../node/identity/certificate.js'
import { inviteUri, readInvite } from '../../node/identity/invite-link.js'
import { pageLink } from '../../node/identity/link-text.js'
import { statement } from '../../node/identity/statement.js'
import { CardFrame, SignedCardFrame } from '../../node/wire/generated/identity.js'
import { damaged } from './damaged.js'
import { ISSUED_AT_MS, numberedDevice, person, primitives } from './people.js'
import { rejection } from './refusal.js'
import { vectors } from './vectors.js'

const card = suite('card')
const ada = await person(1)
const mallory = await person(2)
const other = await numberedDevice(77)

const content: Omit<Card, 'account'> = {
  name: 'Ada',
  certificate: ada.certificate,
  devices: [{ device: ada.device.id, addresses: ['/ip4/192.0.2.7/tcp/4001', '/ip6/2001:db8::7/tcp/4001/ws'] }],
  relays: [],
  token: new Uint8Array(16).fill(5)
}
const full: Omit<Card, 'account'> = {
  ...content,
  devices: [...content.devices, { device: other.id, addresses: ['/ip4/192.0.2.8/tcp/4001'] }],
  relays: [`/dns4/relay.example.org/tcp/443/wss/p2p/${other.id}`],
  relaysChangedAtMs: ISSUED_AT_MS,
  expiresAtMs: ISSUED_AT_MS + 1,
  directory: { recordKey: ada.key.publicKey, valueKey: new Uint8Array(16).fill(6) }
}
const encoded = await createCard(primitives, ada.device, content)
const uri = await inviteUri(primitives, encoded)

const said = async (text: string) => (await rejection(readInvite(primitives, text), 'ERR_CARD')).message

/** A frame of any content, signed by a device as `createCard` would. */
async function signed(frame: Partial<CardFrame>, signer = ada.device): Promise<Uint8Array> {
  const bytes = CardFrame.encode(frame)
  return SignedCardFrame.encode({ card: bytes, signature: await primitives.sign(signer.key, statement('parley card 1', bytes)) })
}

async function withChecksum(body: Uint8Array): Promise<string> {
  return `parley:${toBase64url(concat([body, (await primitives.sha256(body)).subarray(0, 4)]))}`
}

card('a card is read back as it was made, with and without its optional parts', async () => {
  for (const each of [content, full]) {
    assert.equal(await readCard(primitives, await createCard(primitives, ada.device, each)), { account: ada.account, ...each })
  }
  const { token: _token, ...introduced } = content
  const read = await readCard(primitives, await createCard(primitives, ada.device, introduced))
  assert.is(read.token, undefined)
})

card('the vector is read, and made again character by character', async () => {
  assert.is(await inviteUri(primitives, fromHex(vectors.card.encoded)), vectors.card.uri)
  const { account, ...read } = await readInvite(primitives, vectors.card.uri)
  assert.is(account, vectors.account.id)
  assert.is(read.name, 'Ada')
  const device = { ...(await numberedDevice(0)), id: vectors.device.id, key: await primitives.signingKey(fromHex(vectors.device.seed)) }
  assert.is(toHex(await createCard(primitives, device, read)), vectors.card.encoded)
})

card('an invite with two addresses fits a QR code that a terminal of 80 columns shows', () =>
  assert.ok(uri.length <= 425, `${uri.length} characters`)
)

card('what is signed by a device without the account’s certificate does not verify', async () => {
  await rejection(createCard(primitives, mallory.device, content), 'ERR_NOT_ALLOWED')
  const { card: bytes } = SignedCardFrame.decode(encoded)
  const frame = CardFrame.decode(bytes)
  const forgedCertificate = encodeCertificate({ ...mallory.certificate, account: ada.account })
  const forgeries = [
    await signed(frame, mallory.device),
    await signed({ ...frame, certificate: forgedCertificate }, mallory.device),
    await signed({ ...frame, certificate: new Uint8Array(0) }),
    SignedCardFrame.encode({ card: CardFrame.encode({ ...frame, name: 'Eve' }), signature: SignedCardFrame.decode(encoded).signature }),
    SignedCardFrame.encode({ card: bytes, signature: new Uint8Array(64) }),
    SignedCardFrame.encode({ card: bytes, signature: new Uint8Array(0) })
  ]
  for (const forgery of forgeries) {
    assert.match((await rejection(readCard(primitives, forgery), 'ERR_CARD')).message, 'not signed by the account')
  }
})

card('a signed card with a part out of bounds is refused', async () => {
  const frame = CardFrame.decode(SignedCardFrame.decode(encoded).card)
  const address = frame.addresses[0] ?? new Uint8Array(0)
  const key = new Uint8Array(32)
  const bad: Partial<CardFrame>[] = [
    { ...frame, name: '\u202e' },
    { ...frame, token: new Uint8Array(15) },
    { ...frame, token: new Uint8Array(33) },
    { ...frame, directory: { recordKey: key, valueKey: key } },
    { ...frame, others: [{ device: new Uint8Array(31), addresses: [] }] },
    { ...frame, others: Array.from({ length: 8 }, () => ({ device: key, addresses: [] })) },
    { ...frame, others: [{ device: key, addresses: Array.from({ length: 9 }, () => address) }] },
    { ...frame, addresses: Array.from({ length: 9 }, () => address) },
    { ...frame, relays: Array.from({ length: 4 }, () => address) },
    { ...frame, name: 'x'.repeat(MAX_CARD_BYTES) }
  ]
  for (const each of bad) await rejection(readCard(primitives, await signed(each)), 'ERR_CARD')
})

card('names are cleaned, and addresses of an unknown kind left out', async () => {
  const frame = CardFrame.decode(SignedCardFrame.decode(encoded).card)
  const unknown = Uint8Array.of(0xff, 0xff, 0x03, 1, 2)
  const read = await readCard(primitives, await signed({ ...frame, name: ' A\u202eda\n', addresses: [unknown, ...frame.addresses] }))
  assert.is(read.name, 'Ada')
  assert.equal(read.devices, content.devices)
})

card('content out of bounds is not made into a card, but the best addresses are chosen', async () => {
  const bad: Partial<typeof content>[] = [{ name: '\n' }, { token: new Uint8Array(15) }, { relays: ['relay.example.org'] }]
  for (const each of bad) await rejection(createCard(primitives, ada.device, { ...content, ...each }), 'ERR_INVALID_ARGUMENT')
  const addresses = Array.from({ length: 12 }, (_, i) => `/ip4/192.0.2.${i}/tcp/4001`)
  const read = await readCard(
    primitives,
    await createCard(primitives, ada.device, { ...content, devices: [{ device: ada.device.id, addresses }] })
  )
  assert.equal(read.devices[0]?.addresses, addresses.slice(0, 8))
  const huge = [{ device: ada.device.id, addresses: addresses.map(() => `/dns4/${'x'.repeat(300)}/tcp/1`) }]
  await rejection(createCard(primitives, ada.device, { ...content, devices: huge }), 'ERR_TOO_LARGE')
})

card('an invite is read in every form in which people paste it', async () => {
  const link = pageLink('https://chat.example.org/', uri)
  assert.is(link, `https://chat.example.org/#/i/${uri.slice('parley:'.length)}`)
  const wrapped = uri.replaceAll(/.{60}/g, '$&\n    ')
  const forms = [
    uri,
    link,
    ` ${uri}\n`,
    wrapped,
    `\t${wrapped}\r\n`,
    `<${uri}>`,
    `"${link}"`,
    uri.replace('parley:', 'PARLEY:'),
    `\ufeff${uri}`
  ]
  for (const form of [...forms, pageLink('http://localhost:8080', uri)]) {
    assert.is((await readInvite(primitives, form)).account, ada.account, form)
  }
})

card('each way to fail says what to do', async () => {
  assert.match(await said('hello'), 'this is no invite')
  assert.match(await said(''), 'this is no invite')
  assert.match(await said('https://chat.example.org/#/c/AQ'), 'this is no invite')
  assert.match(await said(uri.slice(0, -10)), 'incomplete or damaged')
  assert.match(await said('parley:'), 'incomplete or damaged')
  assert.match(await said(`parley:${'A'.repeat(8_000)}`), 'too long')
  assert.match(await said(' '.repeat(20_000)), 'too long')
  assert.match(await said(await withChecksum(concat([Uint8Array.of(3), encoded]))), 'newer Parley')
  const { token: _token, ...introduced } = content
  assert.match(await said(await inviteUri(primitives, await createCard(primitives, ada.device, introduced))), 'no token')
})

card('every invite cut short anywhere is told to be incomplete', async () => {
  for (let end = 'parley:'.length; end < uri.length; end++) {
    assert.match((await rejection(readInvite(primitives, uri.slice(0, end)), 'ERR_CARD')).message, 'incomplete or damaged')
  }
})

card('random, truncated and flipped invites are ERR_CARD and nothing else, also with a right checksum', async () => {
  const whole = fromBase64url(uri.slice('parley:'.length)).slice(0, -4)
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 600 }).map(bytes => concat([Uint8Array.of(1), bytes])),
    damaged(whole)
  )
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.string().map(text => `parley:${text}`),
        fc.base64String().map(text => `parley:${text}`)
      ),
      async text => {
        await rejection(readInvite(primitives, text), 'ERR_CARD')
      }
    ),
    { numRuns: 500 }
  )
  await fc.assert(
    fc.asyncProperty(bodies, async body => {
      const outcome: unknown = await readInvite(primitives, await withChecksum(body)).catch((err: unknown) => err)
      if (outcome instanceof Error) assert.ok(isChatError(outcome, 'ERR_CARD'), String(outcome))
      else assert.equal(outcome, { account: ada.account, ...content })
    }),
    { numRuns: 2_000 }
  )
})

card('a damaged body that its device signed is ERR_CARD, or a card within bounds', async () => {
  const whole = SignedCardFrame.decode(await createCard(primitives, ada.device, full)).card
  await fc.assert(
    fc.asyncProperty(damaged(whole), async bytes => {
      const signature = await primitives.sign(ada.device.key, statement('parley card 1', bytes))
      const outcome: unknown = await readCard(primitives, SignedCardFrame.encode({ card: bytes, signature })).catch((err: unknown) => err)
      if (outcome instanceof Error) assert.ok(isChatError(outcome, 'ERR_CARD'), String(outcome))
      else assert.is((outcome as Card).account, ada.account)
    }),
    { numRuns: 2_000 }
  )
})

card.run()
