import { ChatError } from '../base/errors.js'
import type { Sticker as StickerFrame } from '../wire/generated/content.js'

/** The one pack that there is by now; its drawings come with whatever shows them. */
export const STICKER_PACK = 'bubble'

/** Of that pack: what each is called, and the emoji that says the same. */
export const STICKERS = {
  wave: '👋',
  yes: '✅',
  no: '❌',
  thanks: '🙏',
  love: '❤️',
  laugh: '😂',
  party: '🎉',
  wow: '😮',
  think: '🤔',
  cry: '😢',
  sleep: '😴',
  coffee: '☕'
} as const

export type StickerName = keyof typeof STICKERS

/** A picture that both sides have already: no file goes from one to the other. */
export interface Sticker {
  readonly pack: string
  readonly name: string
}

const NAME = /^[a-z0-9-]{1,32}$/

export const isSticker = (name: string): name is StickerName => Object.hasOwn(STICKERS, name)

/** What stands in the message beside it, for whoever can't show it: who can shows it only where exactly this stands there. */
export const stickerText = (name: StickerName): string => `sticker: ${name} ${STICKERS[name]}`

/** Which one is to be shown, if any: what its sender says in words is never hidden behind a picture. @param text what the message says by now */
export function shownSticker(sticker: Sticker | undefined, text: string): StickerName | undefined {
  if (sticker?.pack !== STICKER_PACK || !isSticker(sticker.name)) return undefined
  return text === stickerText(sticker.name) ? sticker.name : undefined
}

/** @throws ERR_MALFORMED */
export function readSticker({ pack, name }: StickerFrame): Sticker {
  if (!NAME.test(pack) || !NAME.test(name)) throw new ChatError('ERR_MALFORMED', 'a sticker of no name')
  return { pack, name }
}
