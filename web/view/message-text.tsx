import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { parseMarkup, type Block, type Inline } from '../../node/api/markup.js'
import { useWords } from './page-context.js'

/** Shown at once; the rest when somebody asks for it. */
const SHOWN_CHARACTERS = 3_000
const SHOWN_LINES = 24
const BIG_EMOJI = /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic})*\s?){1,3}$/u

/** What somebody said, as text and nothing else; it stays inside of its own box, whatever direction it claims. */
export function MessageText({ text }: { readonly text: string }) {
  const words = useWords()
  const isWhole = useSignal(false)
  const shown = isWhole.value ? text : beginningOf(text)
  return (
    <div class={BIG_EMOJI.test(text) ? 'said said-big' : 'said'} dir="auto">
      {parseMarkup(shown).map(drawBlock)}
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

function drawBlock(block: Block, at: number, { length }: { readonly length: number }): ComponentChildren {
  switch (block.kind) {
    case 'code':
      return <pre key={at}>{block.text}</pre>
    case 'quote':
      return (
        <blockquote key={at} dir="auto">
          {drawAll(block.children)}
        </blockquote>
      )
    case 'list': {
      const items = block.items.map((item, i) => (
        <li key={i} dir="auto">
          {drawAll(item)}
        </li>
      ))
      return block.isOrdered ? <ol key={at}>{items}</ol> : <ul key={at}>{items}</ul>
    }
    case 'paragraph':
      // One paragraph alone needs no box of its own.
      return length === 1 ? (
        drawAll(block.children)
      ) : (
        <p key={at} dir="auto">
          {drawAll(block.children)}
        </p>
      )
  }
}

const drawAll = (parts: readonly Inline[]): ComponentChildren[] => parts.map(draw)

function draw(part: Inline, at: number): ComponentChildren {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'code':
      return <code key={at}>{part.text}</code>
    case 'link':
      return (
        <a key={at} href={part.url} target="_blank" rel="noopener noreferrer nofollow" tabIndex={-1}>
          {part.url}
        </a>
      )
    case 'strong':
      return <strong key={at}>{drawAll(part.children)}</strong>
    case 'emphasis':
      return <em key={at}>{drawAll(part.children)}</em>
    case 'strike':
      return <s key={at}>{drawAll(part.children)}</s>
  }
}
