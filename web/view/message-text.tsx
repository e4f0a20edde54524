import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import type { Mention } from '../../node/api/message.js'
import { splitByMentions, type TextPart } from '../../node/api/mentions.js'
import { parseMarkup, type Block, type Inline } from '../../node/api/markup.js'
import { useWords } from './page-context.js'

/** Shown at once; the rest when somebody asks for it. */
const SHOWN_CHARACTERS = 3_000
const SHOWN_LINES = 24
const BIG_EMOJI = /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic})*\s?){1,3}$/u

/** Somebody may fill a window with nothing. */
const LEADING_BLANK_LINES = /^\s*\n/u

const NOBODY: readonly Mention[] = []

/** What somebody said, as text and nothing else; it stays inside of its own box, whatever direction it claims. */
export function MessageText({
  text: given,
  mentions = NOBODY
}: {
  readonly text: string
  readonly mentions?: readonly Mention[] | undefined
}) {
  const words = useWords()
  const isWhole = useSignal(false)
  const text = given.trimEnd().replace(LEADING_BLANK_LINES, '')
  const shown = isWhole.value ? text : beginningOf(text)
  return (
    <div class={BIG_EMOJI.test(text) ? 'said said-big' : 'said'} dir="auto">
      {drawBlocks(parseMarkup(shown), mentions)}
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

const drawBlocks = (blocks: readonly Block[], mentions: readonly Mention[]): ComponentChildren =>
  blocks.map((block, at) => drawBlock(block, at, { isAlone: blocks.length === 1, draw: parts => parts.map(draw(mentions)) }))

interface How {
  readonly isAlone: boolean
  readonly draw: (parts: readonly Inline[]) => ComponentChildren
}

function drawBlock(block: Block, at: number, { isAlone, draw: drawAll }: How): ComponentChildren {
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
      return isAlone ? (
        drawAll(block.children)
      ) : (
        <p key={at} dir="auto">
          {drawAll(block.children)}
        </p>
      )
  }
}

const draw =
  (mentions: readonly Mention[]) =>
  (part: Inline, at: number): ComponentChildren => {
    switch (part.kind) {
      case 'text':
        return mentions.length === 0 ? part.text : splitByMentions(part.text, mentions).map(drawCalled)
      case 'code':
        return <code key={at}>{part.text}</code>
      case 'link':
        return (
          <a key={at} href={part.url} target="_blank" rel="noopener noreferrer nofollow" tabIndex={-1}>
            {part.url}
          </a>
        )
      case 'strong':
        return <strong key={at}>{part.children.map(draw(mentions))}</strong>
      case 'emphasis':
        return <em key={at}>{part.children.map(draw(mentions))}</em>
      case 'strike':
        return <s key={at}>{part.children.map(draw(mentions))}</s>
    }
  }

const drawCalled = ({ text, mention }: TextPart, at: number): ComponentChildren =>
  mention === undefined ? (
    text
  ) : (
    <bdi key={`${at} called`} class={mention.own === true ? 'mention mention-own' : 'mention'}>
      {text}
    </bdi>
  )
