import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createKept } from '../../node/base/kept.js'

const kept = suite('kept values')

kept('go when they are unused for longest, and stay when they are used', () => {
  const values = createKept<string, number>(2)
  values.put('a', 1)
  values.put('b', 2)
  assert.is(values.get('a'), 1)
  values.put('c', 3)
  assert.equal([values.get('a'), values.get('b'), values.get('c')], [1, undefined, 3])
  values.put('a', 4)
  assert.equal([values.get('a'), values.get('c')], [4, 3])
})

kept.run()
