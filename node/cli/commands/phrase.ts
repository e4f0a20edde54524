import { isChatError } from '../../base/errors.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { PROFILE_OPTIONS } from '../profile-options.js'
import { askHidden } from '../prompt.js'

export const phrase = command({
  name: 'phrase',
  summary: 'show the 24 words that your account is made from, and the relays elsewhere that have its index',
  details:
    'Write them on paper. Whoever reads them is you, for good; whoever loses every device and the words has lost the account. On an empty machine, parley init --phrase --relay takes both; the relay that parley start runs on this machine would be lost with it, so it is not shown.',
  arguments: [],
  options: { 'passphrase-file': PROFILE_OPTIONS['passphrase-file'] },
  examples: [['parley phrase', 'the 24 words, where this device keeps the account key']],
  exits: [...DAEMON_EXITS, 'notAllowed'],
  run: (context, { options }) =>
    withDaemon(context, async daemon => {
      const { filedPassphrase } = await import('../profile.js')
      const given = await filedPassphrase(context, options)
      const { words } = await daemon.phrase(given === undefined ? {} : { passphrase: given }).catch(async (err: unknown) => {
        if (!isChatError(err, 'ERR_PASSPHRASE') || given !== undefined || !context.terminal.canAsk) throw err
        return daemon.phrase({ passphrase: await askHidden(context.terminal, 'Passphrase: ') })
      })
      context.terminal.note('Write these down where nobody else looks. Whoever reads the words is you; a relay knows your contacts.')
      const named = await daemon.relays()
      const relays = named.filter(({ isHere }) => isHere !== true).map(({ address }) => address)
      await context.terminal.show({ words, relays }, () => [words, ...relays])
      if (relays.length === 0)
        context.terminal.note(
          `! ${named.length === 0 ? 'No relay keeps' : 'Only this machine’s own relay, which is lost with it, keeps'} your contacts: ${context.hint('parley relay add <address>')} names one elsewhere.`
        )
    })
})
