import type { ReadonlySignal } from '@preact/signals'
import type { ChatApi } from '../../node/api/chat-api.js'

/** `lost`: it will be back by itself as soon as it can. `refused`: whoever opened the page may not use this node. */
export type Standing = 'opening' | 'ready' | 'lost' | 'refused'

/** The 24 words of an account that nothing here protects: kept until the person has them, and nowhere after that. */
export interface UnwrittenWords {
  /** Whether they are still here. */
  readonly wait: ReadonlySignal<boolean>
  /** Undefined where they are not, or not any more. @throws ERR_STORE */
  read(): Promise<string | undefined>
  /** The person has written them down. @throws ERR_STORE */
  forget(): Promise<void>
}

/** What the page is a window on: a node in another process, or one in this very tab. The page can't tell. */
export interface PageHost {
  /** Stays the same object; its methods reject with ERR_CLOSED while the standing is not `ready`. */
  readonly api: ChatApi
  readonly standing: ReadonlySignal<Standing>
  /** Absent where the words are shown by whoever makes the profile. */
  readonly unwritten?: UnwrittenWords
  /** Deletes all that is kept here, and begins anew. Absent where it is not the page that keeps it. @throws ERR_PROFILE_LOCKED, ERR_STORE */
  readonly forget?: () => Promise<void>
}
