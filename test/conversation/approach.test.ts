import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ChatError } from '../../node/base/errors.js'
import type { AccountId } from '../../node/base/ids.js'
import { createApproach, type Approach } from '../../node/conversation/approach.js'
import { newContact } from '../../node/conversation/contacts.js'
import type { ConversationContext } from '../../node/conversation/context.js'
import { numberedDevice } from '../identity/people.js'
import { rejection } from '../identity/refusal.js'
import { createSimTime } from '../sim/clock.js'
import { turn } from '../sim/idle.js'

const test = suite<{ approach: Approach; contact: Parameters<Approach['take']>[0]; asked: string[] }>('whom packages are taken from')

test.before.each(async context => {
  const [device, first, second] = [await numberedDevice(1), await numberedDevice(2), await numberedDevice(3)]
  const asked: string[] = []
  const nameOf = (id: string): string => (id === first.id ? 'first' : 'second')
  const parts = {
    clock: createSimTime(0, turn).clock(),
    links: { isUp: () => true, request: () => Promise.reject(new ChatError('ERR_UNREACHABLE', 'away')) },
    relays: {
      visit: (_: unknown, task: () => Promise<unknown>) => task(),
      async take(id: string) {
        asked.push(nameOf(id))
        return [new TextEncoder().encode(nameOf(id))]
      }
    }
  } as unknown as ConversationContext
  const relays = [first, second].map(({ id }) => ({ id, address: '', leftAtMs: undefined }))
  const contact = { ...newContact('account' as AccountId), name: 'Ada', devices: [{ device: device.id, addresses: [] }], relays }
  Object.assign(context, { approach: createApproach(parts), contact, asked })
})

const text = async ([bytes]: readonly Uint8Array[]): Promise<string> => new TextDecoder().decode(bytes)

async function unlessFirst(packages: readonly Uint8Array[]): Promise<string> {
  if ((await text(packages)) === 'first') throw new ChatError('ERR_CERTIFICATE', 'junk')
  return text(packages)
}

test('the next is asked where what one gave is no good, and the last one’s fault is told', async ({ approach, contact, asked }) => {
  assert.is((await approach.take(contact, unlessFirst)).packages, 'second')
  assert.equal(asked, ['first', 'second'])
  await rejection(
    approach.take(contact, () => Promise.reject(new ChatError('ERR_EXPIRED', 'old'))),
    'ERR_EXPIRED'
  )
})

test('whoever gave what led nowhere is asked last, and alone where there is nobody else', async ({ approach, contact }) => {
  const taken = async (anew: boolean): Promise<string> => (await approach.take(contact, text, { anew })).packages
  assert.equal([await taken(false), await taken(true), await taken(true), await taken(false)], ['first', 'second', 'first', 'first'])
  const one = { ...contact, relays: contact.relays.slice(0, 1) }
  assert.is((await approach.take(one, text, { anew: true })).packages, 'first')
})

test.run()
