import type { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import type { Change, NewKeyPackage } from '../../node/session/session.js'
import { type Standing, childOf } from '../session/standing.js'

interface Surroundings {
  /** A group with an owner and two plain members. */
  readonly three: () => Promise<[Standing, Standing, Standing]>
  readonly refusesFrom: (by: Standing, change: Change) => Promise<void>
}

const DAY_MS = 86_400_000

/** What every session must do with key packages made for coming back. */
export function addReturnCases(test: ReturnType<typeof suite>, { three, refusesFrom }: Surroundings): void {
  test('lets whoever has the wish of a device itself let it in anew: to this group and in time, as the commit says', async () => {
    const [ann, bea, cleo] = await three()
    const group = ann.epoch.conversation
    const atMs = Date.now()
    const wishing = (returningTo?: ConversationId) =>
      cleo.party.session.newKeyPackage({ lastResort: false, ...(returningTo && { returningTo }) })
    const [wish, elsewhere, none] = [await wishing(group), await wishing('d1'.repeat(32) as ConversationId), await wishing()]
    const anew = ({ published }: NewKeyPackage): Change => ({ add: [published], remove: [cleo.epoch.ownLeaf] })
    const infos = await Promise.all([wish, none].map(({ published }) => ann.party.session.inspectKeyPackage(published)))
    assert.equal(
      infos.map(info => info.wish?.group),
      [group, undefined]
    )
    await refusesFrom(bea, { ...anew(none), atMs })
    await refusesFrom(bea, { ...anew(elsewhere), atMs })
    await refusesFrom(bea, anew(wish))
    await refusesFrom(bea, { ...anew(wish), atMs: atMs - 3 * DAY_MS })
    await refusesFrom(bea, { ...anew(wish), atMs: atMs + 5 * DAY_MS })
    await refusesFrom(bea, { ...anew(wish), remove: [ann.epoch.ownLeaf], atMs })
    const { child, envelope, welcome } = await bea.party.session.commit(bea.epoch, { ...anew(wish), atMs: atMs + 3 * DAY_MS })
    assert.is(childOf(await ann.party.session.open(ann.epoch, envelope)).id, child.id)
    assert.is((await cleo.party.session.open(cleo.epoch, envelope)).kind, 'removed')
    assert.is((await cleo.party.session.join(welcome ?? new Uint8Array(0), wish.secret)).id, child.id)
  })
}
