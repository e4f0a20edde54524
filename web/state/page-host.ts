import type { ReadonlySignal } from '@preact/signals'
import type { ChatApi } from '../../node/api/chat-api.js'

/** `lost`: it will be back by itself as soon as it can. `refused`: whoever opened the page may not use this node. */
export type Standing = 'opening' | 'ready' | 'lost' | 'refused'

/** What the page is a window on: a node in another process, or one in this very tab. The page can't tell. */
export interface PageHost {
  /** Stays the same object; its methods reject with ERR_CLOSED while the standing is not `ready`. */
  readonly api: ChatApi
  readonly standing: ReadonlySignal<Standing>
}
