import type { Message } from '../../node/api/message.js'
import type { Times } from '../state/times.js'
import type { Words } from '../strings/words.js'
import { Icon } from './icons.js'

/** That a message disappears; when, for who points at it or hears it. */
export function FadingSign({ message, words, times }: { readonly message: Message; readonly words: Words; readonly times: Times }) {
  const { lifetimeS, fadesAtMs } = message
  if (lifetimeS === undefined) return null
  const text = fadesAtMs === undefined ? words.fading.fadesAfter(times.span(lifetimeS)) : words.fading.fades(times.moment(fadesAtMs))
  return (
    <span class="fading" title={text}>
      <Icon name="timer" size={14} />
      <span class="visually-hidden">{text}</span>
    </span>
  )
}
