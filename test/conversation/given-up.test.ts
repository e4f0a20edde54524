import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { MessageId } from '../../node/base/ids.js'
import { beginQuarrel, DAY_MS, MINUTE_MS, type Quarrel } from '../sim/quarrel.js'

const giving = suite<Quarrel>('what a group is told of a message that not all get')

giving.before.each(async context => {
  Object.assign(context, await beginQuarrel('given up'))
})
giving.after.each(({ world }) => world.close())

async function shown({ ada, chat }: Quarrel, id: MessageId): Promise<unknown[]> {
  const message = (await ada.person.api.history({ chat, limit: 10 })).messages.find(one => one.id === id)
  return [message?.state, message?.counts?.delivered, message?.counts?.of]
}

async function reasons({ ada }: Quarrel, id: MessageId): Promise<string[]> {
  const { because } = await ada.person.api.why({ message: id })
  return because.map(({ code, where }) => (where?.person === undefined ? `${code}` : `${code} ${where.person}`))
}

const tells = ({ ada }: Quarrel, id: MessageId, state: string): boolean =>
  ada.person.events.some(event => event.type === 'message:state' && event.message === id && event.state === state)

giving('after 30 days it is given up for who is away, and comes to them once they are back', async context => {
  const { world, ada, dora, chat } = context
  await dora.person.stop()
  const { id } = await ada.person.api.send({ chat, text: 'anybody?' })
  await world.time.pass(MINUTE_MS)
  assert.equal(await shown(context, id), ['stored', 2, 3])
  await world.time.sleep(31 * DAY_MS)
  await world.time.pass(2 * 60 * MINUTE_MS)
  assert.equal(await shown(context, id), ['partly', 2, 3])
  assert.equal(await reasons(context, id), ['written', 'delivered Bob', 'delivered Cleo', 'given-up Dora'])
  assert.ok(tells(context, id, 'partly'))
  assert.is((await ada.person.api.status()).queued, 0)
  await ada.person.restart()
  assert.equal(await shown(context, id), ['partly', 2, 3])
  await dora.person.start()
  await world.time.pass(30 * MINUTE_MS)
  assert.equal(await shown(context, id), ['delivered', 3, 3])
})

giving('for who is put out before it came to them it waits no more', async context => {
  const { world, ada, dora, chat } = context
  await dora.person.stop()
  const { id } = await ada.person.api.send({ chat, text: 'anybody?' })
  await world.time.pass(MINUTE_MS)
  await ada.person.api.removeMember({ chat, member: 'Dora' })
  await world.time.pass(MINUTE_MS)
  assert.equal(await shown(context, id), ['partly', 2, 3])
  assert.equal(await reasons(context, id), ['written', 'delivered Bob', 'delivered Cleo', 'gone Dora'])
  assert.ok(tells(context, id, 'partly'))
  assert.is((await ada.person.api.status()).queued, 0)
})

giving.run()
