import type { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import { NO_PROFILE, type GroupProfile } from '../../node/session/profile.js'
import type { Change } from '../../node/session/session.js'
import { type Party, type Standing, admit, commitAll, refuses } from '../session/standing.js'

interface Surroundings {
  readonly createParty: () => Promise<Party>
  /** A conversation without roles. */
  readonly two: () => Promise<[Standing, Standing]>
  /** A group with an owner and two plain members. */
  readonly three: () => Promise<[Standing, Standing, Standing]>
  readonly refusesFrom: (by: Standing, change: Change) => Promise<void>
}

const CONVERSATION = 'c1'.repeat(32) as ConversationId
const GARDEN: GroupProfile = {
  name: 'Garden',
  relays: ['/dns4/relay.example/tcp/443'],
  retentionDays: 30,
  later: Uint8Array.of(7, 0, 1, 9)
}

/** What every session must do with what a group says of itself. */
export function addProfileCases(test: ReturnType<typeof suite>, { createParty, two, three, refusesFrom }: Surroundings): void {
  test('says what the group is called and where it is kept: to members, to joiners, and after a restart', async () => {
    const [ann, bea, cleo, dora] = [await createParty(), await createParty(), await createParty(), await createParty()]
    const founder = { party: ann, epoch: await ann.session.create(CONVERSATION) }
    const roles = { owners: [ann.account], admins: [bea.account] }
    const [admin] = (await admit(founder, [bea], [], { roles, profile: GARDEN })) as [Standing]
    assert.equal([admin.epoch.roles, admin.epoch.profile], [roles, GARDEN])
    assert.equal([admin.epoch.lineage[0]?.roles, admin.epoch.lineage[0]?.profile], [roles, GARDEN])
    const renamed = { ...GARDEN, name: 'Gärten 🌱' }
    await commitAll(admin, { profile: renamed }, [founder])
    assert.equal([founder.epoch.roles, founder.epoch.profile], [roles, renamed])
    assert.equal([founder.epoch.lineage[0]?.roles, founder.epoch.lineage[0]?.profile], [undefined, renamed])
    await admit(admin, [cleo], [founder])
    assert.equal([founder.epoch.lineage[0]?.profile, founder.epoch.profile], [undefined, renamed])
    const next = { owners: [ann.account], admins: [bea.account, cleo.account] }
    const [last] = await admit(founder, [dora], [admin], { roles: next, profile: GARDEN })
    assert.equal([admin.epoch.roles, admin.epoch.profile, last?.epoch.lineage], [next, GARDEN, founder.epoch.lineage])
    assert.equal([last?.epoch.roles, last?.epoch.profile], [next, GARDEN])
    await commitAll(founder, { roles }, [admin])
    assert.equal([admin.epoch.roles, admin.epoch.profile, admin.epoch.lineage[0]?.profile], [roles, GARDEN, undefined])
    const again = await bea.session.decode(bea.session.encode(admin.epoch))
    assert.equal([again.profile, again.lineage, again.id], [GARDEN, founder.epoch.lineage, founder.epoch.id])
  })

  test('lets owners and admins change what the group says of itself, nobody else, and nobody beside a removal', async () => {
    const [ann, bea, cleo] = await three()
    await refusesFrom(bea, { profile: GARDEN })
    await refusesFrom(ann, { profile: GARDEN, remove: [cleo.epoch.ownLeaf] })
    const roles = { owners: [ann.party.account], admins: [bea.party.account] }
    await commitAll(ann, { roles }, [bea, cleo])
    await commitAll(bea, { profile: GARDEN }, [ann, cleo])
    await commitAll(bea, { remove: [cleo.epoch.ownLeaf] }, [ann, cleo])
    assert.equal([ann.epoch.profile, bea.epoch.roles], [GARDEN, roles])
    await refusesFrom(ann, { profile: NO_PROFILE })
    await refuses(() => ann.party.session.commit(ann.epoch, { profile: { ...GARDEN, name: '' } }), 'ERR_INVALID_ARGUMENT')
    const [one, other] = await two()
    await refusesFrom(one, { profile: GARDEN })
    await refusesFrom(other, { profile: GARDEN })
  })

  test('never leaves a group that has an owner without one', async () => {
    const [ann, bea] = await three()
    await refusesFrom(ann, { roles: { owners: [], admins: [] } })
    await refusesFrom(ann, { roles: { owners: [], admins: [bea.party.account] } })
    await commitAll(ann, { roles: { owners: [bea.party.account], admins: [] } }, [bea])
    assert.equal(bea.epoch.roles.owners, [bea.party.account])
  })
}
