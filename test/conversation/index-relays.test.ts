import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { FetchedAccount } from '../../node/api/restoring.js'
import { readFetchedAccount, relaysToName } from '../../node/api/restoring.js'
import { EMPTY } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import { newPhrase, type Phrase } from '../../node/identity/phrase.js'
import { RelayIndex } from '../../node/wire/generated/relay.js'
import { primitives } from '../identity/people.js'
import { createWorld, type RealRelay, type SimPerson, type World } from '../sim/people.js'

const WRITTEN_MS = 2 * 60_000
/** After the longest pause between two tries. */
const AT_LAST_MS = 3 * 60 * 60_000
const NOTHING: FetchedAccount = { deviceLists: [], index: [] }

interface Context {
  world: World
  phrase: Phrase
}

const index = suite<Context>('the index at several relays')

index.before.each(context => {
  context.world = createWorld('index relays')
  context.phrase = newPhrase(primitives)
})
index.after.each(({ world }) => world.close())

async function nameAt({ world, phrase }: Context, relay: RealRelay): Promise<string | undefined> {
  return (await readFetchedAccount(primitives, phrase, await world.fetch(phrase, relay))).index?.name
}

async function adviceOn(person: SimPerson, relay: RealRelay): Promise<string | undefined> {
  return (await person.api.doctor()).find(({ name }) => name.endsWith(relay.id.slice(-8)))?.advice
}

for (const [what, seq] of [
  ['the highest number there is', 2 ** 53 - 2],
  ['a number that no relay may say', 2 ** 49],
  ['a number that it can not have come to', 2 ** 30]
] as const) {
  index(`is written elsewhere as ever where one relay says ${what}`, async context => {
    const { world, phrase } = context
    const honest = await world.realRelay()
    const liar = await world.realRelay(async (kind, answer) =>
      kind === 'get-index' ? RelayIndex.encode({ seq, part: 0, parts: 1, sealed: EMPTY }) : answer()
    )
    const ada = await world.person('Ada', { identity: { phrase } })
    for (const { address } of [liar, honest]) await ada.api.addRelay({ address })
    await world.time.pass(WRITTEN_MS)
    await ada.api.rename({ name: 'Ada Lovelace' })
    await world.time.pass(AT_LAST_MS)
    assert.is(await nameAt(context, honest), 'Ada Lovelace')
    assert.is(await adviceOn(ada, liar), 'name another relay where this happens again')
    assert.is(await adviceOn(ada, honest), undefined)
  })
}

index('of one relay that refuses every write is kept by the others, and not written there again and again', async context => {
  const { world, phrase } = context
  let writes = 0
  const honest = await world.realRelay(async (kind, answer) => {
    if (kind === 'put-index') writes++
    return answer()
  })
  const refusing = await world.realRelay(async (kind, answer) => {
    if (kind === 'put-index') throw new ChatError('ERR_TOO_LARGE', 'never')
    return answer()
  })
  const ada = await world.person('Ada', { identity: { phrase } })
  for (const { address } of [refusing, honest]) await ada.api.addRelay({ address })
  await world.time.pass(AT_LAST_MS)
  assert.is(await nameAt(context, honest), 'Ada')
  assert.ok(writes <= 2, `written ${writes} times`)
})

index('that a device of the words alone has not restored is not written over until its person says so', async context => {
  const { world, phrase } = context
  const relay = await world.realRelay()
  const lost = await world.person('Ada', { identity: { phrase } })
  await lost.api.addRelay({ address: relay.address })
  await world.time.pass(WRITTEN_MS)
  await lost.stop()
  const other = await world.realRelay()
  const empty = await world.person('Empty', { identity: { phrase }, restore: { fetched: NOTHING, revoke: [], relays: [] } })
  for (const { address } of [relay, other]) await empty.api.addRelay({ address })
  await world.time.pass(AT_LAST_MS)
  await empty.restart()
  for (const name of ['Still empty', 'Quite empty']) {
    await empty.api.rename({ name })
    await world.time.pass(WRITTEN_MS)
  }
  assert.is(await nameAt(context, relay), 'Ada')
  assert.is(await nameAt(context, other), 'Quite empty')
  assert.match((await adviceOn(empty, relay)) ?? '', `parley relay add ${relay.address} --replace-index`)
  await empty.api.addRelay({ address: relay.address, replaceIndex: true })
  await world.time.pass(WRITTEN_MS)
  assert.is(await nameAt(context, relay), 'Quite empty')
  assert.is(await adviceOn(empty, relay), undefined)
})

index('newer than the one that a device was restored from is not written over', async context => {
  const { world, phrase } = context
  const relay = await world.realRelay()
  const lost = await world.person('Ada', { identity: { phrase } })
  await lost.api.addRelay({ address: relay.address })
  await world.time.pass(WRITTEN_MS)
  const stale = await world.fetch(phrase, relay)
  await lost.api.rename({ name: 'Ada Lovelace' })
  await world.time.pass(WRITTEN_MS)
  const newest = await world.fetch(phrase, relay)
  await lost.stop()
  const revoke = [lost.device.id]
  const behind = await world.person('Behind', { identity: { phrase }, restore: { fetched: stale, revoke, relays: [] } })
  await world.time.pass(AT_LAST_MS)
  assert.is(await nameAt(context, relay), 'Ada Lovelace')
  assert.match((await adviceOn(behind, relay)) ?? '', 'parley init --phrase')
  await behind.stop()
  const ada = await world.person('Restored', { identity: { phrase }, restore: { fetched: newest, revoke, relays: [] } })
  await ada.api.rename({ name: 'Countess' })
  await world.time.pass(WRITTEN_MS)
  await ada.restart()
  await ada.api.rename({ name: 'Countess of Lovelace' })
  await world.time.pass(WRITTEN_MS)
  assert.is(await nameAt(context, relay), 'Countess of Lovelace')
})

index('is the newest that any relay of the account has, where the one that was given has an older one', async context => {
  const { world, phrase } = context
  let isMute = false
  const [stale, fresh] = [await world.realRelay(), await world.realRelay()]
  const mute = await world.realRelay(async (_kind, answer) => (isMute ? new Promise(() => undefined) : answer()))
  const lost = await world.person('Ada', { identity: { phrase } })
  for (const { address } of [mute, stale, fresh]) await lost.api.addRelay({ address })
  await world.time.pass(WRITTEN_MS)
  await stale.leave()
  await lost.api.rename({ name: 'Ada Lovelace' })
  await world.time.pass(WRITTEN_MS)
  await lost.stop()
  isMute = true
  assert.is(await nameAt(context, stale), 'Ada')
  const finding = world.find(phrase, stale)
  await world.time.pass(WRITTEN_MS)
  const found = await finding
  const account = await readFetchedAccount(primitives, phrase, found)
  assert.is(account.index?.name, 'Ada Lovelace')
  assert.equal(relaysToName([stale.address], account, found.reached), [stale.address, fresh.address, mute.address])
  assert.equal(relaysToName([fresh.address, fresh.address], account), [fresh.address, mute.address, stale.address])
})

index.run()
