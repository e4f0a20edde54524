import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { equalsConstantTime, fromBase64url, fromHex, toBase64url, toHex } from '../../node/base/bytes.js'
import { refusal } from '../identity/refusal.js'

const bytes = suite('bytes')

bytes('hexadecimal and base64url give back what went in', () => {
  fc.assert(
    fc.property(fc.uint8Array(), data => {
      assert.equal(fromHex(toHex(data)), data)
      assert.equal(fromBase64url(toBase64url(data)), data)
    })
  )
})

bytes('each has one spelling; any other is ERR_MALFORMED', () => {
  for (const text of ['0', 'AB', '0g', ' 00', '0x00']) refusal(() => fromHex(text), 'ERR_MALFORMED')
  for (const text of ['A', 'AB', 'AQ==', 'A+', 'A/', ' AQ', 'AQ\n']) refusal(() => fromBase64url(text), 'ERR_MALFORMED')
})

bytes('the comparison in constant time is a comparison', () => {
  const some = fc.uint8Array({ minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(some, fc.nat(39), (data, at) => {
      assert.ok(equalsConstantTime(data, data.slice()))
      const other = data.map((byte, i) => (i === at % data.length ? byte ^ 1 : byte))
      assert.not(equalsConstantTime(data, other))
      assert.not(equalsConstantTime(data, data.slice(1)))
    })
  )
})

bytes.run()
