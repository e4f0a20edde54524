/** One write of a batch; `value` undefined deletes. */
export interface Write {
  readonly key: Uint8Array
  readonly value: Uint8Array | undefined
}

export interface Range {
  /** Inclusive. */
  readonly gte?: Uint8Array
  /** Exclusive. */
  readonly lt?: Uint8Array
  readonly reverse?: boolean
  readonly limit?: number
}

/**
 * An ordered map of bytes on a disk, the seam under everything kept: LevelDB in Node, IndexedDB in a browser, memory in the
 * simulation. Keys sort bytewise. One contract suite (`test/contract/store.ts`) holds every back end to these promises:
 * a batch is applied whole or not at all; a durable batch has survived a power cut once its promise resolves; reads see every
 * batch that was resolved before. Failures of the disk are ERR_STORE, use after close is ERR_CLOSED.
 */
export interface Store {
  get(key: Uint8Array): Promise<Uint8Array | undefined>
  batch(writes: readonly Write[], options: { durable: boolean }): Promise<void>
  range(range: Range): AsyncIterable<[key: Uint8Array, value: Uint8Array]>
  /** Idempotent. Waits for batches under way. */
  close(): Promise<void>
}

/** One small file that is replaced whole: after `write` resolves the new content is durable and the old is gone from its place. */
export interface SmallFile {
  read(): Promise<Uint8Array | undefined>
  write(content: Uint8Array): Promise<void>
}
