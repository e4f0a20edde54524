import { createHash } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat, fromHex, uint32, utf8 } from '../../node/base/bytes.js'
import type { AccountId } from '../../node/base/ids.js'
import { safetyNumber } from '../../node/identity/safety-number.js'
import { person } from './people.js'
import { rejection } from './refusal.js'
import { vectors } from './vectors.js'

const safety = suite('safety number')
const { one, other } = vectors.safetyNumber

/** The definition once more, with OpenSSL's hash and big integers. */
function half(account: AccountId): string {
  const key = fromHex(account)
  let digest = concat([utf8('parley safety number'), uint32(1), key])
  for (let i = 0; i < 5_200; i++) digest = new Uint8Array(createHash('sha512').update(digest).update(key).digest())
  const group = (i: number) => BigInt(`0x${Buffer.from(digest.subarray(i * 5, i * 5 + 5)).toString('hex')}`) % 100_000n
  return [0, 1, 2, 3, 4, 5].map(i => group(i).toString().padStart(5, '0')).join(' ')
}

safety('both sides see the same 60 digits, as the vector has them', async () => {
  assert.is(await safetyNumber(one, other), vectors.safetyNumber.number)
  assert.is(await safetyNumber(other, one), vectors.safetyNumber.number)
  assert.match(await safetyNumber(one, other), /^(?:\d{5} ){11}\d{5}$/)
})

safety('it is what its definition says', async () => {
  assert.is(await safetyNumber(one, other), [half(one), half(other)].toSorted().join(' '))
})

safety('another account has another number, in its own half only', async () => {
  const { account } = await person(3)
  const changed = await safetyNumber(one, account)
  assert.is.not(changed, await safetyNumber(one, other))
  assert.ok(changed.includes(half(one)))
})

safety('what is no account id is refused', async () => {
  await rejection(safetyNumber(one, 'ada' as AccountId), 'ERR_MALFORMED')
})

safety.run()
