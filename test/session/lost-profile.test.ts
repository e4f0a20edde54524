import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { linksIn, MAX_LINKS, newGroupLink, withLink, withoutLink, withUses, type GroupLink } from '../../node/session/group-links.js'
import { dutiesAtHead } from '../../node/session/head-duties.js'
import { lifetimeIn, withField, withLifetime } from '../../node/session/profile-fields.js'
import { decodeProfile, encodeProfile, type GroupProfile } from '../../node/session/profile.js'
import { accountOf, drawTree, nameOf, profileOf, type DrawnCommit } from './drawn-tree.js'

const CAST = { owners: ['olga', 'omar'], admins: ['ada', 'ali'], members: ['mira', 'nick'] }
const RELAYS = ['/dns4/one.example/tcp/1', '/dns4/two.example/tcp/2']

const linkNumber = (n: number, usesLeft?: number): GroupLink =>
  newGroupLink(new Uint8Array(32).fill(n + 1), { asksFirst: false, ...(usesLeft === undefined ? {} : { usesLeft }) })
function having(profile: GroupProfile, ...links: readonly GroupLink[]): GroupProfile {
  return links.reduce((all, link) => withLink(all, link, 0) ?? all, profile)
}

const idOf = (n: number): string => linkNumber(n).id

/** The head stands at the end of what olga said, whoever else said something beside it. */
function lostBeside(won: readonly GroupProfile[], lost: readonly GroupProfile[], before: GroupProfile): ReturnType<typeof dutiesAtHead> {
  const commits: Record<string, DrawnCommit> = {
    a: { on: 'root', by: 'olga', says: before },
    x: { on: 'a', by: 'olga', removes: ['mira'] }
  }
  for (const [i, says] of won.entries()) commits[`x${i}`] = { on: i === 0 ? 'x' : `x${i - 1}`, by: 'olga', says }
  for (const [i, says] of lost.entries()) commits[`y${i}`] = { on: i === 0 ? 'a' : `y${i - 1}`, by: 'ada', says }
  const duties = dutiesAtHead(drawTree(CAST, commits))
  assert.is(nameOf(duties.head), won.length === 0 ? 'x' : `x${won.length - 1}`)
  return duties
}

const profiles = suite('what a group says of itself, lost in a fork')

profiles('a change is proposed again whatever else the winning side changed', () => {
  const before = profileOf('Garden')
  const found = lostBeside([profileOf('Wood')], [{ ...before, retentionDays: 7 }], before).lostProfile
  assert.equal(found, { profile: { ...profileOf('Wood'), retentionDays: 7 }, proposers: [accountOf('ada')] })
  assert.is(lostBeside([{ ...before, retentionDays: 30 }], [{ ...before, retentionDays: 7 }], before).lostProfile, undefined)
  const back = [{ ...before, retentionDays: 30 }, before]
  assert.is(lostBeside(back, [{ ...before, retentionDays: 7 }], before).lostProfile, undefined, 'it was said otherwise, and back')
})

profiles('links come back one by one, but those that were dropped or are used up, and where there is room', () => {
  const [kept, made, spent] = [linkNumber(0), linkNumber(1), linkNumber(2, 0)]
  const before = having(profileOf('Garden'), kept)
  const lost = having(withoutLink(before, kept.id), made, spent)
  const found = lostBeside([having(before, linkNumber(3))], [lost], before).lostProfile?.profile
  assert.equal(
    linksIn(found ?? before).map(({ id }) => id),
    [idOf(3), made.id]
  )
  const dropped = [having(before, made), before]
  assert.equal(linksIn(lostBeside(dropped, [having(before, made)], before).lostProfile?.profile ?? before), [kept])
  const full = having(profileOf('Garden'), ...Array.from({ length: MAX_LINKS }, (_, n) => linkNumber(10 + n)))
  assert.is(lostBeside([full], [having(profileOf('Garden'), made)], profileOf('Garden')).lostProfile, undefined)
})

profiles('who came in by a link takes no other change away, and its uses count once', () => {
  const before = having(profileOf('Garden'), linkNumber(0, 5))
  const [used, usedMore] = [withUses(before, [idOf(0)]), withUses(before, [idOf(0), idOf(0)])]
  assert.is(lostBeside([used], [{ ...before, name: 'Wood' }], before).lostProfile?.profile.name, 'Wood')
  const found = lostBeside([{ ...used, name: 'Wood' }], [usedMore], before).lostProfile
  assert.equal(found?.profile, { ...usedMore, name: 'Wood' })
  assert.is(lostBeside([usedMore], [used], before).lostProfile, undefined)
  const takenBack = lostBeside([used], [withoutLink(before, idOf(0))], before).lostProfile?.profile
  assert.equal(takenBack && linksIn(takenBack), [], 'taken back is more than used')
})

interface Change {
  readonly about: string
  readonly to: (profile: GroupProfile) => GroupProfile
}

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom('Garden', 'Wood', 'Park').map(name => ({ about: 'name', to: (profile: GroupProfile) => ({ ...profile, name }) })),
  fc.subarray(RELAYS).map(relays => ({ about: 'relays', to: (profile: GroupProfile) => ({ ...profile, relays }) })),
  fc.nat(2).map(retentionDays => ({ about: 'retention', to: (profile: GroupProfile) => ({ ...profile, retentionDays }) })),
  fc.nat(2).map(seconds => ({ about: 'lifetime', to: (profile: GroupProfile) => withLifetime(profile, seconds) })),
  fc.nat(2).map(n => ({ about: 'later', to: (profile: GroupProfile) => withField(profile, 9, new Uint8Array(n)) })),
  fc.tuple(fc.nat(2), fc.boolean()).map(([n, isThere]) => ({
    about: `link ${n}`,
    to: (profile: GroupProfile) => (isThere ? having(profile, linkNumber(n)) : withoutLink(profile, idOf(n)))
  }))
)

/** Thing by thing, however it is spelled. */
const said = (profile: GroupProfile): Readonly<Record<string, unknown>> => ({
  name: profile.name,
  relays: profile.relays.join(),
  retention: profile.retentionDays,
  lifetime: lifetimeIn(profile),
  later: withLifetime(
    [0, 1, 2].reduce((rest, n) => withoutLink(rest, idOf(n)), profile),
    0
  ).later.length,
  ...Object.fromEntries([0, 1, 2].map(n => [`link ${n}`, linksIn(profile).some(({ id }) => id === idOf(n))]))
})

/** What is said after each of them. */
function apply(from: GroupProfile, all: readonly Change[]): GroupProfile[] {
  return all.reduce<GroupProfile[]>((states, { to }) => [...states, to(states.at(-1) ?? from)], [])
}

profiles('thing by thing the winning side keeps what it changed, and all else is as the losing side said it last', () => {
  const changes = fc.array(change, { maxLength: 6 })
  fc.assert(
    fc.property(changes, changes, changes, (first, won, lost) => {
      const before = apply(profileOf('Garden'), first).at(-1) ?? profileOf('Garden')
      const [winning, losing] = [apply(before, won), apply(before, lost)]
      const [kept, gone] = [winning.at(-1) ?? before, losing.at(-1) ?? before]
      const changedIn = (states: readonly GroupProfile[], about: string): boolean =>
        states.some((state, i) => said(state)[about] !== said(states[i - 1] ?? before)[about])
      const wanted = Object.fromEntries(
        Object.keys(said(before)).map(about => [about, said(changedIn(winning, about) || !changedIn(losing, about) ? kept : gone)[about]])
      )
      const { lostProfile } = lostBeside(winning, losing, before)
      const healed = lostProfile?.profile ?? kept
      assert.equal(said(healed), wanted)
      assert.equal(decodeProfile(encodeProfile(healed)), healed)
      assert.is(lostBeside([...winning, healed], losing, before).lostProfile, undefined)
    }),
    { numRuns: 300 }
  )
})

profiles.run()
