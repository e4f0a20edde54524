import type { FoundAccount } from '../api/find-account.js'
import type { LinkableDevice } from '../api/awaiting-link.js'
import type { NewDevice } from '../host/link-device.js'
import type { CreatedProfile } from '../api/new-profile.js'
import type { OpenNode } from '../api/open-node.js'
import type { NewNodeProfile, OpenOptions } from '../host/node-host.js'

/** The way to the node's own code, which takes long to load: only what makes or starts a node goes through it. */
export interface NodeDoor {
  createProfile(profile: NewNodeProfile): Promise<CreatedProfile>
  /** An account as these relays know it. */
  findAccount(phrase: string, relays: readonly string[]): Promise<FoundAccount>
  /** Waits for another device of the person to link this one, which has no profile yet. */
  awaitLink(device: NewDevice): Promise<LinkableDevice>
  openNode(options: OpenOptions): Promise<OpenNode>
}
