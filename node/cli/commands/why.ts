import type { RpcClient } from '../../api/rpc-client.js'
import { ChatError } from '../../base/errors.js'
import { becauseTime } from '../because-time.js'
import { alignColumns } from '../../host/terminal/columns.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { inert } from '../../host/terminal/inert.js'
import { shortId, showState } from '../message-lines.js'

const WHOLE_ID_CHARS = 64
const SHORT_ID_CHARS = 8
/** A short id is looked for among so many newest messages of each chat. */
const SEARCHED_MESSAGES = 1_000

export const why = command({
  name: 'why',
  summary: 'tell what has happened to a message of yours, and what it waits for',
  arguments: [{ name: 'message', summary: 'its id, or for a recent one the first 8 characters of it' }],
  options: {},
  examples: [['parley why 3f2a91bc', 'the whole story, in order']],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [reference] }) =>
    withDaemon(context, async daemon => {
      const reason = await daemon.why({ message: await wholeId(daemon, reference) })
      await context.terminal.show(reason, () => [
        `${reason.state === undefined ? 'unknown' : showState(reason.state)}  ${shortId(reason.id)}`,
        ...alignColumns(reason.because.map(because => [becauseTime(because, Date.now()), inert(because.what)]))
      ])
    })
})

async function wholeId(daemon: RpcClient, reference: string): Promise<string> {
  if (reference.length >= WHOLE_ID_CHARS) return reference
  if (reference.length < SHORT_ID_CHARS) throw new ChatError('ERR_INVALID_ARGUMENT', `give ${SHORT_ID_CHARS} characters of the id, or more`)
  const chats = await daemon.chats()
  const pages = await Promise.all(chats.map(({ id }) => daemon.history({ chat: id, limit: SEARCHED_MESSAGES })))
  const found = pages.flatMap(({ messages }) => messages).find(({ id, outgoing }) => outgoing && id.startsWith(reference))
  if (found === undefined) throw new ChatError('ERR_NOT_FOUND', `no recent message of yours begins with ${reference}; give its whole id`)
  return found.id
}
