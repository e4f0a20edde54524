import '../styles/later.css'
import { ConnectionDialog } from './connection-dialog.js'
import { DeleteDialog } from './delete-dialog.js'
import { LazyAdd, LazyDetails, LazyForward, LazyInvite, LazyNewGroup, LazyPins, LazySettings } from './lazy-views.js'
import { usePage } from './page-context.js'
import { Switcher } from './switcher.js'
import { withDialogWords } from './with-dialog-words.js'
import type { Overlay } from '../state/place.js'

/** What lies over the page, if anything does. */
export function Overlays() {
  const overlay = usePage().place.overlay.value
  return overlay === undefined ? null : <Spoken {...overlay} />
}

function Dialogs(overlay: Overlay) {
  switch (overlay.name) {
    case 'invite':
      return <LazyInvite />
    case 'add':
      return <LazyAdd {...(overlay.link === undefined ? {} : { given: overlay.link })} />
    case 'new-group':
      return <LazyNewGroup />
    case 'details':
      return <LazyDetails id={overlay.chat} />
    case 'delete':
      return <DeleteDialog message={overlay.message} />
    case 'forward':
      return <LazyForward message={overlay.message} />
    case 'pins':
      return <LazyPins />
    case 'settings':
      return <LazySettings {...(overlay.section === undefined ? {} : { first: overlay.section })} />
    case 'connection':
      return <ConnectionDialog />
    case 'switcher':
      return <Switcher {...(overlay.within === undefined ? {} : { within: overlay.within })} />
  }
}

const Spoken = withDialogWords(Dialogs)
