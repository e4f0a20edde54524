import { isChatError, ChatError } from '../../base/errors.js'
import type { AsyncStop } from '../../base/lifecycle.js'
import { becomeDevice } from '../become-device.js'
import type { Context } from '../command.js'
import type { Exit } from '../../host/terminal/exit-code.js'
import { findChat } from '../find-chat.js'
import { ask } from '../prompt.js'
import { openRunningNode, type NodeValues } from '../run-node.js'
import { runChatScreen, type NodeLine } from './chat-screen.js'

interface Source {
  readonly line: NodeLine
  readonly reconnect: () => Promise<NodeLine>
  readonly close: AsyncStop
}

interface TuiValues extends NodeValues {
  /** First this machine becomes a device of an account that there is, reached by these relays. */
  readonly link: boolean
  readonly relay: readonly string[]
}

/** A chat in the terminal, with the daemon where one runs, else with a node of its own. */
export async function runTui(context: Context, options: TuiValues, reference: string | undefined): Promise<Exit> {
  const { canvas } = context.terminal
  if (canvas === undefined) {
    throw new ChatError(
      'ERR_INVALID_ARGUMENT',
      `parley tui draws on a whole terminal, and here is none; for pipes and scripts: ${context.hint('parley tail -f')} and ${context.hint('parley send')}`
    )
  }
  if (options.link) await becomeDevice(context, { ...options, qr: false, yes: false })
  const held: string[] = []
  const source = await openSource(context, options, held)
  try {
    const chats = reference === undefined ? [] : await source.line.api.chats()
    const chat = reference === undefined ? undefined : (await findChat(source.line.api, chats, reference)).id
    return await runChatScreen({
      canvas,
      line: source.line,
      reconnect: source.reconnect,
      context,
      chat,
      signal: context.signal
    })
  } finally {
    await source.close()
    for (const complaint of held) context.terminal.complain(complaint)
  }
}

async function openSource(context: Context, options: NodeValues, held: string[]): Promise<Source> {
  try {
    const reconnect = async (): Promise<NodeLine> => {
      const daemon = await context.connect()
      return { api: daemon, close: () => daemon.close() }
    }
    return { line: await reconnect(), reconnect, close: async () => undefined }
  } catch (err) {
    if (!isChatError(err, 'ERR_NO_DAEMON')) throw err
  }
  return ownNode(context, options, held)
}

/** What the node complains of while the screen is drawn on is held back until it isn't. */
async function ownNode(context: Context, options: NodeValues, held: string[]): Promise<Source> {
  let isDrawn = false
  const { terminal } = context
  const complain = (line: string): void => void (isDrawn ? held.push(line) : terminal.complain(line))
  const { api, created, close } = await openRunningNode({ ...context, terminal: { ...terminal, complain } }, options, false)
  try {
    if (created !== undefined && !created.hasAccountKey)
      await ask(terminal, 'Press Enter when you have written them down. ', context.signal)
  } catch (err) {
    await close()
    throw err
  }
  isDrawn = true
  return { line: { api, close: () => undefined }, reconnect: () => Promise.reject(stopped()), close }
}

const stopped = (): ChatError => new ChatError('ERR_CLOSED', 'the node in this process has stopped; start parley tui again')
