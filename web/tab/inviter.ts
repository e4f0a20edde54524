import { invitationOf } from '../state/invitation.js'
import { createPreferences } from '../state/preferences.js'
import { dialogWords } from '../strings/dialogs/words.js'
import { isolated } from '../strings/isolated.js'

/** Who invites by this link, or to what, said in the language of the page; undefined where that can't be read. */
export async function inviterOf(link: string): Promise<string | undefined> {
  const [found, { add }] = await Promise.all([invitationOf(link), dialogWords(createPreferences().language.value)])
  return found && (found.kind === 'group' ? add.invitesTo : add.invitesYou)(isolated(found.name))
}
