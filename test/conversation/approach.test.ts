import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { EMPTY, equals } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import type { AccountId } from '../../node/base/ids.js'
import { createApproach, type Approach } from '../../node/conversation/approach.js'
import { newContact } from '../../node/conversation/contacts.js'
import type { ConversationContext } from '../../node/conversation/context.js'
import { Knock, Knocked } from '../../node/wire/generated/introduction.js'
import { sealEnvelope } from '../../node/wire/envelope.js'
import { numberedDevice, primitives } from '../identity/people.js'
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

const CARRIED = 1_024

/** A device that lacks parts, and how often it was knocked at with which. */
async function lackingDevice(answers: readonly (readonly number[])[]): Promise<{ hand: () => Promise<unknown>; came: number[] }> {
  const device = await numberedDevice(4)
  const envelopes = await Promise.all([0, 1, 2, 3].map(index => envelopeOf(index)))
  const came: number[] = []
  const parts = {
    clock: createSimTime(0, turn).clock(),
    links: {
      isUp: () => true,
      async request(_device: string, _kind: string, body: Uint8Array) {
        const { welcome } = Knock.decode(body)
        came.push(envelopes.findIndex(envelope => equals(envelope, welcome)))
        return Knocked.encode({ lacking: Uint8Array.from(answers[came.length - 1] ?? []) })
      }
    }
  } as unknown as ConversationContext
  const contact = { ...newContact('account' as AccountId), name: 'Ada', devices: [{ device: device.id, addresses: [] }] }
  const [welcome = EMPTY, ...rest] = envelopes
  const knock = { to: device.id, leftAt: [], body: Knock.encode({ token: EMPTY, sealed: [], welcome }), rest }
  return { hand: () => createApproach(parts).knock(contact, knock), came }
}

async function envelopeOf(index: number): Promise<Uint8Array> {
  const key = await primitives.signingKey(new Uint8Array(32).fill(7))
  return sealEnvelope(primitives, key, new Uint8Array(16), new Uint8Array(CARRIED).fill(index))
}

test('of a Welcome in parts those alone are sent that are not there', async () => {
  const whole = await lackingDevice([[1, 2, 3], [2, 3], [3], []])
  assert.is(await whole.hand(), undefined)
  assert.equal(whole.came, [0, 1, 2, 3])
  const begun = await lackingDevice([[2], []])
  assert.is(await begun.hand(), undefined)
  assert.equal(begun.came, [0, 2])
})

test('who wants parts that there are not, or the same without end, is given no more', async () => {
  for (const answers of [[[4]], [[0]], Array.from({ length: 99 }, () => [1])]) {
    const { hand, came } = await lackingDevice(answers)
    await rejection(hand(), 'ERR_BUSY')
    assert.ok(came.length <= 4)
  }
  await rejection((await lackingDevice([Array.from({ length: 200 }, () => 1)])).hand(), 'ERR_MALFORMED')
})

test.run()
