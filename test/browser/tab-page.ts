// A tab as a peer without the window on it: what its tests drive.
import { openTab, type Tab } from '../../web/tab/tab.js'

declare global {
  var parley: { readonly tab: Tab; readonly bugs: string[] }
  /** Of this page, in the order they were made; kept by a script that runs before all others. */
  var peerConnections: RTCPeerConnection[]
}

const bugs: string[] = []
globalThis.parley = { tab: openTab(err => bugs.push(String(err))), bugs }
