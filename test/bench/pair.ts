import { mkdir, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConversationId } from '../../node/base/ids.js'
import { AT_HOME } from '../e2e/harness.js'
import { createPerson, type Person } from '../e2e/person.js'

/** Two people with the shipped daemons, contacts of each other, with a direct chat that both may write in. */
export interface Pair {
  readonly ada: Person
  readonly bob: Person
  readonly chat: ConversationId
  close(): Promise<void>
}

export async function createPair(scratch: string): Promise<Pair> {
  const [ada, bob] = [await createBenchPerson('Ada', scratch), await createBenchPerson('Bob', scratch)]
  const pair = { ada, bob, chat: await becomeContacts(ada, bob) }
  return {
    ...pair,
    async close() {
      await Promise.all([ada.stop(), bob.stop()])
    }
  }
}

/** Default settings, except that nothing beyond this machine is asked or told. */
export async function createBenchPerson(name: string, scratch: string, flags: readonly string[] = AT_HOME): Promise<Person> {
  await mkdir(scratch, { recursive: true })
  return createPerson({ name, folder: await mkdtemp(join(scratch, `${name}-`)), flags })
}

/** First contact by an invite of Ada's. Resolves when a message has gone each way. */
export async function becomeContacts(ada: Person, bob: Person, invite?: string): Promise<ConversationId> {
  const uri = invite ?? (await ada.api.createInvite({})).uri
  const [{ account: adasAccount }, { account: bobsAccount }] = [await ada.api.identity(), await bob.api.identity()]
  await bob.api.add({ invite: uri, message: 'Hello, Ada' })
  await ada.events.next('contact:changed', ({ contact }) => contact.account === bobsAccount && contact.state === 'request')
  await ada.api.accept({ contact: bobsAccount })
  await bob.events.next('contact:changed', ({ contact }) => contact.account === adasAccount && contact.state === 'accepted')
  const { chat } = await ada.api.send({ chat: bobsAccount, text: 'Hello, Bob' })
  await bob.events.next('message:received', ({ message }) => message.text === 'Hello, Bob')
  ada.events.close()
  bob.events.close()
  return chat
}
