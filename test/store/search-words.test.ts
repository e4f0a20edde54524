import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { MAX_WORD_CHARACTERS, saysAll, wordSet, wordsOf } from '../../node/store/search-words.js'

const words = suite('words that are looked up')

const wordList = (text: string): readonly string[] => [...wordsOf(text)].map(({ word }) => word)

words('are letters and digits that stand together; a picture is one by itself', () => {
  assert.equal(wordList('Meet at 9:30, pier 4b — bring_rope! 🎉🎉 don’t'), [
    'meet',
    'at',
    '9',
    '30',
    'pier',
    '4b',
    'bring',
    'rope',
    '🎉',
    '🎉',
    'don',
    't'
  ])
})

words('are the same in any case, width and with any diacritics', () => {
  for (const [one, other] of [
    ['Café', 'CAFE'],
    ['Straße', 'STRASSE'],
    ['Ὀδυσσεύς', 'οδυσσευσ'],
    ['ＷＩＤＥ', 'wide'],
    ['ﬁle', 'FILE'],
    ['İstanbul', 'istanbul'],
    ['مُحَمَّد', 'محمد'],
    ['Ёлка', 'елка']
  ] as const)
    assert.equal(wordList(one), wordList(other), one)
})

words('keep the marks that are letters of their script', () => {
  assert.not.equal(wordList('कि'), wordList('की'))
})

words('are cut out of text without spaces', () => {
  const chinese = wordList('我今天去北京')
  assert.ok(chinese.includes('北京'))
  assert.ok(chinese.length > 2)
  assert.ok(wordList('東京タワーへ行く').length > 2)
  assert.ok(wordList('สวัสดีครับ').length > 1)
})

words('say where they stand in the text', () => {
  const text = 'Über  Ångström'
  assert.equal(
    [...wordsOf(text)].map(({ from, to }) => text.slice(from, to)),
    ['Über', 'Ångström']
  )
})

words('of any length are cut to so many characters, and of any text to none that is broken', () => {
  assert.equal(wordList('x'.repeat(64 * 1_024)), ['x'.repeat(MAX_WORD_CHARACTERS)])
  assert.equal(wordList('𝒳'.repeat(100)), ['x'.repeat(MAX_WORD_CHARACTERS)])
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      for (const { word, from, to } of wordsOf(text)) {
        assert.ok(word !== '' && !/[\n\p{Surrogate}]/u.test(word))
        assert.ok(from < to && to <= text.length)
      }
    })
  )
})

words('folding a word again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      for (const word of wordSet(text)) assert.ok(saysAll(word, [...wordSet(word)]))
    })
  )
})

words('are found by how they begin, all of them', () => {
  assert.ok(saysAll('The boats are for hire', ['boat', 'hire']))
  assert.not(saysAll('The boats are for hire', ['boat', 'sail']))
  assert.not(saysAll('The boats are for hire', ['oats']))
})

words.run()
