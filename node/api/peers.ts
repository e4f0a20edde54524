import { ChatError } from '../base/errors.js'
import type { Contact as KnownContact, Contacts } from '../conversation/contacts.js'
import type { Links } from '../network/links.js'
import type { Relays } from '../network/relays.js'
import type { ChatApi } from './chat-api.js'

interface Parts {
  readonly links: Links
  readonly relays: Relays
  readonly contacts: Pick<Contacts, 'withDevice'>
  readonly findContact: (reference: string) => KnownContact
}

/** The part of the API that is about who is linked now. */
export function peerApi({ links, relays, contacts, findContact }: Parts): Pick<ChatApi, 'peers' | 'ping'> {
  return {
    async peers() {
      const people = links.paths().map(path => {
        const name = contacts.withDevice(path.device)?.name
        return name === undefined ? path : { ...path, name }
      })
      return [...people, ...relays.paths().map(path => ({ ...path, name: 'relay' }))]
    },
    async ping({ contact }) {
      const { devices, name } = findContact(contact)
      // Who does not answer is left out; where nobody does, that is said.
      const answers = await Promise.all(
        devices.map(async ({ device: of }) => ({ device: of, roundTripMs: await links.ping(of).catch(() => undefined) }))
      )
      const reached = answers.flatMap(({ device: of, roundTripMs }) => (roundTripMs === undefined ? [] : [{ device: of, roundTripMs }]))
      if (reached.length === 0)
        throw new ChatError('ERR_UNREACHABLE', `no device of ${name} answers now; what you send is kept and delivered later`)
      return reached
    }
  }
}
