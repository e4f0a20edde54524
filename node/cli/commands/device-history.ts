import type { HistoryTransfer } from '../../api/status.js'
import type { RpcClient } from '../../api/rpc-client.js'
import { ChatError } from '../../base/errors.js'
import { friendlyDeviceName } from '../../identity/device-name.js'
import { withProgress } from '../../host/terminal/progress.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { withDeadline } from '../deadline.js'

export const deviceHistory = command({
  name: 'device history',
  summary: 'see how much of your history has come to this device from your others',
  details:
    'What was said before this device was linked comes by itself, the newest first, over a direct path to another device of yours. Where it breaks off, it goes on when the two meet again.',
  arguments: [],
  options: { wait: { type: 'flag', summary: 'wait until all of it is here' } },
  examples: [
    ['parley device history', 'how far it is'],
    ['parley device history --wait', 'on a device that was linked just now']
  ],
  exits: DAEMON_EXITS,
  run: (context, { options }) =>
    withDaemon(context, async daemon => {
      const { terminal, signal, timeoutMs } = context
      let history = await transferOf(daemon)
      if (options.wait && history.state !== 'done') {
        const ended = new AbortController()
        const doing = (): string => transferLine(history)
        const share = (): number => (history.of === 0 ? 0 : history.passed / history.of)
        const late = 'not all of it has come in that time; it goes on by itself'
        const limits = { signal, late, ...(timeoutMs === undefined ? {} : { timeoutMs }) }
        const all = untilDone(daemon, ended.signal, now => (history = now))
        await withProgress(terminal, doing, () => withDeadline(all, limits), share).finally(() => ended.abort())
      }
      await terminal.show(history, () => transferLine(history))
    })
})

async function transferOf(daemon: RpcClient): Promise<HistoryTransfer> {
  const { history } = await daemon.status()
  if (history === undefined) throw new ChatError('ERR_NOT_FOUND', 'no history is to come to this device: it was not linked by another one')
  return history
}

async function untilDone(daemon: RpcClient, signal: AbortSignal, learn: (history: HistoryTransfer) => void): Promise<void> {
  const events = daemon.events({}, { signal })
  const now = await transferOf(daemon)
  learn(now)
  if (now.state === 'done') return
  for await (const event of events) {
    const history = event.type === 'history:changed' ? event.history : event.type === 'events:lost' ? await transferOf(daemon) : undefined
    if (history === undefined) continue
    learn(history)
    if (history.state === 'done') return
  }
}

function transferLine({ state, from, passed, of, messages }: HistoryTransfer): string {
  const came = `${messages} ${messages === 1 ? 'message' : 'messages'} came`
  if (state === 'done') return `your history is here: ${came} from your other devices`
  if (state === 'waiting') return `waits for a direct path to another device of yours; ${came} so far`
  return `${Math.min(passed, of)} of ${of} messages looked through${from === undefined ? '' : ` with ${friendlyDeviceName(from)}`}; ${came}`
}
