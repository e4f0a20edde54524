import type { Contact } from '../../api/person.js'
import type { RpcClient } from '../../api/rpc-client.js'
import { ChatError } from '../../base/errors.js'
import { command, DAEMON_EXITS, withDaemon, type Context } from '../command.js'
import { withDeadline } from '../deadline.js'
import { inert } from '../../host/terminal/inert.js'
import { withProgress } from '../../host/terminal/progress.js'
import { isGroupLink } from '../../identity/link-text.js'
import { readInput } from '../typed-input.js'
import { addEcho, isEcho } from './echo.js'
import { joinByLink } from './group-link.js'
import { isUnreached } from '../unreached.js'

const MAX_INVITE_BYTES = 16 * 1024

export const add = command({
  name: 'add',
  summary: 'reach somebody by their invite',
  details: 'A link to a group does too: it asks to be let in there. And echo brings Echo, who lives on this device and says what you say.',
  arguments: [{ name: 'link', summary: 'the invite in any form, echo, or - to read it from stdin' }],
  options: {
    message: { type: 'text', value: 'TEXT', summary: 'say this as soon as they accept' },
    wait: { type: 'flag', summary: 'wait until they accept (with --timeout: for so long)' }
  },
  examples: [
    ['parley add echo', 'a first answer, before any friend is there'],
    ['parley add parley:… --message "It is me, Ada"', 'ask somebody to talk']
  ],
  exits: [...DAEMON_EXITS, 'notAllowed'],
  run: async (context, { args: [link], options: { message, wait } }) => {
    const invite = link === '-' ? await readInput(context.terminal.input, MAX_INVITE_BYTES) : link
    if (isEcho(invite)) return withDaemon(context, daemon => addEcho(context, daemon))
    if (isGroupLink(invite)) return joinByLink(context, invite)
    await withDaemon(context, async daemon => {
      const answers = daemon.events({}, { signal: context.signal })
      const asked = await withProgress(
        context.terminal,
        () => 'looking for them',
        () => withDeadline(daemon.add({ invite, ...(message === undefined ? {} : { message }) }), { signal: context.signal, late: '' })
      )
      const contact = wait && asked.state === 'invited' ? await accepted(context, daemon, answers, asked) : asked
      const name = inert(contact.name)
      const isWaiting = contact.state === 'invited' && isUnreached(await daemon.chats(), contact)
      await context.terminal.show(contact, () =>
        contact.state === 'accepted'
          ? `${name} is a contact; write: ${context.hint(`parley send ${name} "hello"`)}`
          : isWaiting
            ? `your request to ${name} is not delivered yet: it goes out as soon as they or a relay of theirs can be reached`
            : `${name} was asked and can accept; see it happen: ${context.hint('parley tail -f')}`
      )
    })
  }
})

async function accepted(context: Context, daemon: RpcClient, answers: ReturnType<RpcClient['events']>, asked: Contact): Promise<Contact> {
  const answer = async (): Promise<Contact> => {
    for await (const event of answers) {
      if (event.type === 'events:lost') {
        const now = (await daemon.contacts()).find(({ account }) => account === asked.account)
        if (now?.state === 'accepted') return now
      }
      if (event.type === 'contact:changed' && event.contact.account === asked.account && event.contact.state === 'accepted')
        return event.contact
    }
    throw new ChatError('ERR_ABORTED', 'interrupted')
  }
  const { signal, timeoutMs } = context
  const late = `${inert(asked.name)} has not accepted yet; they still can, also while you are away`
  return withProgress(
    context.terminal,
    () => `waiting for ${inert(asked.name)}`,
    () => withDeadline(answer(), { signal, late, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
  )
}
