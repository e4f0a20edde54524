import { openRelayFolder } from '../../relay/relay-storage.js'
import { startRelay } from './relays.js'

/** A relay in a process of its own, on the folder that is named; tells its parent where it is. */
const [, , folder = ''] = process.argv
const { relay, addresses } = await startRelay({ storage: await openRelayFolder(folder) })
process.send?.({ self: relay.self, addresses })
