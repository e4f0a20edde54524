import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { graphemes, textWidth } from '../../node/host/terminal/text-width.js'
import { draftOf, erase, insertText, layOutDraft, moveByRow, moveCursor, type Draft, type Motion } from '../../node/cli/tui/draft.js'
import { decodeKeys, flushKeys, type Key } from '../../node/cli/tui/keys.js'
import { visibleText } from '../../node/cli/tui/visible-text.js'
import { wrapText } from '../../node/cli/tui/wrapped-text.js'

const text = suite('text that is written and read in the terminal')

const ACTIVE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        '\n',
        ' ',
        '  ',
        '\t',
        '漢字',
        '👩‍👩‍👧‍👦',
        '🇩🇪',
        'e\u0301',
        '\u0301',
        '\u202e',
        '\u001b[2J',
        '\u200b',
        'क्षि',
        'word',
        '한',
        '\u1161',
        '\r\n'
      )
    )
  )
  .map(parts => parts.join(''))
const motions = fc.constantFrom<Motion>('left', 'right', 'word-left', 'word-right', 'line-start', 'line-end')
const width = fc.integer({ min: 1, max: 60 })

const boundaries = (whole: string): ReadonlySet<number> =>
  new Set([0, ...[...graphemes(whole)].map(({ segment, index }) => index + segment.length)])

text('never holds anything that acts on the terminal', () => {
  fc.assert(fc.property(anyText, given => !ACTIVE.test(visibleText(given))))
})

text('keeps to its own cells, marks without a letter and marks without end too', () => {
  assert.is(visibleText('\u0301x'), '◌\u0301x')
  assert.is(visibleText(`a${'\u0301'.repeat(500)}`), `a${'\u0301'.repeat(4)}`)
  assert.is(visibleText('a\u200b\ufeff\u00adb'), 'ab')
  assert.is(visibleText('one\r\ntwo'), 'one two')
  assert.is(visibleText('\u1160'), '◌')
  assert.is(visibleText('\ud800'), '\ufffd')
})

text('is as wide as its words in every script', () => {
  const widths: [string, number][] = [
    ['क्षि', 3],
    ['각', 2],
    ['한글', 4],
    ['שלום', 4],
    ['👍🏽', 2],
    ['ก็', 1]
  ]
  for (const [given, cells] of widths) assert.is(textWidth(given), cells, given)
})

text('wraps into rows that are never too wide, in order, and lose nothing but what is unseen', () => {
  fc.assert(
    fc.property(anyText, width, (given, cells) => {
      let end = 0
      for (const row of wrapText(given, cells)) {
        assert.ok(textWidth(row.text) <= cells, JSON.stringify(row))
        assert.match(given.slice(end, row.start), /^\n*$/)
        end = row.end
      }
      assert.is(end, given.length)
    })
  )
})

const rowsOf = (given: string, cells: number): readonly string[] => wrapText(given, cells).map(row => row.text)

text('wraps between words, and wide characters anywhere', () => {
  assert.equal(rowsOf('to be or not', 6), ['to be ', 'or not'])
  assert.equal(rowsOf('incomprehensible', 6), ['incomp', 'rehens', 'ible'])
  assert.equal(rowsOf('漢字漢字漢', 5), ['漢字', '漢字', '漢'])
  assert.equal(rowsOf('a\n\nb', 5), ['a', '', 'b'])
  assert.equal(rowsOf('exact fit   then', 9), ['exact fit', 'then'])
})

function steps(draft: Draft, moves: readonly string[]): Draft {
  return moves.reduce<Draft>(
    (now, move) =>
      move.startsWith('+')
        ? insertText(now, move.slice(1))
        : move.startsWith('-')
          ? erase(now, move.slice(1) as Motion)
          : moveCursor(now, move as Motion),
    draft
  )
}

text('is edited with the cursor always between two characters as people see them', () => {
  const edits = fc.array(
    fc.oneof(
      motions,
      motions.map(motion => `-${motion}`),
      anyText.map(added => `+${added}`)
    ),
    { maxLength: 12 }
  )
  fc.assert(
    fc.property(anyText, edits, width, (given, moves, cells) => {
      const draft = steps(draftOf(given), moves)
      assert.ok(boundaries(draft.text).has(draft.cursor), JSON.stringify(draft))
      const { rows, cursorRow, cursorColumn } = layOutDraft(draft, cells)
      assert.ok(cursorRow >= 0 && cursorRow < rows.length)
      assert.ok(cursorColumn >= 0 && cursorColumn <= Math.max(1, cells - 1))
      for (const by of [-1, 1] as const) {
        const moved = moveByRow(draft, by, cells)
        if (moved !== undefined) assert.ok(moved.cursor >= 0 && moved.cursor <= draft.text.length)
        if (moved !== undefined) assert.is(layOutDraft(moved, cells).cursorRow, cursorRow + by, JSON.stringify({ draft, moved, cells }))
      }
    })
  )
})

text('is erased by what people see as one character, and by words', () => {
  assert.equal(erase(draftOf('hi 👩‍👩‍👧‍👦'), 'left'), draftOf('hi '))
  assert.equal(erase(draftOf('cafe\u0301'), 'left'), draftOf('caf'))
  assert.equal(erase(draftOf('two words '), 'word-left'), draftOf('two '))
  assert.equal(erase({ text: 'two words', cursor: 3 }, 'word-right'), { text: 'two', cursor: 3 })
  assert.equal(erase(draftOf('one\ntwo'), 'line-start'), draftOf('one\n'))
  assert.equal(insertText(draftOf('a'), '\r\nb\rc'), draftOf('a\nb\nc'))
  assert.equal(insertText({ text: '\u0301', cursor: 0 }, 'e'), draftOf('e\u0301'))
})

const named = (...names: string[]): Key[] => names.map(name => ({ type: 'key', name }))

text('comes as keys, whichever way the terminal spells them', () => {
  const spelled: [string, string][] = [
    ['\r', 'enter'],
    ['\n', 'ctrl+j'],
    ['\u001b\r', 'alt+enter'],
    ['\u001b[13;2u', 'shift+enter'],
    ['\u007f', 'backspace'],
    ['\u001b\u007f', 'alt+backspace'],
    ['\u0017', 'ctrl+w'],
    ['\u001b[A', 'up'],
    ['\u001bOA', 'up'],
    ['\u001b[1;5C', 'ctrl+right'],
    ['\u001b[1;3A', 'alt+up'],
    ['\u001b[5~', 'pageup'],
    ['\u001b[1;5H', 'ctrl+home'],
    ['\u001bOP', 'f1'],
    ['\u001b[11~', 'f1'],
    ['\u001b[Z', 'shift+tab'],
    ['\u001bb', 'alt+b'],
    ['\u000b', 'ctrl+k']
  ]
  for (const [bytes, name] of spelled) assert.equal(decodeKeys('', bytes), { keys: named(name), rest: '' }, name)
})

text('that is pasted is text, its line ends and Escapes too', () => {
  const { keys, rest } = decodeKeys('', 'a\u001b[200~one\r\ntwo\u001b[31m\r\u001b[201~b')
  assert.equal(keys, [
    { type: 'text', text: 'a' },
    { type: 'paste', text: 'one\r\ntwo\u001b[31m\r' },
    { type: 'text', text: 'b' }
  ])
  assert.is(rest, '')
})

text('tells a lone Escape from the beginning of a sequence by what follows', () => {
  assert.equal(decodeKeys('', '\u001b'), { keys: [], rest: '\u001b' })
  assert.equal(decodeKeys('\u001b', '[A'), { keys: named('up'), rest: '' })
  assert.equal(flushKeys('\u001b'), named('escape'))
  assert.equal(flushKeys('\u001b['), [...named('escape'), { type: 'text', text: '[' }])
})

const joined = (keys: readonly Key[]): string =>
  keys.map(key => (key.type === 'key' ? `<${key.name}>` : key.type === 'focus' ? `<${key.focused}>` : key.text)).join('')

text('comes as the same keys however it is cut into pieces', () => {
  const pieces = fc.constantFrom(
    'a',
    'é',
    '漢',
    '\r',
    '\u001b[A',
    '\u001b[1;5C',
    '\u001bOP',
    '\u001b[200~x\ry\u001b[201~',
    '\u001b[I',
    '\u0003',
    '\u001b[99~',
    '\u001b\u001b'
  )
  fc.assert(
    fc.property(fc.array(pieces), fc.array(fc.nat(6)), (sent, cuts) => {
      const bytes = sent.join('')
      const whole = decodeKeys('', bytes)
      const got: Key[] = []
      let [pending, at] = ['', 0]
      for (const cut of [...cuts.map(size => size + 1), bytes.length + 1]) {
        const { keys, rest } = decodeKeys(pending, bytes.slice(at, at + cut))
        got.push(...keys)
        pending = rest
        at += cut
      }
      assert.is(joined(got), joined(whole.keys))
      assert.is(pending, whole.rest)
    })
  )
})

text.run()
