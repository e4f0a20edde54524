import { Component } from 'preact'
import type { Message } from '../../node/api/message.js'
import type { MessageId } from '../../node/base/ids.js'
import type { ThreadRow } from '../state/thread-rows.js'
import type { Times } from '../state/times.js'
import type { Words } from '../strings/words.js'
import { Avatar } from './avatar.js'
import { betweenLine } from './between-line.js'
import { Icon } from './icons.js'
import { FadingSign } from './fading-sign.js'
import { LazyActions, LazySticker } from './lazy-views.js'
import { MessageText } from './message-text.js'
import { Quote } from './quote.js'
import { Reactions } from './reactions.js'
import { stateText, Tick } from './ticks.js'
import { tintOf } from './tint.js'

/** What a row can be asked for: the same functions for as long as the timeline is there. */
export interface RowAsks {
  readonly why: (message: Message, at: HTMLElement) => void
  readonly jump: (message: MessageId) => void
  readonly pick: (message: Message, at: HTMLElement) => void
}

interface RowProps {
  readonly row: ThreadRow
  readonly words: Words
  readonly times: Times
  readonly isGroup: boolean
  /** The one that is reached by the Tab key. */
  readonly isCurrent: boolean
  /** Somebody points at it, or has come to it by the keyboard. */
  readonly isActive: boolean
  readonly asks: RowAsks
}

/** Drawn again only where something of its own changed: the rows around it come and go. */
export class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const now = this.props
    return (
      next.words !== now.words ||
      next.times !== now.times ||
      next.isGroup !== now.isGroup ||
      next.isCurrent !== now.isCurrent ||
      next.isActive !== now.isActive ||
      next.asks !== now.asks ||
      !isSameRow(now.row, next.row)
    )
  }

  override render(props: RowProps) {
    const { row, words, times, isCurrent } = props
    switch (row.kind) {
      case 'day':
        return (
          <li class="between day">
            <span>{times.day(row.atMs)}</span>
          </li>
        )
      case 'new':
        return (
          <li class="between new-from-here" data-divider>
            <span>{words.chat.new}</span>
          </li>
        )
      case 'happening':
        return (
          <li class="between happening">
            <span lang="en" dir="auto" title={times.moment(row.happening.atMs)}>
              {row.happening.text}
            </span>
          </li>
        )
      case 'gap':
        return (
          <li class="between gap">
            <span>{gapText(row, words)}</span>
          </li>
        )
      case 'message': {
        const line = betweenLine(row.message, words, times)
        return line === undefined ? (
          <MessageRow {...props} row={row} />
        ) : (
          <li class="between" data-message={row.key} tabIndex={isCurrent ? 0 : -1}>
            <span>{line}</span>
          </li>
        )
      }
    }
  }
}

function isSameRow(a: ThreadRow, b: ThreadRow): boolean {
  if (a.kind === 'message' && b.kind === 'message')
    return isSameMessage(a.message, b.message) && a.isFirst === b.isFirst && a.isLast === b.isLast
  if (a.kind === 'gap' && b.kind === 'gap') return a.gap.to === b.gap.to && a.gap.lost === b.gap.lost && a.name === b.name
  return a.kind === b.kind && a.key === b.key
}

/** What was read anew is another object that says the same. */
const isSameMessage = (a: Message, b: Message): boolean =>
  a === b ||
  (a.id === b.id &&
    a.state === b.state &&
    a.text === b.text &&
    a.deleted === b.deleted &&
    a.editedAtMs === b.editedAtMs &&
    a.pinned === b.pinned &&
    a.fadesAtMs === b.fadesAtMs &&
    a.answers?.text === b.answers?.text &&
    a.answers?.deleted === b.answers?.deleted &&
    a.answers?.senderName === b.answers?.senderName &&
    JSON.stringify(a.reactions) === JSON.stringify(b.reactions) &&
    a.senderName === b.senderName &&
    a.conflict === b.conflict &&
    a.imported === b.imported &&
    a.sharedBy?.name === b.sharedBy?.name &&
    a.counts?.read === b.counts?.read &&
    a.counts?.delivered === b.counts?.delivered &&
    a.counts?.of === b.counts?.of)

function gapText({ gap, name }: ThreadRow & { kind: 'gap' }, { chat }: Words): string {
  const missing = gap.to - gap.from + 1
  const text = gap.lost === true ? chat.gapLost(missing) : chat.gap(missing)
  return name === '' ? text : chat.gapOf(name, text)
}

/** What it says, or what stands for that. */
function Said({ message, words, isCurrent }: Pick<RowProps, 'words' | 'isCurrent'> & { readonly message: Message }) {
  if (message.deleted === true) return <span class="no-words">{words.say.deleted}</span>
  if (message.unknown === true) return <span class="no-words">{words.say.unknown}</span>
  if (message.sticker !== undefined)
    return (
      <span class="sticker" role="img" aria-label={words.say.sticker(words.say.stickers[message.sticker.name])}>
        <LazySticker name={message.sticker.name} />
      </span>
    )
  return <MessageText text={message.text} mentions={message.mentions} isCurrent={isCurrent} />
}

function MessageRow({
  row,
  words,
  times,
  isGroup,
  isCurrent,
  isActive,
  asks
}: RowProps & { readonly row: ThreadRow & { kind: 'message' } }) {
  const { message, isFirst, isLast } = row
  const quote = message.answers
  const name = message.outgoing ? words.common.you : message.senderName
  const hasFace = isGroup && !message.outgoing
  const id = `m${message.id.slice(0, 16)}`
  const marks = `${message.outgoing ? 'ours' : 'theirs'} ${isFirst ? 'first' : ''} ${isLast ? 'last' : ''}`
  return (
    <li class={`message ${marks}`} data-message={message.id} tabIndex={isCurrent ? 0 : -1} aria-labelledby={`${id}-who ${id}`}>
      <span class="visually-hidden" id={`${id}-who`}>
        {words.chat.message(name, times.moment(message.sentAtMs))}
      </span>
      {hasFace && isLast && <Avatar id={message.sender} name={message.senderName} size="small" />}
      <div class="bubble">
        {hasFace && isFirst && (
          <span class={`sender tint-text-${tintOf(message.sender)}`} aria-hidden="true">
            <bdi>{message.senderName}</bdi>
          </span>
        )}
        {message.forwarded === true && (
          <span class="forwarded">
            <Icon name="forward" size={14} />
            {words.say.forwarded}
          </span>
        )}
        {quote !== undefined && <Quote quote={quote} words={words} isCurrent={isCurrent} onJump={() => asks.jump(quote.message)} />}
        <div class="body">
          <div id={id}>
            <Said message={message} words={words} isCurrent={isCurrent} />
          </div>
          <span class="meta">
            {message.pinned === true && (
              <>
                <Icon name="pin" size={14} />
                <span class="visually-hidden">{words.say.pinned}</span>
              </>
            )}
            {message.editedAtMs !== undefined && (
              <span class="edited" title={times.moment(message.editedAtMs)}>
                {words.say.edited}
              </span>
            )}
            <FadingSign message={message} words={words} times={times} />
            <time dateTime={new Date(message.sentAtMs).toISOString()} title={times.moment(message.sentAtMs)}>
              {times.clock(message.sentAtMs)}
            </time>
            {message.state !== undefined && message.deleted !== true && (
              <button
                type="button"
                class="tick-button"
                tabIndex={isCurrent ? 0 : -1}
                aria-haspopup="dialog"
                title={stateText(message, words)}
                onClick={event => asks.why(message, event.currentTarget)}
              >
                {isGroup && message.counts !== undefined && message.state !== 'read' && message.counts.delivered > 0 && (
                  <span class="counts" aria-hidden="true">
                    {message.counts.delivered}/{message.counts.of}
                  </span>
                )}
                <Tick state={message.state} />
                <span class="visually-hidden">{words.state.whyFor(stateText(message, words))}</span>
              </button>
            )}
          </span>
        </div>
        {message.conflict === true && <p class="mark mark-bad">{words.chat.conflict}</p>}
        {message.sharedBy !== undefined && <p class="mark">{words.chat.sharedBy(message.sharedBy.name)}</p>}
        {message.imported === true && <p class="mark">{words.chat.imported}</p>}
        <Reactions message={message} isCurrent={isCurrent} />
      </div>
      {isActive && message.deleted !== true && <LazyActions message={message} onPick={asks.pick} />}
    </li>
  )
}
