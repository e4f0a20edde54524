import type { AccountId } from '../base/ids.js'
import type { AsyncStop } from '../base/lifecycle.js'
import { withCompanion } from '../network/companion-links.js'
import type { Links } from '../network/links.js'
import type { ChatApi } from './chat-api.js'
import type { ChatHost, ChatNode } from './chat-node.js'
import type { Owner, Seat } from './companion-life.js'

/** The place of a companion beside the owner of a node: who lives in it, if anybody does. */
export interface Companion {
  /** The node's, and what leads to the companion. */
  readonly links: Links
  account(): AccountId | undefined
  api(owner: Owner): Pick<ChatApi, 'addEcho' | 'removeEcho'>
  /** Wakes it, waiting for nothing: what is said to it meanwhile waits as for anybody who is away. */
  start(owner: Owner): AsyncStop
}

/** @param createNode makes the companion's own core */
export async function createCompanion(host: ChatHost, createNode: (host: ChatHost) => Promise<ChatNode>): Promise<Companion> {
  const beside = withCompanion(host.links)
  const key = host.store.keys.setting('companion')
  let seat: Seat | undefined
  /** Most have none, and need not load what it lives by. */
  const taken = async (): Promise<Seat> => (seat ??= (await import('./companion-life.js')).createSeat({ host, beside, key, createNode }))
  const kept = await host.store.get(key)
  if (kept !== undefined) await (await taken()).settle(kept)
  return {
    links: beside.links,
    account: () => seat?.account(),
    api: owner => ({
      addEcho: async words => (await taken()).add(owner, words),
      removeEcho: async () => (await taken()).remove(owner)
    }),
    start(owner) {
      seat?.wake(owner)
      return async () => seat?.sleep()
    }
  }
}
