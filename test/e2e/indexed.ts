import { readFetchedAccount } from '../../node/api/restoring.js'
import { findAccount } from '../../node/host/find-account.js'
import type { Phrase } from '../../node/identity/phrase.js'
import { primitives } from '../identity/people.js'
import type { RelayProcess } from './relay-process.js'

/** The index is written some seconds after what it says has changed, and not again at once. */
const INDEX_DEADLINE_MS = 60_000

/** Resolves once the relay's index lets its account be let in again by its one contact. */
export async function indexed(phrase: Phrase, relay: Pick<RelayProcess, 'address'>): Promise<void> {
  const deadline = performance.now() + INDEX_DEADLINE_MS
  for (;;) {
    const found = await findAccount(phrase, [relay.address]).catch(() => undefined) // nothing is there yet
    await found?.close()
    const known = found && (await readFetchedAccount(primitives, phrase, found.fetched))
    if (known?.index?.contacts[0]?.token !== undefined) return
    if (performance.now() > deadline) throw new Error('the relay never had a whole index')
  }
}
