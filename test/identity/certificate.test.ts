import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex, toHex } from '../../node/base/bytes.js'
import { certificateStatement, encodeCertificate, issueCertificate, readCertificate } from '../../node/identity/certificate.js'
import { damaged } from './damaged.js'
import { ISSUED_AT_MS, person, primitives } from './people.js'
import { rejection } from './refusal.js'
import { vectors } from './vectors.js'

const certificate = suite('certificate')
const ada = await person(1)
const mallory = await person(2)

certificate('what was issued is read back as it was', async () => {
  const named = { device: ada.device.id, issuedAtMs: ISSUED_AT_MS, seq: 7, name: 'Télé 📱' }
  const issued = await issueCertificate(primitives, ada.key, named)
  assert.is(issued.account, ada.account)
  assert.equal(await readCertificate(primitives, encodeCertificate(issued)), issued)
})

certificate('the vector is read, and made again byte by byte', async () => {
  const encoded = fromHex(vectors.certificate.encoded)
  const read = await readCertificate(primitives, encoded)
  assert.is(read.account, vectors.account.id)
  assert.is(read.device, vectors.device.id)
  assert.is(read.name, 'laptop')
  assert.is(toHex(encodeCertificate(read)), vectors.certificate.encoded)
  assert.is(toHex(certificateStatement(read)), vectors.certificate.statement)
})

certificate('whatever field is changed, the signature no longer holds', async () => {
  const changes = [
    { account: mallory.account },
    { device: mallory.device.id },
    { issuedAtMs: ISSUED_AT_MS + 1 },
    { seq: 2 },
    { name: 'x' },
    { signature: mallory.certificate.signature },
    { signature: new Uint8Array(0) }
  ]
  for (const change of changes) {
    await rejection(readCertificate(primitives, encodeCertificate({ ...ada.certificate, ...change })), 'ERR_CERTIFICATE')
  }
})

certificate("a device can't certify itself", async () => {
  const subject = { device: mallory.device.id, issuedAtMs: ISSUED_AT_MS, seq: 1, name: '' }
  const own = await issueCertificate(primitives, mallory.device.key, subject)
  await rejection(readCertificate(primitives, encodeCertificate({ ...own, account: ada.account })), 'ERR_CERTIFICATE')
})

certificate('a name that is too long or hides characters is neither issued nor read', async () => {
  for (const name of ['x'.repeat(65), 'é'.repeat(33), 'a\u202eb', ' a']) {
    const subject = { device: ada.device.id, issuedAtMs: ISSUED_AT_MS, seq: 1, name }
    await rejection(issueCertificate(primitives, ada.key, subject), 'ERR_INVALID_ARGUMENT')
    const unsigned = { ...ada.certificate, name }
    const signature = primitives.sign(ada.key, certificateStatement(unsigned))
    const signed = { ...unsigned, signature: await signature }
    await rejection(readCertificate(primitives, encodeCertificate(signed)), 'ERR_CERTIFICATE')
  }
})

certificate('random, truncated and flipped bytes are ERR_CERTIFICATE, or the same certificate', async () => {
  const whole = encodeCertificate(ada.certificate)
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged(whole)), async bytes => {
      const outcome: unknown = await readCertificate(primitives, bytes).catch((err: unknown) => err)
      if (outcome instanceof Error) await rejection(Promise.reject(outcome), 'ERR_CERTIFICATE')
      else assert.equal(outcome, ada.certificate)
    }),
    { numRuns: 1_000 }
  )
})

certificate.run()
