import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { cleanName, requireName } from '../../node/identity/display-name.js'
import { refusal } from './refusal.js'

const displayName = suite('display name')

displayName('ordinary names of many scripts stay as they are', () => {
  for (const name of ['Ada', 'Ada Lovelace', "O'Brien-Smith", 'Владимир', '山田太郎', 'عائشة', 'नमस्ते', 'Nguyễn Thị Hồng', 'ada 🦦']) {
    assert.is(cleanName(name), name)
  }
})

displayName('what turns the direction of the text around it is taken out', () => {
  const hostile = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069', '\u200e', '\u200f', '\u061c']
  for (const character of hostile) assert.is(cleanName(`a${character}b`), 'ab')
})

displayName('what nobody sees is taken out', () => {
  const invisible = [
    '\u200b',
    '\u200c',
    '\u200d',
    '\u2060',
    '\ufeff',
    '\u00ad',
    '\u034f',
    '\u115f',
    '\u3164',
    '\u2800',
    '\ue000',
    '\u{e0041}'
  ]
  for (const character of invisible) assert.is(cleanName(`a${character}b`), 'ab')
  assert.is(cleanName('a\ud800b'), 'ab')
})

displayName('control characters and line breaks become one space; escape sequences lose their escape', () => {
  assert.is(cleanName(' ada\r\n\t  love\u2028lace\u0000 '), 'ada love lace')
  assert.is(cleanName('\u001b[31mada'), '[31mada')
})

displayName('letters and marks are composed, and piled marks are cut', () => {
  assert.is(cleanName('e\u0301'), '\u00e9')
  assert.is(cleanName(`x${'\u0323'.repeat(40)}y`), `x${'\u0323'.repeat(4)}y`)
  assert.is(cleanName('\u0301ada'), 'ada')
})

displayName('64 characters are kept, an astral one counting once', () => {
  assert.is(cleanName('🦦'.repeat(70)), '🦦'.repeat(64))
  assert.is(cleanName(`${'a'.repeat(63)} b`), 'a'.repeat(63))
})

displayName('cleaning twice changes nothing more, and nothing hostile is left', () => {
  const text = fc.string({ unit: 'binary', maxLength: 100 })
  const nasty = fc.string({
    unit: fc.constantFrom('a', ' ', '\u0301', '\u0323', '\u202e', '\u200d', '\u1100', '\u1161', '\u11a8', '\n', '🦦')
  })
  fc.assert(
    fc.property(fc.oneof(text, nasty), name => {
      const clean = cleanName(name)
      assert.is(cleanName(clean), clean)
      assert.is(clean.normalize('NFC'), clean)
      assert.not.match(clean, /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u)
      assert.ok(Array.from(clean).length <= 64)
    }),
    { numRuns: 2_000 }
  )
})

displayName('a name of which nothing is left is refused where one is needed', () => {
  assert.is(requireName('  Ada '), 'Ada')
  refusal(() => requireName('a'.repeat(65)), 'ERR_INVALID_ARGUMENT')
  refusal(() => requireName('\u202e\u200b \n'), 'ERR_INVALID_ARGUMENT')
})

displayName.run()
