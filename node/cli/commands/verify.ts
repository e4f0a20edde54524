import { ChatError } from '../../base/errors.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { ask } from '../prompt.js'

const GROUPS_A_LINE = 4

export const verify = command({
  name: 'verify',
  summary: 'compare the safety number that you and a contact see',
  details:
    'Read the number to each other over a call, or side by side. Where all 60 digits are equal, nobody stands between you. Asks for the answer where somebody can give one.',
  arguments: [{ name: 'contact', summary: 'a name, an account id or the first 8 characters of one' }],
  options: {
    confirm: { type: 'flag', summary: 'the numbers are equal' },
    undo: { type: 'flag', summary: 'take the confirmation back' }
  },
  examples: [
    ['parley verify bob', 'show the number'],
    ['parley verify bob --confirm', 'after it was compared']
  ],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [contact], options: { confirm, undo } }) =>
    withDaemon(context, async daemon => {
      if (confirm && undo) throw new ChatError('ERR_INVALID_ARGUMENT', 'choose --confirm or --undo')
      const { terminal, signal } = context
      if (confirm || undo) {
        const answered = await daemon.verify({ contact, verified: confirm })
        return terminal.show(answered, () => (answered.verified ? 'verified' : 'not verified'))
      }
      const safety = await daemon.safetyNumber({ contact })
      await terminal.show(safety, () => [...safetyNumberLines(safety.number), safety.verified ? 'verified' : 'not verified'])
      if (!terminal.canAsk || safety.verified) return
      const answer = await ask(terminal, 'Does your contact see the same number? [y/N] ', signal)
      if (!/^y(es)?$/i.test(answer)) return
      await daemon.verify({ contact, verified: true })
      terminal.note('verified')
    })
})

function safetyNumberLines(number: string): readonly string[] {
  const groups = number.split(' ')
  return Array.from({ length: Math.ceil(groups.length / GROUPS_A_LINE) }, (_, line) =>
    groups.slice(line * GROUPS_A_LINE, (line + 1) * GROUPS_A_LINE).join(' ')
  )
}
