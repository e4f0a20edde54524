import { useDialogWords } from './dialog-words.js'
import { Logo } from './icons.js'
import { withDialogWords } from './with-dialog-words.js'

/** Where whoever opened the page may not use the node: how they get an address that lets them. */
export const Refused = withDialogWords(() => {
  const { noKey } = useDialogWords()
  return (
    <main class="blank">
      <Logo size={72} />
      <h1>{noKey.title}</h1>
      <p>
        {noKey.lead} <code dir="ltr">npx parley page</code> {noKey.next}
      </p>
    </main>
  )
})
