import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { becauseTime } from '../../node/cli/because-time.js'
import { alignColumns } from '../../node/host/terminal/columns.js'
import { parseDuration, showDuration } from '../../node/host/terminal/duration.js'
import { inert, inertJson, inertLines } from '../../node/host/terminal/inert.js'
import { nearest } from '../../node/host/terminal/nearest.js'
import { parseSize, showSize } from '../../node/host/terminal/size.js'
import { cutText, padText, textWidth } from '../../node/host/terminal/text-width.js'

const text = suite('text for terminals')
const anyText = fc.string({ unit: 'binary', maxLength: 50 })
const hostile = fc
  .array(fc.oneof(anyText, fc.constantFrom('\u001b[2J', '\u009b31m', '\u202e', '\r', '\u2028', '\u0007', '\n', '\u007f')))
  .map(parts => parts.join(''))
const ACTIVE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

text('of others never holds a control on one line', () => {
  fc.assert(fc.property(hostile, given => !ACTIVE.test(inert(given))))
})

text('of others holds line ends at most where lines are kept', () => {
  fc.assert(fc.property(hostile, given => !ACTIVE.test(inertLines(given).replaceAll('\n', ''))))
})

text('as JSON is one inert line that reads back as it was', () => {
  fc.assert(
    fc.property(hostile, given => {
      const line = inertJson({ given })
      return !ACTIVE.test(line) && (JSON.parse(line) as { given: string }).given === given
    })
  )
})

text('shows what it made inert', () => {
  assert.is(inert('a\u001b[2Jb'), 'a\\u001b[2Jb')
})

text('is as wide as a terminal draws it', () => {
  const widths: [string, number][] = [
    ['', 0],
    ['plain', 5],
    ['zwölf', 5],
    ['e\u0301', 1],
    ['漢字', 4],
    ['한글', 4],
    ['ｗｉｄｅ', 8],
    ['🙂', 2],
    ['👩‍👩‍👧‍👦', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['a\u200bb', 2]
  ]
  for (const [given, width] of widths) assert.is(textWidth(given), width, JSON.stringify(given))
})

text('is cut and padded by cells', () => {
  assert.is(padText('漢', 4), '漢  ')
  assert.is(cutText('漢字漢字', 5), '漢字…')
  assert.is(cutText('short', 5), 'short')
  fc.assert(fc.property(anyText.map(inert), fc.integer({ min: 1, max: 40 }), (given, width) => textWidth(cutText(given, width)) <= width))
})

text('stands in columns, wide characters and all', () => {
  assert.equal(
    alignColumns([
      ['ada', 'x'],
      ['漢字', 'y', 'z']
    ]),
    ['ada   x', '漢字  y  z']
  )
})

text('that was mistyped finds what was meant', () => {
  const words = ['send', 'start', 'status', 'history', 'token']
  const typos: [string, string | undefined][] = [
    ['sned', 'send'],
    ['strat', 'start'],
    ['histroy', 'history'],
    ['tokens', 'token'],
    ['xyz', undefined],
    ['', undefined]
  ]
  for (const [typed, meant] of typos) assert.is(nearest(typed, words), meant, typed)
})

text('says how long', () => {
  const durations: [string, number][] = [
    ['30', 30_000],
    ['1.5', 1_500],
    ['500ms', 500],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['4w', 2_419_200_000]
  ]
  for (const [given, ms] of durations) assert.is(parseDuration(given), ms, given)
  for (const wrong of ['', '0', '-1', '5 m', '1y', 'soon', '1e3']) assert.throws(() => parseDuration(wrong), /is no time/, wrong)
  assert.is(showDuration(0), '0 s')
  assert.is(showDuration(61_000), '1 min 1 s')
  assert.is(showDuration(3_600_000), '1 h')
  assert.is(showDuration(90_061_000), '1 d 1 h')
})

text('gives sizes in bytes and in units of 1,024', () => {
  for (const [written, bytes] of [
    ['512', 512],
    ['64K', 65_536],
    ['1.5 MiB', 1_572_864],
    ['1g', 1_073_741_824],
    ['0', 0]
  ] as const)
    assert.is(parseSize(written), bytes, written)
  for (const wrong of ['', 'much', '-1', '1 X', '1e9', '9999999T']) assert.throws(() => parseSize(wrong), /is no size/, wrong)
  assert.equal([0, 17, 1_024, 1_572_864, 1_073_741_824].map(showSize), ['0 B', '17 B', '1 KiB', '1.5 MiB', '1 GiB'])
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1023 }), fc.constantFrom(0, 1, 2, 3), (amount, power) => {
      const bytes = amount * 1024 ** power
      return parseSize(showSize(bytes)) === bytes
    })
  )
})

text('of why tells when it happened and until when it holds, as far as both are known', () => {
  const [nowMs, laterMs] = [new Date(2030, 2, 14, 13, 32).getTime(), new Date(2030, 3, 13, 9, 5).getTime()]
  assert.is(becauseTime({ what: '', atMs: nowMs, untilMs: laterMs }, nowMs), '13:32 until 2030-04-13 09:05')
  assert.is(becauseTime({ what: '', untilMs: laterMs }, nowMs), 'until 2030-04-13 09:05')
  assert.is(becauseTime({ what: '', atMs: nowMs }, nowMs), '13:32')
  assert.is(becauseTime({ what: '' }, nowMs), '')
})

text.run()
