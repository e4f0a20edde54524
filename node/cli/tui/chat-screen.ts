import type { ChatApi } from '../../api/chat-api.js'
import type { ConversationId } from '../../base/ids.js'
import { isChatError, toError } from '../../base/errors.js'
import { createLifecycle, type Stop } from '../../base/lifecycle.js'
import type { Exit } from '../../host/terminal/exit-code.js'
import type { Canvas } from '../../host/terminal/terminal.js'
import type { Context } from '../command.js'
import type { Place } from './chat-verbs.js'
import { createCommandRunner } from './command-runner.js'
import { createDraftSaver } from './draft-saver.js'
import { enterFullScreen } from './full-screen.js'
import type { Effect, Input } from './input.js'
import { runNodeEffect, takeSnapshot, type NodeEffect } from './node-effects.js'
import { BLANK, paint } from './paint.js'
import { contactOf, emptyState, type State } from './state.js'
import { step } from './step.js'
import { createUnanswered } from './unanswered.js'
import { view } from './view.js'
import { visibleText } from './visible-text.js'

const CLOCK_MS = 15_000
const RECONNECT_MS = 2_000

/** The way to the node, which may go and come back. */
export interface NodeLine {
  readonly api: ChatApi
  readonly close: Stop
}

type Refresh = NodeEffect & { readonly type: 'refresh' }

export interface ChatScreenOptions {
  readonly canvas: Canvas
  /** The first line, open already. */
  readonly line: NodeLine
  /** Another one after that one broke. @throws ChatError where the node isn't there */
  readonly reconnect: () => Promise<NodeLine>
  /** What commands that are typed run with. */
  readonly context: Context
  /** Opened at once. */
  readonly chat: ConversationId | undefined
  readonly signal: AbortSignal
}

/** Draws and listens until the person leaves, or the signal fires. */
export async function runChatScreen({ canvas, line: firstLine, reconnect, context, chat, signal }: ChatScreenOptions): Promise<Exit> {
  const lifecycle = createLifecycle()
  let finish: ((exit: Exit) => void) | undefined
  const finished = new Promise<Exit>(resolve => {
    finish = resolve
  })
  let line = firstLine
  let state = emptyState(Date.now())
  let painted = BLANK
  let isDrawing = false
  const drafts = createDraftSaver({
    save: (of, { text, answers }) =>
      line.api.setDraft({ chat: of, ...(text === '' ? {} : { text }), ...(answers === undefined ? {} : { answers }) }),
    tellTyping: (of, typing) => line.api.typing({ chat: of, typing })
  })
  const unanswered = createUnanswered()
  const refreshes = new Map<ConversationId, { again: Refresh | undefined }>()

  const screen = enterFullScreen(canvas, {
    key: dispatch,
    redraw: () => {
      painted = BLANK
      drawSoon()
    },
    gone: () => finish?.('ok')
  })
  lifecycle.add(screen.leave)
  const commands = createCommandRunner({ context, columns: () => screen.size().columns, dispatch })
  lifecycle.add(commands.giveUp)

  function dispatch(input: Input): void {
    if (input.type === 'event' && input.event.type === 'draft:changed' && drafts.isWriting(input.event.chat)) return
    const before = state
    const [next, effects] = step(state, input, screen.size())
    state = next
    if (before.drafts !== state.drafts) drafts.follow(before, input, state)
    drawSoon()
    for (const effect of effects) run(effect)
  }

  /** Once for all that happens in one turn, and not before the terminal has taken what was drawn before. */
  function drawSoon(): void {
    if (isDrawing) return
    isDrawing = true
    setImmediate(() =>
      screen.whenFree(() => {
        isDrawing = false
        draw()
      })
    )
  }

  function draw(): void {
    if (!screen.isShown()) return
    const drawn = view(state, screen.size())
    const [writing, nowPainted] = paint(painted, drawn, canvas.colored)
    painted = nowPainted
    screen.write(writing)
    if (drawn.shown.some(id => state.thread?.unseen.has(id)) && state.watched) dispatch({ type: 'shown', messages: drawn.shown })
  }

  function run(effect: Effect): void {
    switch (effect.type) {
      case 'quit':
        return finish?.('ok')
      case 'suspend':
        return screen.suspend()
      case 'redraw':
        painted = BLANK
        return
      case 'reload':
        return void reload()
      case 'refresh':
        return void refresh(effect)
      case 'open':
      case 'extend':
      case 'proceed':
      case 'search':
      case 'reach':
      case 'send':
      case 'edit':
      case 'react':
      case 'pin':
      case 'delete':
      case 'forward':
      case 'mark-read':
      case 'answer':
      case 'explain':
      case 'read-members':
      case 'read-joining':
        return void ask(effect)
      case 'command':
        return void commands.run(effect.command, effect.chat === undefined ? undefined : placeOf(state, effect.chat))
      case 'reply':
        return commands.answer(effect.text)
      case 'give-up':
        return commands.giveUp()
    }
  }

  async function ask(effect: NodeEffect): Promise<void> {
    const once = unanswered.nameFor(effect)
    try {
      const answer = await runNodeEffect(line.api, effect, once)
      if (answer !== undefined) dispatch(answer)
    } catch (thrown) {
      unanswered.lost(effect, once)
      failed(effect, toError(thrown))
    }
  }

  function failed(effect: NodeEffect, { message }: Error): void {
    const reason = visibleText(message)
    if (effect.type === 'send') dispatch({ type: 'unsent', chat: effect.chat, text: effect.text, answers: effect.answers, reason })
    else if (effect.type === 'edit') dispatch({ type: 'unsent', chat: effect.chat, text: effect.text, reason })
    else dispatch({ type: 'told', notice: { text: reason, tone: 'danger' } })
  }

  /** One at a time for a chat: what is asked for meanwhile is asked once more afterwards. */
  async function refresh(effect: Refresh): Promise<void> {
    const running = refreshes.get(effect.chat)
    if (running !== undefined) {
      running.again = effect
      return
    }
    const own: { again: Refresh | undefined } = { again: undefined }
    refreshes.set(effect.chat, own)
    await ask(effect)
    refreshes.delete(effect.chat)
    if (own.again !== undefined) await refresh(own.again)
  }

  async function reload(): Promise<void> {
    try {
      dispatch({ type: 'connected', snapshot: await takeSnapshot(line.api) })
    } catch (thrown) {
      // A lost connection is noticed by whoever follows the events.
      if (!isChatError(thrown, 'ERR_CLOSED'))
        dispatch({ type: 'told', notice: { text: visibleText(toError(thrown).message), tone: 'danger' } })
    }
  }

  /** Until the person leaves: what the node tells; where it goes, until it is back. */
  async function follow(over: AbortSignal): Promise<Exit> {
    while (!over.aborted) {
      try {
        const events = line.api.events({}, { signal: over })
        await reload()
        if (chat !== undefined && state.thread === undefined) dispatch({ type: 'chosen', chat })
        for await (const event of events) dispatch({ type: 'event', event })
      } catch (err) {
        if (!isChatError(err, 'ERR_CLOSED')) throw err
      }
      if (!over.aborted) await regain(over)
    }
    return 'ok'
  }

  async function regain(over: AbortSignal): Promise<void> {
    dispatch({ type: 'lost' })
    line.close()
    while (!over.aborted) {
      try {
        line = await reconnect()
        return
      } catch (err) {
        if (!isChatError(err)) throw err
        await pause(RECONNECT_MS, over)
      }
    }
  }

  const over = new AbortController()
  const interrupted = (): void => finish?.('interrupted')
  signal.addEventListener('abort', interrupted, { once: true })
  lifecycle.add(() => signal.removeEventListener('abort', interrupted))
  if (signal.aborted) interrupted()
  const clock = setInterval(() => dispatch({ type: 'clock', nowMs: Date.now() }), CLOCK_MS)
  lifecycle.add(() => clearInterval(clock))
  lifecycle.add(() => line.close())
  lifecycle.add(() => over.abort())
  try {
    return await Promise.race([finished, follow(over.signal)])
  } finally {
    await drafts.flush()
    await lifecycle.stop()
  }
}

function placeOf(state: State, id: ConversationId): Place | undefined {
  const chat = state.chats.find(one => one.id === id)
  if (chat === undefined) return undefined
  const person = contactOf(state, chat)?.account
  return { id, kind: chat.kind, title: chat.title, ...(person === undefined ? {} : { person }) }
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, delayMs)
    signal.addEventListener('abort', end, { once: true })
  })
}
