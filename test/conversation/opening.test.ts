import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId, MessageId } from '../../node/base/ids.js'
import { signedMessage } from '../../node/conversation/content.js'
import { createRecords, type Records } from '../../node/conversation/records.js'
import { createSeenPages } from '../../node/conversation/seen-pages.js'
import type { SealedStore } from '../../node/store/sealed-store.js'
import { MODEL } from '../sim/cryptography.js'
import { befriend, createWorld, say, type SimPerson } from '../sim/people.js'

const PAGE = 50
const MANY = process.env['PARLEY_SOAK'] === undefined ? 10_000 : 100_000
const AT_ONCE = 1_000

const opening = suite('opening a conversation')

/** Somebody whose node does not run. */
type Sleeper = Pick<SimPerson, 'session' | 'primitives' | 'device' | 'inStore'>

async function asleep(person: SimPerson): Promise<Sleeper> {
  const { session, primitives, device } = person
  await person.stop()
  return { session, primitives, device, inStore: read => person.inStore(read) }
}

const recordsOf = ({ session, primitives, device }: Sleeper, store: SealedStore): Records =>
  createRecords({ store, session, primitives, ownDevice: device.id })

/** Puts as many messages behind the newest one as it takes to have so many. */
async function lengthen(person: Sleeper, chat: ConversationId, from: number, to: number): Promise<void> {
  await person.inStore(async store => {
    const records = recordsOf(person, store)
    const conversation = await records.loadConversation(chat)
    if (conversation === undefined) throw new Error('there is no such conversation')
    const newest = (await records.messagesBefore(conversation, undefined, 1)).messages.at(-1)
    if (newest === undefined) throw new Error('nothing was said')
    for (let n = from; n < to; n += AT_ONCE) {
      const more = Array.from({ length: Math.min(AT_ONCE, to - n) }, (_, i) => {
        const said = signedMessage({ ...newest, seq: newest.seq + n + i, hlc: (newest.hlc + BigInt(n + i) * 65_536n) as typeof newest.hlc })
        return { ...newest, ...said, id: (n + i).toString(16).padStart(newest.id.length, '0') as MessageId }
      })
      await records.commit(more.flatMap(message => records.message(conversation, message)))
    }
  })
}

/** How many records a node reads to know its conversations and the newest page of this one. */
async function readToOpen(person: Sleeper, chat: ConversationId): Promise<number> {
  let read = 0
  await person.inStore(async store => {
    const counting: SealedStore = {
      ...store,
      async get(path) {
        read++
        return store.get(path)
      },
      async *range(range) {
        for await (const record of store.range(range)) {
          read++
          yield record
        }
      }
    }
    const records = recordsOf(person, counting)
    const conversation = (await records.loadConversations()).find(({ id }) => id === chat)
    if (conversation === undefined) throw new Error('there is no such conversation')
    const { messages, hasEarlier } = await createSeenPages(records).before(conversation, undefined, PAGE)
    assert.is(messages.length, PAGE)
    assert.ok(hasEarlier)
  })
  return read
}

opening(`reads as many records of ${MANY} messages as of 100`, async () => {
  const world = createWorld('opening', MODEL)
  const [ada, bob] = [await world.person('Ada'), await world.person('Bob')]
  await befriend(world, ada, bob)
  const { chat } = await say(ada, bob, 'the first')
  await world.settled()
  const sleeper = await asleep(bob)
  await lengthen(sleeper, chat, 1, 100)
  const few = await readToOpen(sleeper, chat)
  assert.ok(few >= PAGE && few < 4 * PAGE, `${few} records were read`)
  await lengthen(sleeper, chat, 100, MANY)
  assert.is(await readToOpen(sleeper, chat), few)
  await world.close()
})

opening.run()
