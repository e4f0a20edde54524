import { fromHex, toHex, utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { MessageId } from '../base/ids.js'
import type { Annotation as AnnotationFrame } from '../wire/generated/content.js'

/** Of one emoji, with all that it is put together of. */
export const MAX_EMOJI_BYTES = 64
const ID_BYTES = 32

const ANNOTATION_KINDS = ['edit', 'delete', 'react', 'pin', 'unpin'] as const
type AnnotationKind = (typeof ANNOTATION_KINDS)[number]

/** What the account that sends it does to a message of the same conversation. */
export interface Annotation {
  readonly target: MessageId
  readonly kind: AnnotationKind
  /** Of an edit what the message says from then on, and empty where that is over, too; of a reaction one emoji, or nothing to take it back. */
  readonly text: string
}

const PICTOGRAPH = '\\p{Extended_Pictographic}(?:\\ufe0f|\\p{Emoji_Modifier})?(?:[\\u{e0020}-\\u{e007f}]+)?'
const EMOJI = new RegExp(`^(?:\\p{Regional_Indicator}{2}|[0-9#*]\\ufe0f?\\u20e3|${PICTOGRAPH}(?:\\u200d${PICTOGRAPH})*)$`, 'u')

/** Whether it is one emoji, as far as this runtime's Unicode goes. */
export const isEmoji = (text: string): boolean => utf8(text).length <= MAX_EMOJI_BYTES && EMOJI.test(text)

export function toAnnotationFrame({ target, kind, text }: Annotation): AnnotationFrame {
  return { target: fromHex(target), kind, text }
}

/** @returns undefined for what only a newer Parley does. @throws ERR_MALFORMED */
export function fromAnnotationFrame({ target, kind: name, text }: AnnotationFrame, isErased: boolean): Annotation | undefined {
  const kind = ANNOTATION_KINDS.find(known => known === name)
  if (kind === undefined) return undefined
  if (target.length !== ID_BYTES) throw malformed('an id of another length')
  if (kind === 'edit' ? (text === '') !== isErased : isErased) throw malformed('an edit that says nothing, or what is no edit and over')
  if (kind === 'react' && utf8(text).length > MAX_EMOJI_BYTES) throw malformed('more than one emoji')
  if (kind !== 'edit' && kind !== 'react' && text !== '') throw malformed('words where none belong')
  return { target: toHex(target) as MessageId, kind, text }
}

function malformed(what: string): ChatError {
  return new ChatError('ERR_MALFORMED', `an annotation with ${what}`)
}
