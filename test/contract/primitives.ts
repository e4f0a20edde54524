import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { EMPTY, fromHex, toHex, utf8 } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import type { Awaitable, Primitives } from '../../node/base/primitives.js'

/** FIPS 180-4 examples. */
const SHA256 = [
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad']
] as const

/** RFC 4231, test cases 1, 2 and 6. */
const HMAC_SHA256 = [
  ['0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  ['4a656665', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  [
    'aa'.repeat(131),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54'
  ]
] as const

const GCM_PLAINTEXT =
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39'
const GCM_AAD = 'feedfacedeadbeeffeedfacedeadbeefabaddad2'
/** The GCM specification's test cases 1, 4 and 16, as NIST has them: key, nonce, plaintext, additional data, ciphertext and tag. */
const AES_GCM = [
  ['00'.repeat(16), '00'.repeat(12), '', '', '58e2fccefa7e3061367f1d57a4e7455a'],
  [
    'feffe9928665731c6d6a8f9467308308',
    'cafebabefacedbaddecaf888',
    GCM_PLAINTEXT,
    GCM_AAD,
    '42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47'
  ],
  [
    'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
    'cafebabefacedbaddecaf888',
    GCM_PLAINTEXT,
    GCM_AAD,
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b'
  ]
] as const

/** RFC 8032 section 7.1, tests 1 to 3: seed, public key, message, signature. */
const ED25519 = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'
  ]
] as const

/** What every provider of `Primitives` must answer. The caller runs the returned suite. */
export function primitivesContract(provider: string, primitives: Primitives): ReturnType<typeof suite> {
  const test = suite(`primitives of ${provider}`)

  test('random bytes come in the length asked for, past 64 KiB too, and differ', () => {
    for (const length of [0, 1, 32, 70_000]) assert.is(primitives.randomBytes(length).length, length)
    assert.is.not(toHex(primitives.randomBytes(32)), toHex(primitives.randomBytes(32)))
    assert.ok(
      primitives
        .randomBytes(70_000)
        .subarray(66_000)
        .some(byte => byte !== 0),
      'the last part is filled as well'
    )
  })

  test('SHA-256 gives the digests of FIPS 180-4', async () => {
    for (const [message, digest] of SHA256) assert.is(toHex(await primitives.sha256(utf8(message))), digest)
  })

  test('HMAC-SHA-256 gives the codes of RFC 4231', async () => {
    for (const [key, message, code] of HMAC_SHA256) assert.is(toHex(await primitives.hmacSha256(fromHex(key), utf8(message))), code)
  })

  test('HMAC-SHA-256 takes an empty key, as HKDF without salt needs it', async () => {
    assert.is(toHex(await primitives.hmacSha256(EMPTY, EMPTY)), 'b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad')
  })

  test('AES-GCM seals and opens the test cases of the GCM specification', async () => {
    for (const [key, nonce, plaintext, aad, ciphertext] of AES_GCM) {
      const sealed = await primitives.aesGcmSeal(fromHex(key), fromHex(nonce), fromHex(plaintext), fromHex(aad))
      assert.is(toHex(sealed), ciphertext)
      assert.is(toHex(await primitives.aesGcmOpen(fromHex(key), fromHex(nonce), sealed, fromHex(aad))), plaintext)
    }
  })

  test('AES-GCM refuses a flipped bit, other additional data, another key or nonce and a torn tag with ERR_DECRYPT', async () => {
    const [key, nonce, aad] = [primitives.randomBytes(32), primitives.randomBytes(12), utf8('aad')]
    const sealed = await primitives.aesGcmSeal(key, nonce, utf8('hello'), aad)
    await refuses(() => primitives.aesGcmOpen(key, nonce, flipped(sealed, 0), aad), 'ERR_DECRYPT')
    await refuses(() => primitives.aesGcmOpen(key, nonce, flipped(sealed, sealed.length - 1), aad), 'ERR_DECRYPT')
    await refuses(() => primitives.aesGcmOpen(key, nonce, sealed, utf8('AAD')), 'ERR_DECRYPT')
    await refuses(() => primitives.aesGcmOpen(flipped(key, 3), nonce, sealed, aad), 'ERR_DECRYPT')
    await refuses(() => primitives.aesGcmOpen(key, flipped(nonce, 3), sealed, aad), 'ERR_DECRYPT')
    await refuses(() => primitives.aesGcmOpen(key, nonce, sealed.subarray(0, 15), aad), 'ERR_DECRYPT')
    await refuses(() => primitives.aesGcmSeal(primitives.randomBytes(15), nonce, EMPTY, aad), 'ERR_INVALID_ARGUMENT')
  })

  test('Ed25519 gives the keys and signatures of RFC 8032', async () => {
    for (const [seed, publicKey, message, signature] of ED25519) {
      const key = await primitives.signingKey(fromHex(seed))
      assert.is(toHex(key.publicKey), publicKey)
      assert.is(toHex(await primitives.sign(key, fromHex(message))), signature)
      assert.ok(await primitives.verify(fromHex(publicKey), fromHex(message), fromHex(signature)))
    }
    await refuses(() => primitives.signingKey(new Uint8Array(31)), 'ERR_INVALID_ARGUMENT')
  })

  test('verify says false, and never throws, for what is wrong or misshapen', async () => {
    const key = await primitives.signingKey(primitives.randomBytes(32))
    const message = utf8('message')
    const signature = await primitives.sign(key, message)
    assert.not(await primitives.verify(key.publicKey, utf8('another'), signature))
    assert.not(await primitives.verify(key.publicKey, message, flipped(signature, 10)))
    assert.not(await primitives.verify(key.publicKey, message, signature.subarray(1)))
    assert.not(await primitives.verify(key.publicKey.subarray(1), message, signature))
    assert.not(await primitives.verify(new Uint8Array(32).fill(255), message, signature), 'no point of the curve')
    assert.not(await primitives.verify(EMPTY, message, EMPTY))
  })

  return test
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
}

async function refuses(attempt: () => Awaitable<unknown>, code: 'ERR_DECRYPT' | 'ERR_INVALID_ARGUMENT'): Promise<void> {
  try {
    await attempt()
  } catch (err) {
    assert.ok(isChatError(err, code), `expected ${code}, got ${String(err)}`)
    return
  }
  assert.unreachable(`expected ${code}`)
}
