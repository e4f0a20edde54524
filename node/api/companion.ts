import type { AccountId } from '../base/ids.js'
import { ChatError } from '../base/errors.js'
import type { AsyncStop } from '../base/lifecycle.js'
import { createSerial } from '../base/serial.js'
import { passing } from '../conversation/on-link.js'
import { withCompanion } from '../network/companion-links.js'
import type { Links } from '../network/links.js'
import type { ChatApi } from './chat-api.js'
import type { ChatHost, ChatNode } from './chat-node.js'
import type { Living, Owner } from './companion-life.js'

/** The place of a companion beside the owner of a node: who lives in it, if anybody does. */
export interface Companion {
  /** The node's, and what leads to the companion. */
  readonly links: Links
  account(): AccountId | undefined
  api(owner: Owner): Pick<ChatApi, 'addEcho' | 'removeEcho'>
  /** Wakes it, waiting for nothing: what is said to it meanwhile waits as for anybody who is away. */
  start(owner: Owner): AsyncStop
}

/** Most have none, and need not load what it lives by. */
const load = (): Promise<typeof import('./companion-life.js')> => import('./companion-life.js')

/** @param createNode makes the companion's own core */
export async function createCompanion(host: ChatHost, createNode: (host: ChatHost) => Promise<ChatNode>): Promise<Companion> {
  const { store, links } = host
  const beside = withCompanion(links)
  const home = { host, beside, createNode }
  const key = store.keys.setting('companion')
  const inTurn = createSerial()
  const kept = await store.get(key)
  let living: Living | undefined = kept === undefined ? undefined : await (await load()).settle(home, kept)

  return {
    links: beside.links,
    account: () => living?.account,
    start(owner) {
      inTurn(async () => living?.wake(owner)).catch(passing) // what was said to it stays queued; the next start tries again
      return () => inTurn(async () => living?.sleep())
    },
    api: owner => ({
      addEcho: words =>
        inTurn(async () => {
          if (living === undefined) {
            const { bear, settle } = await load()
            living = await settle(home, await bear(home, key, words))
          }
          return living.meet(owner)
        }),
      removeEcho: () =>
        inTurn(async () => {
          if (living === undefined) throw new ChatError('ERR_NOT_FOUND', 'Echo is not here; parley add echo brings it')
          await living.leave(owner, { key, value: undefined })
          living = undefined
          owner.told()
        })
    })
  }
}
