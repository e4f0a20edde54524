/** Members of a group: several nodes in this process, each with a profile of its own. Ends with its parent. */
import '../../node/host/shim.js'
import { once } from 'node:events'
import type { OpenNode } from '../../node/api/open-node.js'
import { createProfile, openNode } from '../../node/host/node-host.js'
import { nowMs } from './figures.js'

export interface FarMembers {
  /** A profile's each, made here; their names are of folders too. */
  readonly members: readonly { readonly name: string; readonly profileDir: string }[]
  /** Of whoever makes the group. */
  readonly invite: string
}

/** So many texts that begin with the name of a run. */
export interface Awaited {
  readonly run: string
  readonly count: number
}

/** Sent once all members of this process have told of all of them. */
export interface Heard {
  readonly run: string
  readonly atMs: number
}

process.on('disconnect', () => process.exit())

const [{ members, invite }] = (await once(process, 'message')) as [FarMembers]
const nodes: OpenNode[] = []
const heard = new Map<string, number[]>()
let awaited: Awaited | undefined

function hear(index: number, text: string): void {
  const run = text.slice(0, text.indexOf(' '))
  const counts = heard.get(run) ?? members.map(() => 0)
  heard.set(run, counts)
  counts[index] = (counts[index] ?? 0) + 1
  look()
}

function look(): void {
  if (awaited === undefined) return
  const { run, count } = awaited
  if (heard.get(run)?.every(each => each >= count) !== true) return
  awaited = undefined
  const told: Heard = { run, atMs: nowMs() }
  process.send?.(told)
}

async function follow({ api }: OpenNode, index: number): Promise<void> {
  for await (const event of api.events({}, {})) if (event.type === 'message:received') hear(index, event.message.text)
}

for (const [index, { name, profileDir }] of members.entries()) {
  await createProfile({ profileDir, name })
  const node = await openNode({ profileDir, mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'] })
  nodes.push(node)
  void follow(node, index)
  await node.api.add({ invite, message: `hello from ${name}` })
}
process.on('message', (order: Awaited) => {
  awaited = order
  look()
})
process.send?.('begun')
