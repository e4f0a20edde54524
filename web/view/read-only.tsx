import type { Chat } from '../../node/api/chat.js'
import { useDialogWords } from './dialog-words.js'
import { withDialogWords } from './with-dialog-words.js'

/** Why nothing can be written here. */
export const ReadOnly = withDialogWords(({ why }: { readonly why: NonNullable<Chat['readOnly']> }) => (
  <p class="foot-note">{useDialogWords().readOnly[why]}</p>
))
