import { Component } from 'preact'
import type { Message } from '../../node/api/chat-api.js'
import type { ThreadRow } from '../state/thread-rows.js'
import type { Times } from '../state/times.js'
import type { Words } from '../strings/words.js'
import { Avatar } from './avatar.js'
import { MessageText } from './message-text.js'
import { stateText, Tick } from './ticks.js'

interface RowProps {
  readonly row: ThreadRow
  readonly words: Words
  readonly times: Times
  readonly isGroup: boolean
  /** The one that is reached by the Tab key. */
  readonly isCurrent: boolean
  readonly onWhy: (message: Message, at: HTMLElement) => void
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
      next.onWhy !== now.onWhy ||
      !isSameRow(now.row, next.row)
    )
  }

  override render({ row, words, times, isGroup, isCurrent, onWhy }: RowProps) {
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
      case 'message':
        return row.message.leaving === true ? (
          <li class="between" data-message={row.key} tabIndex={isCurrent ? 0 : -1}>
            <span>{row.message.outgoing ? words.chat.youLeft : words.chat.left(row.message.senderName)}</span>
          </li>
        ) : (
          <MessageRow row={row} words={words} times={times} isGroup={isGroup} isCurrent={isCurrent} onWhy={onWhy} />
        )
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

function MessageRow({ row, words, times, isGroup, isCurrent, onWhy }: RowProps & { readonly row: ThreadRow & { kind: 'message' } }) {
  const { message, isFirst, isLast } = row
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
          <span class={`sender tint-text-${Number.parseInt(message.sender.slice(0, 6), 16) % 8 || 0}`} aria-hidden="true">
            <bdi>{message.senderName}</bdi>
          </span>
        )}
        <div class="body">
          <div id={id}>
            <MessageText text={message.text} />
          </div>
          <span class="meta">
            <time dateTime={new Date(message.sentAtMs).toISOString()} title={times.moment(message.sentAtMs)}>
              {times.clock(message.sentAtMs)}
            </time>
            {message.state !== undefined && (
              <button
                type="button"
                class="tick-button"
                tabIndex={isCurrent ? 0 : -1}
                aria-haspopup="dialog"
                title={stateText(message, words)}
                onClick={event => onWhy(message, event.currentTarget)}
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
      </div>
    </li>
  )
}
