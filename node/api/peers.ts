import { ChatError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { Contact as KnownContact, Contacts } from '../conversation/contacts.js'
import type { Conversations } from '../conversation/conversations.js'
import { nameInGroup } from '../conversation/presences.js'
import type { Links } from '../network/links.js'
import { firstHostOf } from '../network/reachability.js'
import type { Relays } from '../network/relays.js'
import type { ChatApi } from './chat-api.js'

interface Parts {
  readonly links: Links
  readonly relays: Relays
  readonly contacts: Pick<Contacts, 'withDevice'>
  readonly conversations: Pick<Conversations, 'withDevice'>
  readonly findContact: (reference: string) => KnownContact
}

const called = (name = ''): { readonly name?: string } => (name === '' ? {} : { name })

/** The part of the API that is about who is linked now. */
export function peerApi({ links, relays, contacts, conversations, findContact }: Parts): Pick<ChatApi, 'peers' | 'ping'> {
  /** Of one who is no contact. */
  function nameInGroups(device: DeviceId): string | undefined {
    const names = conversations.withDevice(device).map(conversation => {
      const account = conversation.devices.find(member => member.device === device)?.account
      return account === undefined ? undefined : nameInGroup(conversation, account)
    })
    return names.find(name => name !== undefined)
  }

  return {
    async peers() {
      const devices = links.paths().map(path => {
        const name = contacts.withDevice(path.device)?.name ?? nameInGroups(path.device)
        return { ...path, kind: 'device' as const, ...called(name) }
      })
      return [...devices, ...relays.paths().map(path => ({ ...path, kind: 'relay' as const, ...called(firstHostOf(path.address)) }))]
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
