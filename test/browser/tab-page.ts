// A tab as a peer without the window on it: what its tests drive.
import { openTab, type Tab } from '../../web/tab/tab.js'

declare global {
  var parley: { readonly tab: Tab }
}

globalThis.parley = { tab: openTab(err => console.error(err)) }
