import { signal } from '@preact/signals'
import { fromUtf8, utf8 } from '../../node/base/bytes.js'
import type { SmallFile } from '../../node/store/store.js'
import type { UnwrittenWords } from '../state/page-host.js'

/** Stands for words that lie in the vault. */
const SEALED = 'sealed'

export interface WordsToWrite extends UnwrittenWords {
  /** Until they are forgotten; undefined where the vault keeps them. @throws ERR_STORE */
  keep(words: string | undefined): Promise<void>
  /** Looks whether any are kept. @throws ERR_STORE */
  look(): Promise<unknown>
}

export function createUnwritten(file: SmallFile): WordsToWrite {
  const wait = signal(false)

  async function look(): Promise<string> {
    const kept = fromUtf8((await file.read()) ?? new Uint8Array())
    wait.value = kept !== ''
    return kept
  }

  return {
    wait,
    look,
    async read() {
      const kept = await look()
      return kept === '' || kept === SEALED ? undefined : kept
    },
    async keep(words = SEALED) {
      await file.write(utf8(words))
      wait.value = true
    },
    async forget() {
      await file.write(new Uint8Array())
      wait.value = false
    }
  }
}
