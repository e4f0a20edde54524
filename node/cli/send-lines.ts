import type { Message } from '../api/message.js'
import type { RpcClient } from '../api/rpc-client.js'
import { ChatError } from '../base/errors.js'
import type { Context } from './command.js'
import { readLines } from './typed-input.js'

/** Lines on their way to the daemon at once: enough for it to write many in one batch. */
const WINDOW = 1_000

export interface LinesToSend {
  readonly chat: string
  /** UTF-16 units of one line. */
  readonly maxChars: number
  /** Called for each in its order; nothing is kept of them here. */
  readonly sent: (message: Message) => void
}

/** Sends every line of stdin that isn't empty, in order, many under way at once; the first that is refused ends it. Returns their number. */
export async function sendLines({ terminal, signal }: Context, daemon: Pick<RpcClient, 'send'>, lines: LinesToSend): Promise<number> {
  const underWay: Promise<Message>[] = []
  let count = 0
  let isRefused = false

  async function takeOldest(): Promise<void> {
    const message = await underWay.shift()?.catch((err: unknown) => {
      isRefused = true
      throw err
    })
    if (message === undefined) return
    count++
    lines.sent(message)
    if (terminal.json) await terminal.show(message, () => [])
  }

  async function takeAll(): Promise<void> {
    while (underWay.length > 0) await takeOldest()
  }

  try {
    for await (const text of readLines(terminal.input, lines.maxChars)) {
      if (text === '') continue
      if (signal.aborted) throw new ChatError('ERR_ABORTED', 'interrupted')
      const sending = daemon.send({ chat: lines.chat, text })
      sending.catch(() => undefined) // told by takeOldest, in its turn
      underWay.push(sending)
      if (underWay.length >= WINDOW) await takeOldest()
    }
    await takeAll()
    return count
  } catch (err) {
    // What came before a break of stdin was sent.
    if (!isRefused) await takeAll()
    if (count > 0) terminal.note(`${count} messages were queued before this one`)
    throw err
  }
}
