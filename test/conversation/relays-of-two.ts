import { befriend, createWorld, type SimPerson, type World, type WorldRelay } from '../sim/people.js'

/** Two contacts whose relays are not the same. */
export interface RelaysOfTwo {
  world: World
  ada: SimPerson
  bob: SimPerson
  /** The first of Ada's, the second and third of Bob's. */
  relays: [WorldRelay, WorldRelay, WorldRelay]
}

/** @param name a world is what its name makes of it */
export async function relaysOfTwo(name: string): Promise<RelaysOfTwo> {
  const world = createWorld(name)
  const [ada, bob] = [await world.person('Ada'), await world.person('Bob')]
  const relays: RelaysOfTwo['relays'] = [await world.relay(), await world.relay(), await world.relay()]
  await ada.api.addRelay({ address: relays[0].address })
  await bob.api.addRelay({ address: relays[1].address })
  await bob.api.addRelay({ address: relays[2].address })
  await befriend(world, bob, ada)
  await world.time.pass(5_000)
  return { world, ada, bob, relays }
}
