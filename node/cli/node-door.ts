import type { CreatedProfile, NewProfile, OpenNode, OpenOptions } from '../host/node-host.js'

/** The way to the node's own code, which takes long to load: only what makes or starts a node goes through it. */
export interface NodeDoor {
  createProfile(profile: NewProfile): Promise<CreatedProfile>
  openNode(options: OpenOptions): Promise<OpenNode>
}
