import { join } from 'node:path'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { createSmallFile } from '../../node/host/small-file.js'
import { createCard } from '../../node/identity/card.js'
import { createDevice } from '../../node/identity/device.js'
import { inviteUri, readInvite } from '../../node/identity/invite-link.js'
import { openVault } from '../../node/store/vault.js'
import { until } from '../network/dht.js'
import type { Person } from './person.js'

const PUBLISHED_DEADLINE_MS = 60_000
const primitives = createNodePrimitives()

/** Whether a node of the directory has this person's record. */
export async function isPublished({ api }: Person): Promise<boolean> {
  return (await api.netcheck()).some(({ name, ok }) => name === 'directory' && ok)
}

/** An invite of this person with no address on it: signed anew with their device's key, which lies open on their disk. */
export async function bareInvite({ api, profile }: Person): Promise<string> {
  const { account: _account, ...card } = await readInvite(primitives, (await api.createInvite({})).uri)
  const vault = await openVault({ file: createSmallFile(join(profile, 'vault')), primitives, passphrase: undefined })
  const device = await createDevice(primitives, vault.deviceSeed)
  return inviteUri(primitives, await createCard(primitives, device, { ...card, devices: [{ device: device.id, addresses: [] }] }))
}

export const published = (person: Person): Promise<void> =>
  until(() => isPublished(person), `the record of ${person.name} to be taken`, PUBLISHED_DEADLINE_MS)
