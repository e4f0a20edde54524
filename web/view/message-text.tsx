import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useWords } from './page-context.js'

/** Shown at once; the rest when somebody asks for it. */
const SHOWN_CHARACTERS = 3_000
const SHOWN_LINES = 24
/** Only what a browser opens as a page: no other scheme ever becomes a link. Bounded, as the text is a stranger's. */
const WEB_LINK = /\bhttps?:\/\/[^\s<>"'`\p{Cc}]{1,2000}/giu
const TRAILING = /[.,;:!?)\]}»”’]+$/u
const BIG_EMOJI = /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic})*\s?){1,3}$/u

/** What somebody said, as text and nothing else; it stays inside of its own box, whatever direction it claims. */
export function MessageText({ text }: { readonly text: string }) {
  const words = useWords()
  const isWhole = useSignal(false)
  const shown = isWhole.value ? text : beginningOf(text)
  return (
    <div class={BIG_EMOJI.test(text) ? 'said said-big' : 'said'} dir="auto">
      {withLinks(shown)}
      {shown.length < text.length && (
        <>
          {'… '}
          <button type="button" class="link-button" tabIndex={-1} onClick={() => (isWhole.value = true)}>
            {words.chat.showAll}
          </button>
        </>
      )}
    </div>
  )
}

function beginningOf(text: string): string {
  const lines = text.slice(0, SHOWN_CHARACTERS).split('\n')
  const begun = lines.slice(0, SHOWN_LINES).join('\n')
  // Not in the middle of a character that takes two code units.
  return begun.length < text.length ? begun.replace(/[\ud800-\udbff]$/u, '') : text
}

function withLinks(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(WEB_LINK)) {
    const url = found.replace(TRAILING, '')
    if (!URL.canParse(url)) continue
    parts.push(
      text.slice(from, index),
      <a href={url} target="_blank" rel="noopener noreferrer nofollow" tabIndex={-1}>
        {url}
      </a>
    )
    from = index + url.length
  }
  parts.push(text.slice(from))
  return parts
}
