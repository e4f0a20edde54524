import { suite } from 'uvu'
import { runRandomGroup } from './random-group.js'

const groups = suite('random groups of twelve')

for (const seed of [1_001, 1_002]) {
  groups(`agree after every step: seed ${seed}`, async () => {
    await runRandomGroup({ seed, operations: 40, members: [8, 12] })
  })
}

groups.run()
