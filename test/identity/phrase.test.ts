import { hkdfSync, pbkdf2Sync } from 'node:crypto'
import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex, toHex } from '../../node/base/bytes.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { deriveAccount } from '../../node/identity/account.js'
import { doorFor } from '../../node/identity/door.js'
import { newPhrase, parsePhrase } from '../../node/identity/phrase.js'
import { phraseSeed } from '../../node/identity/phrase-seed.js'
import { refusal } from './refusal.js'
import { vectors } from './vectors.js'

const phrase = suite('phrase')
const primitives = createNodePrimitives()
const { words } = vectors.account

phrase('a new phrase has 24 words, is valid, and is another each time', () => {
  const one = newPhrase(primitives)
  assert.is(one.split(' ').length, 24)
  assert.is(parsePhrase(one), one)
  assert.is.not(newPhrase(primitives), one)
})

phrase('case and white space are forgiven', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.constantFrom(' ', '\n', '\t', '  \r\n ')), { minLength: 24, maxLength: 24 }), styles => {
      const styled = words.split(' ').map((word, i) => (styles[i]?.[0] === true ? word.toUpperCase() : word) + (styles[i]?.[1] ?? ' '))
      assert.is(parsePhrase(` ${styled.join('')}`), words)
    })
  )
})

phrase('the first unknown word is named, with its place and what was likely meant', () => {
  const typo = words.replace('legal winner thank', 'legal winer thankz')
  const err = refusal(() => parsePhrase(typo), 'ERR_PHRASE')
  assert.match(err.message, 'word 2, “winer”')
  const thanks = refusal(() => parsePhrase(words.replace('thank', 'thankful')), 'ERR_PHRASE')
  assert.match(thanks.message, 'did you mean “thank”?')
})

phrase('two words that changed places are noticed by the checksum', () => {
  const swapped = words.replace('legal winner', 'winner legal')
  assert.match(refusal(() => parsePhrase(swapped), 'ERR_PHRASE').message, 'checksum')
})

phrase('another number of words is said', () => {
  assert.match(refusal(() => parsePhrase('abandon '.repeat(12)), 'ERR_PHRASE').message, 'these are 12')
  assert.match(refusal(() => parsePhrase(''), 'ERR_PHRASE').message, 'these are 0')
})

phrase('any text is a phrase or ERR_PHRASE', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => void refusal(() => parsePhrase(text), 'ERR_PHRASE')))
})

phrase("the seed is BIP-39's: PBKDF2 of the words, as OpenSSL computes it too", async () => {
  const seed = await phraseSeed(parsePhrase(words))
  assert.is(toHex(seed), vectors.account.seed)
  assert.equal(seed, new Uint8Array(pbkdf2Sync(words, 'mnemonic', 2_048, 64, 'sha512')))
})

phrase('the account and its keys follow from the phrase as the vector has them', async () => {
  const account = await deriveAccount(primitives, parsePhrase(words))
  assert.is(account.id, vectors.account.id)
  assert.is(toHex(account.key.publicKey), vectors.account.id)
  assert.is(toHex(account.directory.key.publicKey), vectors.account.directoryKey)
  assert.is(toHex(account.directory.valueKey), vectors.account.directoryValueKey)
  assert.is(toHex(account.indexKey.privateKey), vectors.account.indexKey)
  assert.is(toHex(account.indexKey.publicKey), vectors.account.indexPublicKey)
  assert.equal(account.indexKey.privateKey, new Uint8Array(hkdfSync('sha256', fromHex(vectors.account.seed), '', 'parley index 1', 32)))
  assert.equal(account.doorKey, new Uint8Array(hkdfSync('sha256', fromHex(vectors.account.seed), '', 'parley door 1', 32)))
  assert.is(toHex(account.doorKey), vectors.account.doorKey)
})

phrase('the door for a contact is the same wherever it is made, as OpenSSL computes it too, and another for each', () => {
  const { doorKey, door } = vectors.account
  const { one, other } = vectors.safetyNumber
  assert.is(toHex(doorFor(fromHex(doorKey), one)), door)
  const info = Buffer.concat([Buffer.from('parley door 1'), fromHex(one)])
  assert.is(Buffer.from(hkdfSync('sha256', fromHex(doorKey), '', info, 16)).toString('hex'), door)
  assert.is.not(toHex(doorFor(fromHex(doorKey), other)), door)
})

phrase.run()
