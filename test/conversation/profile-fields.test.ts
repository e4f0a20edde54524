import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex, toHex } from '../../node/base/bytes.js'
import type { AccountId } from '../../node/base/ids.js'
import { relaysOf, withNamer } from '../../node/conversation/relay-namers.js'
import { linksIn, newGroupLink, withLink, type GroupLink } from '../../node/session/group-links.js'
import { fieldIn, lifetimeIn, withLifetime } from '../../node/session/profile-fields.js'
import { decodeProfile, encodeProfile, NO_PROFILE, type GroupProfile } from '../../node/session/profile.js'
import { primitives } from '../identity/people.js'

/** Spelled by hand after the document. Byte strings are in hex. */
interface Vectors {
  readonly name: string
  readonly relays: readonly string[]
  /** Of this relay nobody knows who named it. */
  readonly unnamed: string
  readonly links: readonly (Pick<GroupLink, 'asksFirst' | 'expiresAtMs' | 'usesLeft'> & { readonly token: string })[]
  readonly lifetimeS: number
  readonly namers: readonly { readonly relay: string; readonly account: AccountId }[]
  readonly fields: readonly { readonly type: number; readonly value: string }[]
  readonly later: string
  readonly encoded: string
}

const vectors = JSON.parse(readFileSync(new URL('../../../test/vectors/profile-fields.json', import.meta.url), 'utf8')) as Vectors
const encoded = (): GroupProfile => decodeProfile(fromHex(vectors.encoded))

/** As a group comes to it: one relay from before, then the others as their accounts name them. */
async function made(): Promise<GroupProfile> {
  let profile: GroupProfile = { ...NO_PROFILE, name: vectors.name, relays: [vectors.unnamed] }
  for (const { relay, account } of vectors.namers) {
    const relays = vectors.relays.filter(one => one === relay || profile.relays.includes(one))
    profile = withNamer({ ...profile, relays }, profile, account)
  }
  for (const { token, ...terms } of vectors.links)
    profile = withLink(profile, newGroupLink(await primitives.sha256(fromHex(token)), terms), 0) ?? profile
  return withLifetime(profile, vectors.lifetimeS)
}

const fields = suite('the later fields of a profile')

fields('are spelled as the vectors say: links, how long messages live, who named which relay', async () => {
  const profile = await made()
  for (const { type, value } of vectors.fields) assert.is(toHex(fieldIn(profile, type)), value, `field ${type}`)
  assert.is(toHex(profile.later), vectors.later)
  assert.is(toHex(encodeProfile(profile)), vectors.encoded)
})

fields('say what they were made from', async () => {
  const profile = encoded()
  assert.is(lifetimeIn(profile), vectors.lifetimeS)
  const links: GroupLink[] = []
  for (const { token, ...terms } of vectors.links) links.push(newGroupLink(await primitives.sha256(fromHex(token)), terms))
  assert.equal(linksIn(profile), links)
})

fields('tell which relays go with whom, but for those that are in use', () => {
  const [first, second] = vectors.namers
  const without = (account: AccountId | undefined): ReadonlySet<AccountId> =>
    new Set(vectors.namers.flatMap(namer => (namer.account === account ? [] : namer.account)))
  const but = (relay: string | undefined): readonly string[] => vectors.relays.filter(one => one !== relay)
  assert.equal(relaysOf(encoded(), without(undefined), []), vectors.relays)
  assert.equal(relaysOf(encoded(), without(first?.account), []), but(first?.relay))
  assert.equal(relaysOf(encoded(), without(second?.account), []), but(second?.relay))
  assert.equal(relaysOf(encoded(), without(first?.account), [first?.relay ?? '']), vectors.relays)
  assert.equal(relaysOf(encoded(), new Set(), []), [vectors.unnamed])
})

fields.run()
