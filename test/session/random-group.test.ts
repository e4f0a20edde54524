import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { runRandomGroup } from './random-group.js'

/** In soak, many more and longer; every run prints its seed when it fails. */
const IS_SOAK = process.env['PARLEY_SOAK'] === '1'
const [SEEDS, OPERATIONS] = IS_SOAK ? [200, 200] : [10, 60]

const groups = suite('random groups')

for (let seed = 1; seed <= SEEDS; seed++) {
  const most = 3 + (seed % 4)
  groups(`of up to ${most} members agree after every step: seed ${seed}`, async () => {
    const counts = await runRandomGroup({ seed, operations: OPERATIONS, members: [2, most] })
    assert.is(counts.size, 7, 'every kind of step was taken')
  })
}

groups.run()
