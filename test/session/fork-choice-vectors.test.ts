import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex, toHex } from '../../node/base/bytes.js'
import { explainHead } from '../../node/session/fork-choice.js'
import { dutiesAtHead } from '../../node/session/head-duties.js'
import { decodeRoles, encodeRoles } from '../../node/session/roles.js'
import { type Cast, type DrawnCommit, drawTree, nameOf, rolesOf } from './drawn-tree.js'

interface TreeVector {
  readonly name: string
  readonly cast: Cast
  readonly commits: Readonly<Record<string, Omit<DrawnCommit, 'roles'> & { readonly roles?: Cast }>>
  readonly head: string
  readonly forks: readonly { readonly parent: string; readonly claims: readonly unknown[] }[]
  readonly struck: readonly string[]
  readonly lostAdds: readonly string[]
  readonly lostRoles: Readonly<Record<string, string>>
  /** The name. */
  readonly lostProfile: string | null
}

interface Vectors {
  readonly roles: Cast & { readonly encoded: string }
  readonly trees: readonly TreeVector[]
}

const vectors = suite('fork choice vectors')

const { roles, trees } = JSON.parse(readFileSync(new URL('../../../test/vectors/fork-choice.json', import.meta.url), 'utf8')) as Vectors

for (const { name, cast, commits, ...expected } of trees) {
  vectors(name, () => {
    const drawn = Object.entries(commits).map(([child, { roles: changed, ...commit }]): [string, DrawnCommit] => [
      child,
      changed === undefined ? commit : { ...commit, roles: rolesOf(changed) }
    ])
    const tree = drawTree(cast, Object.fromEntries(drawn))
    const { head, forks } = explainHead(tree)
    const { struck, lostAdds, lostRoles, lostProfile } = dutiesAtHead(tree)
    assert.equal(
      {
        head: nameOf(head),
        forks: forks.map(({ parent, claims }) => ({
          parent: nameOf(parent),
          claims: claims.map(claim => ({ ...claim, child: nameOf(claim.child) }))
        })),
        struck: struck.map(nameOf),
        lostAdds: lostAdds.map(({ account }) => nameOf(account)),
        lostRoles: Object.fromEntries(lostRoles.map(({ account, role }) => [nameOf(account), role])),
        lostProfile: lostProfile?.profile.name ?? null
      },
      expected
    )
  })
}

vectors('roles are spelled in one way', () => {
  assert.is(toHex(encodeRoles(rolesOf(roles))), roles.encoded)
  assert.equal(decodeRoles(fromHex(roles.encoded)), rolesOf(roles))
})

vectors.run()
