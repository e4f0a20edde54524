import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { AccountId, ConversationId, NowMs } from '../../node/base/ids.js'
import type { Contact } from '../../node/conversation/contacts.js'
import { createGuests, type Guest, type Guests } from '../../node/conversation/guests.js'
import { numberedDevice } from '../identity/people.js'

const HOUR_MS = 60 * 60_000
const GROUP = 'cc'.repeat(16) as ConversationId
const account = (n: number): AccountId => n.toString(16).padStart(64, '0') as AccountId

interface Context {
  guests: Guests
  clock: { atMs: number }
}

const asking = suite<Context>('who asks to be let in to a group')

asking.before.each(context => {
  const clock = (context.clock = { atMs: 1e12 })
  const records = { commit: async () => undefined }
  const parts = { records, clock: { now: () => clock.atMs as NowMs }, events: { emit: () => undefined } }
  const store = { keys: { setting: () => new Uint8Array(1) } }
  context.guests = createGuests(
    parts as unknown as Parameters<typeof createGuests>[0],
    store as unknown as Parameters<typeof createGuests>[1]
  )
})

function guest({ clock }: Context, n: number, parts: Partial<Guest> = {}): Guest {
  const contact: Contact = {
    account: account(n),
    name: `Guest ${n}`,
    state: 'accepted',
    verified: false,
    devices: [],
    relays: [],
    relaysChangedAtMs: 0,
    changedAtMs: 0,
    token: undefined,
    revoked: [],
    stateBeforeBlock: undefined,
    directory: undefined
  }
  return { contact, link: 'open', askedAtMs: clock.atMs, state: 'welcome', device: undefined, ...parts }
}

const ask = (context: Context, n: number, parts?: Partial<Guest>): Promise<boolean> => context.guests.ask(GROUP, guest(context, n, parts))
const known = ({ guests }: Context): number => guests.of(GROUP).length

asking(
  'by a link without a yes leaves room for other links, for devices that come back, and after an hour for whoever asks',
  async context => {
    for (let n = 0; n < 48; n++) assert.ok(await ask(context, n))
    assert.not(await ask(context, 48), 'all of that link have asked just now')
    assert.ok(await ask(context, 49, { link: 'another' }))
    const { id } = await numberedDevice(7)
    assert.ok(await ask(context, 50, { link: '', device: id }))
    context.clock.atMs += HOUR_MS
    assert.ok(await ask(context, 51))
    assert.equal([known(context), context.guests.find(GROUP, account(0))], [50, undefined])
  }
)

asking('is forgotten after 30 days, or with the link, but for who is on the way in and who was refused', async context => {
  const states = ['waiting', 'welcome', 'coming', 'refused'] as const
  for (const [n, state] of states.entries()) await ask(context, n, { state })
  await ask(context, 9, { link: 'another' })
  await context.guests.expire(GROUP, new Set(['open', 'another']))
  assert.is(known(context), 5)
  await context.guests.expire(GROUP, new Set(['another']))
  assert.equal(
    context.guests.of(GROUP).map(({ state }) => state),
    ['coming', 'refused', 'welcome']
  )
  context.clock.atMs += 30 * 24 * HOUR_MS
  await context.guests.expire(GROUP, new Set(['another']))
  assert.equal(
    context.guests.of(GROUP).map(({ state }) => state),
    ['refused']
  )
})

asking.run()
