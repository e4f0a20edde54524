import type { Meshes } from '../conversation/meshes.js'
import type { Check } from './status.js'

/** What there is to say of groups that can't be heard as they are written in; nothing where all are. */
export function meshCheck(meshes: Pick<Meshes, 'unheard'> | undefined): Check[] {
  const groups = meshes?.unheard() ?? 0
  if (groups === 0) return []
  const detail = `${groups} more groups are open than can be heard at once: what is said there comes by relays and direct links alone`
  return [{ name: 'groups', ok: false, detail, advice: 'leave groups that you no longer read, and see that the others have a relay' }]
}
