import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { MessageId } from '../../node/base/ids.js'
import { createProfile, openNode } from '../../node/host/node-host.js'
import { within } from '../e2e/deadline.js'
import type { Target } from './attacker.js'

const DELIVERY_DEADLINE_MS = 20_000

/** Somebody with the node as it ships, in this process, on loopback. */
export interface Resident extends Target {
  readonly api: ChatApi
  /** Sends, and resolves when the other side has acknowledged it. */
  deliver(chat: string, text: string): Promise<void>
  close(): Promise<void>
}

export async function settle(name: string): Promise<Resident> {
  const profileDir = await mkdtemp(join(tmpdir(), 'parley-hostile-'))
  const { account, device } = await createProfile({ profileDir, name })
  const { api, close } = await openNode({ profileDir, listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false })
  const delivered = new Set<MessageId>()
  const waiting = new Map<MessageId, () => void>()
  const over = new AbortController()

  async function follow(): Promise<void> {
    for await (const event of api.events({}, { signal: over.signal })) {
      if (event.type !== 'message:state' || (event.state !== 'delivered' && event.state !== 'read')) continue
      delivered.add(event.message)
      waiting.get(event.message)?.()
    }
  }
  const following = follow()

  return {
    account,
    device,
    addresses: (await api.status()).addresses,
    api,
    async deliver(chat, text) {
      const { id } = await api.send({ chat, text })
      const isDelivered = new Promise<void>(resolve => {
        waiting.set(id, resolve)
        if (delivered.has(id)) resolve()
      })
      await within(DELIVERY_DEADLINE_MS, `${name}'s message to be delivered`, isDelivered)
    },
    async close() {
      over.abort()
      await following
      await close()
      await rm(profileDir, { recursive: true })
    }
  }
}

/** One asks, the other accepts. */
export async function befriend(asking: Resident, asked: Resident): Promise<void> {
  const { uri } = await asked.api.createInvite({})
  await asking.api.add({ invite: uri })
  await asked.api.accept({ contact: asking.account })
}
