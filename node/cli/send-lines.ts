import { createInterface } from 'node:readline'
import type { Message } from '../api/chat-api.js'
import type { RpcClient } from '../api/rpc-client.js'
import { ChatError } from '../base/errors.js'
import type { Context } from './command.js'

/** Lines on their way to the daemon at once: enough for it to write many in one batch. */
const WINDOW = 1_000

/** Sends every line of stdin that isn't empty, in order, many under way at once; the first that is refused ends it. */
export async function sendLines({ terminal, signal }: Context, daemon: RpcClient, chat: string): Promise<readonly Message[]> {
  const underWay: Promise<Message>[] = []
  const sent: Message[] = []

  async function takeOldest(): Promise<void> {
    const message = await underWay.shift()
    if (message === undefined) return
    sent.push(message)
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
    return sent
  } catch (err) {
    const last = sent.at(-1)
    if (last !== undefined) terminal.note(`${sent.length} messages were queued before this one`)
    throw err
  }
}
