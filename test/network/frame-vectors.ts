import { readFile } from 'node:fs/promises'
import { fromHex } from '../../node/base/bytes.js'
import type { LinkFrame } from '../../node/wire/generated/link.js'

export interface FrameVector {
  readonly what: string
  readonly frame: LinkFrame
  /** The frame with its length before it. */
  readonly hex: string
}

/** From `test/vectors/direct.json`, where byte fields are written `hex:…`. */
export async function readFrameVectors(): Promise<readonly FrameVector[]> {
  const file = new URL('../../../test/vectors/direct.json', import.meta.url)
  return JSON.parse(await readFile(file, 'utf8'), reviveBytes).frames
}

function reviveBytes(_key: string, value: unknown): unknown {
  return typeof value === 'string' && value.startsWith('hex:') ? fromHex(value.slice('hex:'.length)) : value
}
