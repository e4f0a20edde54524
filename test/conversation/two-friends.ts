import type { ConversationId } from '../../node/base/ids.js'
import { befriend, createWorld, type SimPerson, type World } from '../sim/people.js'

export interface TwoFriends {
  world: World
  ada: SimPerson
  bob: SimPerson
  /** The direct one of the two. */
  chat: ConversationId
}

/** @param name a world is what its name makes of it */
export async function twoFriends(name: string): Promise<TwoFriends> {
  const world = createWorld(name)
  const ada = await world.person('Ada')
  const bob = await world.person('Bob')
  await befriend(world, ada, bob)
  const [direct] = await ada.api.chats()
  if (direct === undefined) throw new Error('they are friends')
  return { world, ada, bob, chat: direct.id }
}
