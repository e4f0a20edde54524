import type { Message } from '../../api/message.js'
import type { RpcClient } from '../../api/rpc-client.js'
import { ChatError, isChatError } from '../../base/errors.js'
import { STICKERS } from '../../conversation/sticker.js'
import { command, DAEMON_EXITS, withDaemon, type Context } from '../command.js'
import { complain } from '../../host/terminal/complaint.js'
import { withDeadline } from '../deadline.js'
import { isGivenUp, watchDelivery, type DeliveryWatch } from '../delivery-watch.js'
import { findMessage } from '../find-message.js'
import type { Exit } from '../../host/terminal/exit-code.js'
import { shortId, showState } from '../message-lines.js'
import { withProgress } from '../../host/terminal/progress.js'
import { sendLines } from '../send-lines.js'
import { readInput } from '../typed-input.js'

const MAX_TEXT_BYTES = 32 * 1024
const DEFAULT_WAIT_MS = 30_000
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
    reply: { type: 'text', value: 'MESSAGE', summary: 'answer this message: its id, or for a recent one the first 8 characters of it' },
    sticker: {
      type: 'text',
      value: 'NAME',
      choices: Object.keys(STICKERS),
      summary: 'send a sticker instead of a text; who can’t show it sees its name and its emoji'
    },
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
    ['parley send bob --reply 3f2a91bc yes', 'answer a message'],
    ['parley send bob --sticker wave', 'send a sticker'],
    ['git log -1 | parley send bob -', 'the text comes from stdin'],
    ['parley send --wait=read --timeout 5m bob "are you there?"', 'wait until it was read']
  ],
  exits: [...DAEMON_EXITS, 'notAllowed', 'notFound', 'queued'],
  run: (context, { args: [chat, text], options: { lines, wait, reply, sticker } }) =>
    withDaemon(context, async daemon => {
      if (sticker !== undefined && (lines || text !== undefined))
        throw new ChatError('ERR_INVALID_ARGUMENT', 'a sticker goes without a text; send that by itself')
      if (sticker === undefined && lines !== (text === undefined)) {
        throw new ChatError(
          'ERR_INVALID_ARGUMENT',
          lines ? '--lines takes the text from stdin alone' : 'what should be said? Give a text, - for stdin, or --lines'
        )
      }
      if (lines && reply !== undefined) throw new ChatError('ERR_INVALID_ARGUMENT', '--reply is for a single message')
      const answers = reply === undefined ? {} : { answers: await findMessage(daemon, reply) }
      const watch = wait === undefined ? undefined : watchDelivery(daemon, wait)
      try {
        if (sticker !== undefined) return await report(context, await daemon.sendSticker({ chat, sticker, ...answers }), watch)
        if (text === undefined) return await sendAndReportLines(context, daemon, chat, watch)
        const message = await daemon.send({
          chat,
          text: text === '-' ? await readInput(context.terminal.input, MAX_TEXT_BYTES) : text,
          ...answers
        })
        return await report(context, message, watch)
      } finally {
        watch?.stop()
      }
    })
})

async function report(context: Context, message: Message, watch: DeliveryWatch | undefined): Promise<Exit> {
  const { terminal, hint } = context
  const late = watch === undefined ? undefined : await waitFor(context, watch.settled(message))
  const state = watch?.stateOf(message) ?? message.state ?? 'queued'
  await terminal.show({ ...message, state }, () => `${showState(state)}  ${shortId(message.id)}`)
  if (late === undefined && !isGivenUp(state)) return 'ok'
  complain(context, late ?? new ChatError('ERR_UNREACHABLE', 'the message could not be delivered'))
  terminal.note(`Why: ${hint(`parley why ${shortId(message.id)}`)}`)
  if (isGivenUp(state)) return 'error'
  return state === 'delivered' ? 'timeout' : 'queued'
}

async function sendAndReportLines(context: Context, daemon: RpcClient, chat: string, watch: DeliveryWatch | undefined): Promise<Exit> {
  const { terminal } = context
  const messages: Message[] = []
  const sent = (message: Message): void => void (watch !== undefined && messages.push(message))
  const count = await sendLines(context, daemon, { chat, maxChars: MAX_TEXT_BYTES, sent })
  if (!terminal.json) await terminal.print(count === 1 ? '1 message is queued' : `${count} messages are queued`)
  if (watch === undefined) return 'ok'
  const late = await waitFor(context, watch.allSettled(messages))
  const states = messages.map(watch.stateOf)
  if (late === undefined && !states.some(isGivenUp)) return 'ok'
  complain(context, late ?? new ChatError('ERR_UNREACHABLE', 'not all messages could be delivered'))
  if (late === undefined) return 'error'
  return states.every(state => state === 'delivered' || state === 'read') ? 'timeout' : 'queued'
}

/** The error where the time ran out before. */
async function waitFor(
  { terminal, signal, timeoutMs = DEFAULT_WAIT_MS }: Context,
  settled: Promise<unknown>
): Promise<ChatError | undefined> {
  const late = 'it goes on trying by itself; the given time was not enough'
  try {
    await withProgress(
      terminal,
      () => 'waiting for delivery',
      () => withDeadline(settled, { signal, timeoutMs, late })
    )
    return undefined
  } catch (err) {
    if (isChatError(err, 'ERR_TIMEOUT')) return err
    throw err
  }
}
