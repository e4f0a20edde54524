import type { RpcClient } from '../../api/rpc-client.js'
import { ChatError } from '../../base/errors.js'
import { inert } from '../../host/terminal/inert.js'
import { command, DAEMON_EXITS, withDaemon, type Context } from '../command.js'

const GREETING = 'I am Echo. I live on this device and say what you say: nothing of it leaves.'

/** The one contact that comes by its name. */
export const isEcho = (reference: string): boolean => reference.trim().toLowerCase() === 'echo'

export async function addEcho(context: Context, daemon: RpcClient): Promise<void> {
  const contact = await daemon.addEcho({ greeting: GREETING })
  const name = inert(contact.name)
  await context.terminal.show(
    contact,
    () => `${name} lives on this device and answers; write: ${context.hint(`parley send ${name} "hello"`)}`
  )
}

export const remove = command({
  name: 'remove',
  summary: 'let Echo go, and all that was said with it',
  details: 'Echo lives on this device alone. People are blocked instead: parley block.',
  arguments: [{ name: 'contact', summary: 'echo' }],
  options: {},
  examples: [['parley remove echo', 'nothing of it is kept; parley add echo brings another']],
  exits: [...DAEMON_EXITS, 'notFound', 'notAllowed'],
  run: (context, { args: [contact] }) =>
    withDaemon(context, async daemon => {
      if (!isEcho(contact)) throw new ChatError('ERR_NOT_ALLOWED', 'only Echo can be removed; of people, block takes nothing any more')
      await daemon.removeEcho()
      await context.terminal.show({ removed: true }, () => 'Echo is gone')
    })
})
