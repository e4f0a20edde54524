import type { ConversationId } from '../../node/base/ids.js'
import type { SimPerson, World } from '../sim/people.js'

export async function textsIn(person: SimPerson, chat: ConversationId): Promise<readonly string[]> {
  return (await person.api.history({ chat, limit: 1_000 })).messages.map(({ text }) => text)
}

/** A group of the founder and all of these, who are in. */
export async function found(world: World, founder: SimPerson, others: readonly SimPerson[]): Promise<ConversationId> {
  const { id } = await founder.api.createGroup({ name: 'Garden', contacts: others.map(({ name }) => name) })
  await world.settled()
  await world.time.pass(5_000)
  return id
}
