import type { ReadonlySignal } from '@preact/signals'
import type { ChatApi } from '../../node/api/chat-api.js'

/**
 * `lost`: it will be back by itself as soon as it can. `refused`: whoever opened the page may not use this node. `outdated`: a newer page has
 * taken over, and this one is to be loaded again.
 */
export type Standing = 'opening' | 'ready' | 'lost' | 'refused' | 'outdated'

/** Whether the person has the 24 words of the account by now; and the words themselves until then, where nothing here protects them. */
export interface UnwrittenWords {
  /** Whether they are still to be written down. */
  readonly wait: ReadonlySignal<boolean>
  /** Undefined where they are written down, or the profile keeps them sealed: `phrase` has those. @throws ERR_STORE */
  read(): Promise<string | undefined>
  /** The person has written them down. @throws ERR_STORE */
  forget(): Promise<void>
}

/** What may give the passphrase of a profile in its place; nobody knows it then. */
export interface Passkey {
  /** Whether one protects this profile, if anything does. */
  readonly isUsed: ReadonlySignal<boolean>
  /** Asks the person for it. @returns the passphrase that it stands for @throws ERR_PASSPHRASE, ERR_NOT_FOUND where none is used */
  ask(): Promise<string>
}

/** What is to open the profile from now on. */
export interface ProtectionChange {
  readonly next: 'none' | 'passkey' | { readonly passphrase: string }
  /** The passphrase that opens it until then, where one does. */
  readonly current?: string
  /** The 24 words, to be kept sealed where they are not yet. */
  readonly phrase?: string
}

/** What the page is a window on: a node in another process, or one in this very tab. The page can't tell. */
export interface PageHost {
  /** Stays the same object; its methods reject with ERR_CLOSED while the standing is not `ready`, and soon after it has become `outdated`. */
  readonly api: ChatApi
  readonly standing: ReadonlySignal<Standing>
  /** Where links lead that open in any browser: where this page itself came from. Absent where it is served for one machine alone. */
  readonly pageOrigin?: string
  /** Absent where the words are shown by whoever makes the profile. */
  readonly unwritten?: UnwrittenWords
  /** Absent where a passphrase is all that can protect a profile. */
  readonly passkey?: Passkey
  /** Absent where it is the API's. @throws ERR_PASSPHRASE, ERR_PHRASE, ERR_STORE; nothing is changed then */
  readonly changeProtection?: (change: ProtectionChange) => Promise<void>
  /** Deletes all that is kept here, and begins anew. Absent where it is not the page that keeps it. @throws ERR_PROFILE_LOCKED, ERR_STORE */
  readonly forget?: () => Promise<void>
}
