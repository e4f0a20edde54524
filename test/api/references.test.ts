import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { resolveReference, type Named } from '../../node/api/references.js'
import { refusal } from '../identity/refusal.js'

const ada: Named = { id: 'a1b2c3d4'.padEnd(64, '0'), name: 'Ada' }
const bob: Named = { id: 'b1b2c3d4'.padEnd(64, '0'), name: 'Bob' }
const everybody = [ada, bob]
const found = (reference: string, among: readonly Named[] = everybody): Named => resolveReference('contact', among, reference)
const ambiguous = (reference: string, among: readonly Named[]): string =>
  refusal(() => found(reference, among), 'ERR_INVALID_ARGUMENT').message

const references = suite('references')

references('an id, its first 8 characters or more, and a name in any case mean one contact', () => {
  for (const reference of [ada.id, ada.id.slice(0, 8), ada.id.slice(0, 20), 'Ada', ' ada ', 'ADA', 'Ａｄａ'])
    assert.is(found(reference), ada)
})

references('too little, or nobody’s, means nobody', () => {
  for (const reference of [ada.id.slice(0, 7), 'Eve', 'Ad', '__proto__']) refusal(() => found(reference), 'ERR_NOT_FOUND')
})

references('nothing means nobody, also where some have no name', () => {
  const nameless = { id: 'c1'.padEnd(64, '0'), name: '' }
  for (const reference of ['', '  ', '\n']) refusal(() => found(reference, [nameless]), 'ERR_INVALID_ARGUMENT')
})

references('who fits twice is named, with what tells them apart', () => {
  const other = { ...bob, name: 'Ada' }
  const message = ambiguous('Ada', [ada, other])
  for (const part of ['a1b2c3d4', 'b1b2c3d4']) assert.ok(message.includes(part), message)
  assert.is(found('Ada', [ada, { ...bob, name: 'ADA' }]), ada)
})

references('nobody takes another’s place by calling themself as the beginning of an id', () => {
  const impostor = { ...bob, name: ada.id.slice(0, 8) }
  ambiguous(ada.id.slice(0, 8), [ada, impostor])
  const bold = { ...bob, name: ada.id }
  assert.is(found(ada.id, [bold, ada]), ada)
})

references('whatever is asked for, the answer is one of the candidates that fits, or a refusal that says what to do', () => {
  const hex = fc.stringMatching(/^[0-9a-f]{8,12}$/)
  const name = fc.string({ unit: fc.constantFrom('a', 'A', 'b', ' ', '0'), maxLength: 3 })
  const candidates = fc.uniqueArray(fc.record({ id: hex, name }), { selector: one => one.id, maxLength: 6 })
  fc.assert(
    fc.property(candidates, fc.oneof(hex, name), (among, reference) => {
      try {
        const one = found(reference, among)
        const wanted = reference.trim()
        assert.ok(one.id.startsWith(wanted) || one.name.toLowerCase() === wanted.toLowerCase())
      } catch (err) {
        if (!(err instanceof Error) || !/parley contacts|brackets/.test(err.message)) throw err
      }
    })
  )
})

references.run()
