import { assert as check, boolean, constantFrom, property, record } from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { AccountId, DeviceId } from '../../node/base/ids.js'
import type { Contact, ContactState } from '../../node/conversation/contacts.js'
import { mergeContact } from '../../node/conversation/merge-contact.js'
import type { RelayId } from '../../node/network/relay-protocol.js'
import { saveContact } from '../../node/conversation/saved.js'

const states = constantFrom<ContactState>('invited', 'request', 'accepted', 'blocked')
const contacts = record({ state: states, verified: boolean(), before: states.filter(state => state !== 'blocked') }).map(
  ({ state, verified, before }): Contact => ({
    account: 'a'.repeat(64) as AccountId,
    name: 'Bob',
    state,
    verified,
    devices: [],
    directory: undefined,
    relays: [],
    relaysChangedAtMs: 0,
    changedAtMs: 0,
    token: undefined,
    revoked: [],
    stateBeforeBlock: state === 'blocked' ? before : undefined
  })
)

const bring = (known: Contact | undefined, brought: Contact): Contact => mergeContact(known, saveContact(brought), true)

const merge = suite('merging a contact that a backup brings')

merge('never lifts a block of either side, and never takes away a verified mark', () => {
  check(
    property(contacts, contacts, boolean(), (known, saved, isOwn) => {
      const merged = mergeContact(known, saveContact(saved), isOwn)
      assert.is(merged.state === 'blocked', known.state === 'blocked' || saved.state === 'blocked')
      assert.is(merged.verified, known.verified || (isOwn && saved.verified))
      assert.not(merged.stateBeforeBlock === 'blocked')
    })
  )
})

merge('is the same in any order and any number of times', () => {
  check(
    property(contacts, contacts, contacts, (known, one, other) => {
      const both = bring(bring(known, one), other)
      assert.equal(both, bring(bring(known, other), one))
      assert.is(bring(both, one), both)
    })
  )
})

merge('keeps every device that was revoked, and of relays those that are here with when they were named', () => {
  check(
    property(contacts, contacts, boolean(), (known, saved, isOwn) => {
      const [one, other] = ['one', 'other'] as DeviceId[]
      const relays = [{ id: other as RelayId, address: '/a', leftAtMs: undefined }]
      const brought = saveContact({ ...saved, revoked: [other as DeviceId], relays, relaysChangedAtMs: 2 })
      const here = { ...known, relays, relaysChangedAtMs: 1 }
      const merged = mergeContact({ ...here, revoked: [one as DeviceId] }, brought, isOwn)
      assert.equal([merged.revoked, merged.relays, merged.relaysChangedAtMs], [[one, other], here.relays, 1])
      assert.equal(mergeContact(undefined, brought, isOwn).revoked, [other])
      assert.is(mergeContact(undefined, brought, isOwn).relaysChangedAtMs, 2)
    })
  )
})

merge('brings the door of who has accepted to the same account alone, and no invite’s token; the one that is here stays', () => {
  const token = Uint8Array.of(1)
  check(
    property(contacts, contacts, (known, saved) => {
      assert.is(bring({ ...known, token }, saved).token, token)
      assert.is(bring(undefined, { ...saved, token }).token, saved.state === 'accepted' ? token : undefined)
      assert.is(mergeContact(undefined, saveContact({ ...saved, state: 'accepted', token }), false).token, undefined)
    })
  )
})

merge.run()
