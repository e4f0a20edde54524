import { createInterface } from 'node:readline'
import type { DeliveryState, Message } from '../../api/chat-api.js'
import type { RpcClient } from '../../api/rpc-client.js'
import { ChatError, isChatError } from '../../base/errors.js'
import { command, DAEMON_EXITS, withDaemon, type Context } from '../command.js'
import { complain } from '../complaint.js'
import { withDeadline } from '../deadline.js'
import { watchDelivery, type DeliveryWatch } from '../delivery-watch.js'
import type { Exit } from '../exit-code.js'
import { shortId, showState } from '../message-lines.js'
import { withProgress } from '../progress.js'
import { readInput } from '../typed-input.js'

const MAX_TEXT_BYTES = 32 * 1024
const DEFAULT_WAIT_MS = 30_000
/** Lines on their way to the daemon at once: enough for it to write many in one batch. */
const WINDOW = 1_000

export const send = command({
  name: 'send',
  summary: 'send a message',
  details:
    'Ends when the message is safe on this disk, in state "queued"; the daemon delivers it. With --wait it ends later, with what became of it.',
  arguments: [
    { name: 'chat', summary: 'a name, an id or the first 8 characters of one' },
    { name: 'text', summary: 'the message; - reads it from stdin, up to 32 KiB', optional: true, rest: true }
  ],
  options: {
    lines: { type: 'flag', summary: 'send every line of stdin as a message' },
    wait: {
      type: 'text',
      value: 'STATE',
      choices: ['stored', 'delivered', 'read'],
      implied: 'delivered',
      summary: 'end when it is stored on a relay, delivered or read; --timeout, or 30 s, bounds it'
    }
  },
  examples: [
    ['parley send bob hello there', 'queue a message'],
    ['git log -1 | parley send bob -', 'the text comes from stdin'],
    ['parley send --wait=read --timeout 5m bob "are you there?"', 'wait until it was read']
  ],
  exits: [...DAEMON_EXITS, 'notAllowed', 'notFound', 'queued'],
  run: (context, { args: [chat, text], options: { lines, wait } }) =>
    withDaemon(context, async daemon => {
      if (lines !== (text === undefined)) {
        throw new ChatError(
          'ERR_INVALID_ARGUMENT',
          lines ? '--lines takes the text from stdin alone' : 'what should be said? Give a text, - for stdin, or --lines'
        )
      }
      const watch = wait === undefined ? undefined : watchDelivery(daemon, wait)
      try {
        if (text === undefined) return await sendLines(context, daemon, chat, watch)
        const message = await daemon.send({ chat, text: text === '-' ? await readInput(context.terminal.input, MAX_TEXT_BYTES) : text })
        return await report(context, message, watch)
      } finally {
        watch?.stop()
      }
    })
})

async function report(context: Context, message: Message, watch: DeliveryWatch | undefined): Promise<Exit> {
  const { terminal, hint } = context
  const { outcome, late } = watch === undefined ? { outcome: message.state ?? 'queued' } : await outcomeOf(context, message, watch)
  await terminal.show({ ...message, state: outcome }, () => `${showState(outcome)}  ${shortId(message.id)}`)
  if (late !== undefined || outcome === 'failed') terminal.note(`Why: ${hint(`parley why ${shortId(message.id)}`)}`)
  if (outcome === 'failed')
    throw new ChatError('ERR_UNREACHABLE', `the message could not be delivered; ${hint(`parley why ${shortId(message.id)}`)}`)
  if (late === undefined) return 'ok'
  complain(context, late)
  return 'queued'
}

async function outcomeOf(context: Context, message: Message, watch: DeliveryWatch): Promise<{ outcome: DeliveryState; late?: ChatError }> {
  const { terminal, signal, timeoutMs = DEFAULT_WAIT_MS } = context
  try {
    const outcome = await withProgress(
      terminal,
      () => 'waiting',
      () =>
        withDeadline(watch.settled(message), {
          signal,
          timeoutMs,
          late: 'it is queued, and goes on trying; it was not there in the given time'
        })
    )
    return { outcome }
  } catch (err) {
    if (isChatError(err, 'ERR_TIMEOUT')) return { outcome: message.state ?? 'queued', late: err }
    throw err
  }
}

async function settleLines(context: Context, settling: readonly Promise<DeliveryState>[]): Promise<Exit> {
  const { terminal, signal, timeoutMs = DEFAULT_WAIT_MS } = context
  try {
    const late = 'all are queued, and go on trying; not all were there in the given time'
    const states = await withProgress(
      terminal,
      () => 'waiting',
      () => withDeadline(Promise.all(settling), { signal, timeoutMs, late })
    )
    return states.includes('failed') ? 'error' : 'ok'
  } catch (err) {
    if (!isChatError(err, 'ERR_TIMEOUT')) throw err
    complain(context, err)
    return 'queued'
  }
}

/** In order, many under way at once; the first that is refused ends it. */
async function sendLines(context: Context, daemon: RpcClient, chat: string, watch: DeliveryWatch | undefined): Promise<Exit> {
  const { terminal, signal } = context
  const underWay: Promise<Message>[] = []
  const settling: Promise<DeliveryState>[] = []
  let sent = 0

  async function takeOldest(): Promise<void> {
    const message = await underWay.shift()
    if (message === undefined) return
    sent++
    if (watch !== undefined) settling.push(watch.settled(message))
    if (terminal.json) await terminal.show(message, () => [])
  }

  try {
    for await (const text of createInterface({ input: terminal.input, crlfDelay: Infinity })) {
      if (text === '') continue
      if (signal.aborted) throw new ChatError('ERR_ABORTED', 'interrupted')
      const sending = daemon.send({ chat, text })
      sending.catch(() => undefined) // told by takeOldest, in its turn
      underWay.push(sending)
      if (underWay.length >= WINDOW) await takeOldest()
    }
    while (underWay.length > 0) await takeOldest()
  } catch (err) {
    if (sent > 0) terminal.note(`${sent} messages are queued, up to line ${sent}`)
    throw err
  }
  if (!terminal.json) await terminal.print(sent === 1 ? '1 message is queued' : `${sent} messages are queued`)
  return settleLines(context, settling)
}
