import type { KnownSticker, Message, Quote as Quoted } from '../../node/api/message.js'
import { plainText } from '../../node/api/markup.js'
import type { Words } from '../strings/words.js'
import { tintOf } from './tint.js'

/** What stands for a message that is quoted. */
export function quoteText({ senderName, text = '', sticker, deleted }: Quoted, { say }: Words): string {
  if (senderName === undefined) return say.notHere
  if (deleted === true) return say.deleted
  if (sticker !== undefined) return stickerWords(sticker, say)
  return plainText(text) || say.unknown
}

export const stickerWords = ({ name, emoji }: KnownSticker, say: Words['say']): string => `${emoji} ${say.sticker(say.stickers[name])}`

/** A message as it is quoted. */
export function quoteOf({ id, sender, senderName, text, outgoing, sticker, deleted }: Message): Quoted {
  return {
    message: id,
    sender,
    senderName,
    text,
    ...(outgoing ? { outgoing } : {}),
    ...(sticker === undefined ? {} : { sticker }),
    ...(deleted === undefined ? {} : { deleted })
  }
}

interface QuoteProps {
  readonly quote: Quoted
  readonly words: Words
  /** The Tab key leads to it. */
  readonly isCurrent?: boolean
  readonly onJump: () => void
}

/** What a message answers: leads to it. */
export function Quote({ quote, words, isCurrent = false, onJump }: QuoteProps) {
  const { sender, senderName, outgoing } = quote
  return (
    <button
      type="button"
      class={`quote ${sender === undefined ? '' : `tint-text-${tintOf(sender)}`}`}
      tabIndex={isCurrent && sender !== undefined ? 0 : -1}
      aria-disabled={sender === undefined}
      onClick={() => {
        if (sender !== undefined) onJump()
      }}
    >
      <span class="visually-hidden">{words.say.answers}</span>
      {senderName !== undefined && (
        <span class="quote-who">
          <bdi>{outgoing === true ? words.common.you : senderName}</bdi>
        </span>
      )}
      <span class="quote-text" dir="auto">
        {quoteText(quote, words)}
      </span>
    </button>
  )
}
