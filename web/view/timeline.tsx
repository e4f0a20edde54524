import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Chat } from '../../node/api/chat.js'
import type { Message } from '../../node/api/message.js'
import { isAwaited, type Thread } from '../../node/api/thread.js'
import type { MessageId } from '../../node/base/ids.js'
import { around, held, shiftedDown, shiftedUp, sliceOf, type RowWindow } from '../state/row-window.js'
import { isEditable } from '../state/drafts.js'
import { threadRows } from '../state/thread-rows.js'
import { Icon } from './icons.js'
import { usePage } from './page-context.js'
import { isolated } from '../strings/isolated.js'
import type { Words } from '../strings/words.js'
import { flash } from './flash.js'
import { anchorIn, END_PX, restore, shownIn, type Anchor } from './scroll-anchor.js'
import { LazyPicker, LazyWhy } from './lazy-views.js'
import { Row, type RowAsks } from './thread-row.js'
import { useRise } from './use-rise.js'

const isTouched = matchMedia('(pointer: coarse)')

/** From the edge of what is mounted, so that more is there before it is reached. */
const NEAR_PX = 800

export function Timeline({ chat, thread }: { readonly chat: Chat; readonly thread: Thread }) {
  const { words, times, conversation, api, attempt, drafts, place } = usePage()
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const rowWindow = useSignal<RowWindow>('newest')
  const isFollowing = useRef(true)
  const isPlaced = useRef(false)
  const isJumping = useRef(false)
  const isAtEnd = useSignal(true)
  const current = useSignal<MessageId | undefined>(undefined)
  const active = useSignal<MessageId | undefined>(undefined)
  const picking = useSignal<{ message: Message; at: HTMLElement } | undefined>(undefined)
  const why = useSignal<{ message: MessageId; at: HTMLElement } | undefined>(undefined)

  const { messages } = thread
  const slice = sliceOf(thread, rowWindow.value)
  const rows = useMemo(() => threadRows(thread, slice), [thread, slice.start, slice.end])
  const latest = useRef({ thread, slice })
  latest.current = { thread, slice }
  const asked = why.value && messages.find(({ id }) => id === why.value?.message)
  const currentId = messages.some(({ id }) => id === current.value) ? current.value : messages.at(-1)?.id

  // What stands where, before anything is drawn anew.
  const anchor: Anchor | undefined = scroller.current === null || isFollowing.current ? undefined : anchorIn(scroller.current)

  /** The end; but by itself it never goes past what is unread. */
  function toEnd(): void {
    const box = scroller.current
    if (box === null) return
    const divider = latest.current.thread.unseen.size > 0 ? box.querySelector<HTMLElement>('[data-divider]') : null
    const end = box.scrollHeight - box.clientHeight
    const isAhead = divider !== null && divider.offsetTop > box.scrollTop && !isJumping.current
    box.scrollTop = isAhead ? Math.min(end, divider.offsetTop - NEAR_TOP_PX) : end
  }

  /** Where somebody wanted to go, once that is drawn. */
  function arrive(box: HTMLElement): boolean {
    const goal = conversation.goal.value
    const index = goal === undefined ? -1 : messages.findIndex(({ id }) => id === goal)
    if (goal === undefined || index === -1) return false
    isPlaced.current = true
    isFollowing.current = false
    const row = box.querySelector<HTMLElement>(`[data-message="${CSS.escape(goal)}"]`)
    if (row === null) {
      rowWindow.value = around(thread, index)
      return true
    }
    current.value = goal
    row.scrollIntoView({ block: 'center' })
    // The composer of a chat that has just been opened takes it first.
    requestAnimationFrame(() => setTimeout(() => row.focus({ preventScroll: true })))
    flash(row)
    conversation.arrived()
    return true
  }

  useLayoutEffect(() => {
    const box = scroller.current
    if (box === null || isAwaited(thread)) return
    if (arrive(box)) {
      settle()
      return
    }
    if (!isPlaced.current) {
      isPlaced.current = true
      const unread = messages.findIndex(({ id }) => id === thread.divider)
      if (unread !== -1) rowWindow.value = around(thread, unread)
      toEnd()
    } else if (isFollowing.current) toEnd()
    else if (anchor !== undefined) restore(box, anchor)
    if (document.activeElement === document.body && hadFocus.current) box.focus()
    settle()
  })
  const hadFocus = useRef(false)

  function settle(): void {
    const box = scroller.current
    if (box === null || !isPlaced.current) return
    const { thread: now, slice: mounted } = latest.current
    const fromTop = box.scrollTop
    const fromEnd = box.scrollHeight - box.clientHeight - box.scrollTop
    const isEnd = mounted.end === now.messages.length && fromEnd < END_PX && now.after === undefined
    isFollowing.current = isEnd
    isAtEnd.value = isEnd
    if (isEnd) isJumping.current = false
    if (isEnd) rowWindow.value = 'newest'
    else if (rowWindow.value === 'newest' && now.messages.length > 0) rowWindow.value = held(now, mounted)
    if (fromTop < NEAR_PX && mounted.start > 0) rowWindow.value = shiftedUp(now, mounted)
    else if (fromTop < NEAR_PX && mounted.start === 0) void conversation.extend()
    else if (fromEnd < NEAR_PX && mounted.end < now.messages.length) rowWindow.value = shiftedDown(now, mounted)
    if (fromEnd < NEAR_PX && mounted.end === now.messages.length && now.after !== undefined) void conversation.proceed()
    look()
  }

  /** Tells what somebody has seen to its end. */
  function look(): void {
    const box = scroller.current
    const { unseen } = latest.current.thread
    if (box === null || unseen.size === 0 || document.hidden || !document.hasFocus()) return
    const shown = shownIn(box, unseen)
    if (shown.length > 0) conversation.shown(shown)
  }

  useEffect(() => {
    const box = scroller.current
    if (box === null || list.current === null) return undefined
    const resized = new ResizeObserver(() => (isFollowing.current ? toEnd() : settle()))
    resized.observe(box)
    const over = new AbortController()
    addEventListener('focus', look, { signal: over.signal })
    document.addEventListener('visibilitychange', look, { signal: over.signal })
    return () => {
      resized.disconnect()
      over.abort()
    }
  }, [])
  useRise(conversation.sent.value, jump)

  /** Whoever goes to the end has seen what there is on the way. */
  function jump(): void {
    if (thread.after !== undefined) {
      void conversation.toNewest()
      return
    }
    rowWindow.value = 'newest'
    isFollowing.current = true
    isJumping.current = true
    if (thread.unseen.size > 0) conversation.shown([...thread.unseen])
    requestAnimationFrame(toEnd)
  }

  const asks: RowAsks = useMemo(
    () => ({
      why: (message, at) => void (why.value = { message: message.id, at }),
      jump: id => void attempt(() => conversation.goTo(chat.id, { around: id })),
      pick: (message, at) => void (picking.value = { message, at })
    }),
    []
  )

  /** The message that somebody points at, or touches. */
  function pointAt(event: Event): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-message]') : null
    if (row !== null) active.value = row.dataset.message as MessageId
  }

  /** What a finger asked for stands below the message: there is no pointer that it would be beside. */
  function touch(event: Event): void {
    pointAt(event)
    const row = list.current?.querySelector(`[data-message="${CSS.escape(active.value ?? '')}"]`)
    if (isTouched.matches) requestAnimationFrame(() => row?.scrollIntoView({ block: 'nearest' }))
  }

  /** A finger leaves what it touches before that counts as a click. */
  function pointAway(event: PointerEvent): void {
    if (event.pointerType === 'mouse') active.value = undefined
  }

  function onKeyDown(event: KeyboardEvent): void {
    // It was for a menu that a row has opened.
    if (event.defaultPrevented) return
    const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }
    const step = steps[event.key]
    const mounted = [...(list.current?.querySelectorAll<HTMLElement>('[data-message]') ?? [])]
    const at = mounted.findIndex(row => row.contains(document.activeElement))
    if (step !== undefined && !event.altKey && !event.ctrlKey) {
      event.preventDefault()
      const to = at === -1 ? mounted.length - 1 : Math.max(0, Math.min(mounted.length - 1, at + step))
      const row = mounted[to]
      current.value = row?.dataset.message as MessageId | undefined
      row?.focus({ preventScroll: true })
      row?.scrollIntoView({ block: 'nearest' })
      // Before anything is drawn: whoever went up from the end does not follow it.
      settle()
    } else if (event.key === 'Enter' && event.target === mounted[at]) {
      mounted[at]?.querySelector<HTMLElement>('.tick-button')?.click()
    } else if (event.target === mounted[at] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const message = messages.find(({ id }) => id === mounted[at]?.dataset.message)
      if (message !== undefined && message.deleted !== true && act(event.key, message)) event.preventDefault()
    }
  }

  /** With the message that has the focus. @returns whether the key does anything */
  function act(key: string, message: Message): boolean {
    if (key === 'r') drafts.answer(message)
    else if (key === 'e' && isEditable(message)) drafts.edit(message)
    else if (key === 'f' && message.text !== '') place.show({ name: 'forward', message })
    else return false
    return true
  }

  const below = thread.after === undefined ? thread.unseen.size : chat.unread
  return (
    <div class="timeline">
      <div
        class="scroller"
        ref={scroller}
        tabIndex={-1}
        onScroll={settle}
        onFocusIn={() => (hadFocus.current = true)}
        onFocusOut={({ relatedTarget }) => (hadFocus.current = relatedTarget === null)}
      >
        <ol
          class="messages"
          ref={list}
          role="list"
          aria-label={words.value.chat.messages(chat.title)}
          onKeyDown={onKeyDown}
          onPointerOver={event => event.pointerType === 'mouse' && pointAt(event)}
          onPointerLeave={pointAway}
          onClick={touch}
          onFocusIn={pointAt}
        >
          {slice.start === 0 && (
            <li class="between beginning">
              <span>
                {isAwaited(thread)
                  ? words.value.common.loading
                  : thread.before === undefined
                    ? words.value.chat.begins(isolated(chat.title))
                    : words.value.chat.older}
              </span>
            </li>
          )}
          {rows.map(row => (
            <Row
              key={row.key}
              row={row}
              words={words.value}
              times={times.value}
              isGroup={chat.kind === 'group'}
              isCurrent={row.key === currentId}
              isActive={row.key === active.value && chat.readOnly === undefined}
              asks={asks}
            />
          ))}
          {slice.end === messages.length && thread.after !== undefined && (
            <li class="between">
              <span>{words.value.chat.later}</span>
            </li>
          )}
        </ol>
      </div>
      {!isAtEnd.value && (
        <button
          type="button"
          class={thread.after === undefined ? 'jump' : 'jump jump-far'}
          aria-label={jumpLabel(words.value, thread)}
          onClick={jump}
        >
          {thread.after !== undefined && <span>{words.value.chat.backToNewest}</span>}
          <Icon name="down" />
          {below > 0 && <span class="badge">{times.value.number(below)}</span>}
        </button>
      )}
      {picking.value !== undefined && (
        <LazyPicker
          key={picking.value.message.id}
          at={picking.value.at}
          onPick={emoji => {
            const message = picking.value?.message.id
            if (message !== undefined) void attempt(() => api.react({ message, emoji }))
          }}
          onClose={() => (picking.value = undefined)}
        />
      )}
      {why.value !== undefined && asked !== undefined && (
        <LazyWhy key={asked.id} message={asked} at={why.value.at} onClose={() => (why.value = undefined)} />
      )}
    </div>
  )
}

function jumpLabel({ chat }: Words, { after, unseen }: Thread): string {
  if (after !== undefined) return chat.backToNewest
  return unseen.size > 0 ? chat.jumpNew(unseen.size) : chat.jump
}

/** What is unread begins so far below the upper edge. */
const NEAR_TOP_PX = 48
