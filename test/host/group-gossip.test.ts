import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Step } from '../../node/base/probe.js'
import type { OpenNode } from '../../node/api/open-node.js'
import { createProfile, openNode } from '../../node/host/node-host.js'
import { watchEvents, type EventWatch } from '../e2e/event-watch.js'

interface Member {
  readonly name: string
  readonly node: OpenNode
  readonly events: EventWatch
  readonly steps: Step[]
}

const gossip = suite<{ folder: string; members: Member[] }>('a group of five over libp2p')

gossip.before.each(async context => {
  context.folder = await mkdtemp(join(tmpdir(), 'parley-group-'))
  context.members = []
})
gossip.after.each(async ({ folder, members }) => {
  for (const { events, node } of members) {
    events.close()
    await node.close()
  }
  await rm(folder, { recursive: true })
})

async function member(name: string, folder: string): Promise<Member> {
  const profileDir = join(folder, name)
  await createProfile({ profileDir, name })
  const steps: Step[] = []
  const probe = (step: Step): void => void steps.push(step)
  const node = await openNode({ profileDir, listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false, probe })
  return { name, node, steps, events: watchEvents(node.api, () => '') }
}

const heard = ({ events }: Member, text: string): number =>
  events.seen.filter(event => event.type === 'message:received' && event.message.text === text).length

gossip('what one says reaches members that it has no link to, once, while another is away', async ({ folder, members }) => {
  for (const name of ['Ada', 'Bob', 'Cleo', 'Dora', 'Eve']) members.push(await member(name, folder))
  const [ada, bob, cleo, dora, eve] = members as [Member, Member, Member, Member, Member]
  for (const { name, node } of [bob, cleo, dora, eve]) {
    const { uri } = await ada.node.api.createInvite({})
    await node.api.add({ invite: uri, message: 'hello' })
    await ada.events.next('contact:changed', ({ contact }) => contact.name === name && contact.state === 'request')
    await ada.node.api.accept({ contact: name })
  }
  const group = await ada.node.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo', 'Dora', 'Eve'] })
  for (const one of [bob, cleo, dora, eve]) await one.events.next('chat:changed', ({ chat }) => chat.id === group.id)
  await ada.node.api.send({ chat: group.id, text: 'are all here?' })
  for (const one of [bob, cleo, dora, eve]) await one.events.next('message:received', ({ message }) => message.text === 'are all here?')
  eve.events.close()
  await eve.node.close()
  members.pop()
  await bob.node.api.send({ chat: group.id, text: 'all but one' })
  for (const one of [ada, cleo, dora]) await one.events.next('message:received', ({ message }) => message.text === 'all but one')
  await cleo.node.api.send({ chat: group.id, text: 'so it is' })
  for (const one of [ada, bob, dora]) await one.events.next('message:received', ({ message }) => message.text === 'so it is')
  for (const one of [ada, cleo, dora]) assert.is(heard(one, 'all but one'), 1, one.name)
  assert.ok(bob.steps.includes('gossip:published'))
})

gossip.run()
