import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { AccountId, EpochId } from '../../node/base/ids.js'
import { plantTree } from '../../node/session/epoch-tree.js'
import { hadToBeSealedFor, type Sealing } from './sealings.js'
import type { Standing } from './standings.js'

const EVE = 'Eve' as AccountId
const MESSAGE = { seq: 1, hlc: 5n } as Pick<Sealing, 'seq' | 'hlc'>
const sealings = suite('what a sender had to seal for who was out as it was said')

/** In the last of these epochs, which lead to one another. */
function sealedIn(way: readonly string[], terms: { readonly isEveIn: boolean; readonly hasEveCome?: boolean }): Sealing {
  return {
    ...MESSAGE,
    group: 'group' as Sealing['group'],
    epoch: (way.at(-1) ?? '') as EpochId,
    accounts: new Set(terms.isEveIn ? [EVE] : []),
    way: new Set(way as EpochId[]),
    cameIn: new Set(terms.hasEveCome === true ? [EVE] : [])
  }
}

/** Of a sender who stands at the end of this way by now. */
function isRight(way: readonly string[], ...own: readonly Sealing[]): boolean {
  const [root = '', ...others] = way as EpochId[]
  const lineage = [root, ...others].slice(0, -1).map(parent => ({ parent }))
  const standing = {
    actor: { person: { sealings: own } },
    group: { id: 'group', tree: plantTree({ epoch: way.at(-1) ?? '' } as never) },
    head: { id: way.at(-1), lineage }
  }
  return hadToBeSealedFor(standing as unknown as Standing, MESSAGE, EVE)
}

sealings('is what was sealed again behind where it was sealed first, also where that branch lost later', () => {
  const first = sealedIn(['a', 'b'], { isEveIn: false })
  const again = sealedIn(['a', 'b', 'c'], { isEveIn: true })
  assert.ok(isRight(['a', 'b', 'c'], first, again))
  assert.ok(isRight(['a', 'b', 'd'], first, again))
})

sealings('is what was sealed again on the branch that won, or where a branch that lost had begun', () => {
  const first = sealedIn(['a', 'b'], { isEveIn: false })
  assert.ok(isRight(['a', 'x'], first, sealedIn(['a', 'x'], { isEveIn: true })))
  assert.ok(isRight(['a'], first, sealedIn(['a'], { isEveIn: true })))
})

sealings('is what waited until nobody had to go any more, where they had come in by then', () => {
  assert.ok(isRight(['a', 'b'], sealedIn(['a', 'b'], { isEveIn: true, hasEveCome: true })))
  assert.not.ok(isRight(['a', 'b'], sealedIn(['a', 'b'], { isEveIn: true })))
})

sealings('is nothing that was sealed before where it was sealed first, nor on a branch that lost to it', () => {
  const first = sealedIn(['a', 'b'], { isEveIn: false })
  assert.not.ok(isRight(['a', 'b'], first, sealedIn(['a'], { isEveIn: true })))
  assert.not.ok(isRight(['a', 'b'], first, sealedIn(['a', 'x'], { isEveIn: true })))
  assert.not.ok(isRight(['a', 'b'], first))
})

sealings.run()
