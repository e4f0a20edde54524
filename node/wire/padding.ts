import { ChatError } from '../base/errors.js'

/** The only lengths a padded content can have, so that an envelope tells no more of its size than one of four. */
export const PADDED_BYTES: readonly number[] = [1_024, 4_096, 16_384, 65_536]

const END_OF_CONTENT = 0x80

/** ISO/IEC 7816-4: the content, one byte 0x80, zeros to the next of the four lengths. @throws ERR_TOO_LARGE past 65,535 bytes */
export function pad(content: Uint8Array): Uint8Array {
  const length = PADDED_BYTES.find(bytes => content.length < bytes)
  if (length === undefined) throw new ChatError('ERR_TOO_LARGE', `${content.length} bytes do not fit into one envelope: send less at once`)
  const padded = new Uint8Array(length)
  padded.set(content)
  padded[content.length] = END_OF_CONTENT
  return padded
}

/** A view of the content in `padded`. @throws ERR_MALFORMED when the padding was not made by `pad` */
export function unpad(padded: Uint8Array): Uint8Array {
  let end = padded.length - 1
  while (padded[end] === 0) end--
  if (padded[end] !== END_OF_CONTENT || !PADDED_BYTES.includes(padded.length)) {
    throw new ChatError('ERR_MALFORMED', 'the content of this envelope is not padded as it must be')
  }
  return padded.subarray(0, end)
}
