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

interface MessageTextProps {
  readonly text: string
  readonly mentions?: readonly Mention[] | undefined
  /** Of all messages, the Tab key leads through what is in this one. */
  readonly isCurrent: boolean
}

/** What somebody said, as text and nothing else; it stays inside of its own box, whatever direction it claims. */
export function MessageText({ text: given, mentions = NOBODY, isCurrent }: MessageTextProps) {
  const words = useWords()
  const isWhole = useSignal(false)
  const text = given.trimEnd().replace(LEADING_BLANK_LINES, '')
  const shown = isWhole.value ? text : beginningOf(text)
  return (
    <div class={BIG_EMOJI.test(text) ? 'said said-big' : 'said'} dir="auto">
      {drawBlocks(parseMarkup(shown), { mentions, isCurrent })}
      {shown.length < text.length && (
        <>
          {'… '}
          <button type="button" class="link-button" tabIndex={isCurrent ? 0 : -1} onClick={() => (isWhole.value = true)}>
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

interface Around {
  readonly mentions: readonly Mention[]
  readonly isCurrent: boolean
}

const drawBlocks = (blocks: readonly Block[], around: Around): ComponentChildren =>
  blocks.map((block, at) => drawBlock(block, at, { isAlone: blocks.length === 1, draw: parts => parts.map(draw(around)) }))

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
  (around: Around) =>
  (part: Inline, at: number): ComponentChildren => {
    const { mentions, isCurrent } = around
    switch (part.kind) {
      case 'text':
        return mentions.length === 0 ? drawRun({ text: part.text }, at) : splitByMentions(part.text, mentions).map(drawRun)
      case 'code':
        return <code key={at}>{part.text}</code>
      case 'link':
        return (
          <a key={at} dir="ltr" href={part.url} target="_blank" rel="noopener noreferrer nofollow" tabIndex={isCurrent ? 0 : -1}>
            {part.shown}
          </a>
        )
      case 'strong':
        return <strong key={at}>{part.children.map(draw(around))}</strong>
      case 'emphasis':
        return <em key={at}>{part.children.map(draw(around))}</em>
      case 'strike':
        return <s key={at}>{part.children.map(draw(around))}</s>
    }
  }

/** What turns text around reaches no further than the text that it stands in. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/u

function drawRun({ text, mention }: TextPart, at: number): ComponentChildren {
  if (mention === undefined) return TURNS.test(text) ? <bdi key={`${at} turned`}>{text}</bdi> : text
  return (
    <bdi key={`${at} called`} class={mention.own === true ? 'mention mention-own' : 'mention'}>
      {text}
    </bdi>
  )
}
