import type { Range, Store, Write } from '../node/store/store.js'

/** Where a relay's other records lie: anything that keeps bytes by key. Records of one batch are written whole or not at all. */
export interface Records {
  get(key: Uint8Array): Promise<Uint8Array | undefined>
  range(range: Range): ReturnType<Store['range']>
  /** On disk once it resolves. @throws ERR_STORE */
  write(writes: readonly Write[]): Promise<void>
}
