import { signal } from '@preact/signals'
import { fromUtf8, utf8 } from '../../node/base/bytes.js'
import type { SmallFile } from '../../node/store/store.js'
import type { UnwrittenWords } from '../state/page-host.js'

export interface WordsToWrite extends UnwrittenWords {
  /** Until they are forgotten. @throws ERR_STORE */
  keep(words: string): Promise<void>
  /** Looks whether any are kept. @throws ERR_STORE */
  look(): Promise<void>
}

export function createUnwritten(file: SmallFile): WordsToWrite {
  const wait = signal(false)

  async function read(): Promise<string | undefined> {
    const kept = await file.read()
    wait.value = kept !== undefined && kept.length > 0
    return kept === undefined || kept.length === 0 ? undefined : fromUtf8(kept)
  }

  return {
    wait,
    read,
    async look() {
      await read()
    },
    async keep(words) {
      await file.write(utf8(words))
      wait.value = true
    },
    async forget() {
      await file.write(new Uint8Array())
      wait.value = false
    }
  }
}
