import * as assert from 'uvu/assert'
import { fails, result, type Steps } from './walk-steps.js'

/** Each command about groups. */
export const GROUP_STEPS: Readonly<Record<string, Steps>> = {
  'group create': {
    succeeds: async ({ parley, friend }) => {
      const made = await result<{ title: string; kind: string }>(parley, ['group', 'create', 'Garden', '--with', friend])
      assert.equal([made.title, made.kind], ['Garden', 'group'])
    },
    fails: fails(['group', 'create', 'Garden', '--with', 'nobody'], 'ERR_NOT_FOUND')
  },
  'group members': {
    succeeds: async ({ parley, friend }) => {
      const members = await result<{ name: string; role: string }[]>(parley, ['group', 'members', 'Garden'])
      assert.is(members[0]?.role, 'owner')
      assert.ok(members.some(({ name }) => name === friend))
    },
    fails: fails(['group', 'members', 'nothing'], 'ERR_NOT_FOUND')
  },
  'group invite': {
    async succeeds({ parley, friend }) {
      await result(parley, ['group', 'create', 'Meadow'])
      assert.is((await result<{ contact: string }>(parley, ['group', 'invite', 'Meadow', friend, '--share', '10'])).contact, friend)
    },
    fails: fails(['group', 'invite', 'Garden', 'nobody', '--share-days', '1'], 'ERR_NOT_FOUND')
  },
  'group role': {
    succeeds: async ({ parley, friend }) =>
      assert.is((await result<{ role: string }>(parley, ['group', 'role', 'Garden', friend, 'admin'])).role, 'admin'),
    fails: fails(['group', 'role', 'Garden', 'nobody', 'admin'], 'ERR_NOT_FOUND')
  },
  'group remove': {
    succeeds: async ({ parley, friend }) =>
      assert.is((await result<{ member: string }>(parley, ['group', 'remove', 'Garden', friend])).member, friend),
    fails: fails(['group', 'remove', 'Garden', 'nobody'], 'ERR_NOT_FOUND')
  },
  'group rename': {
    succeeds: async ({ parley }) =>
      assert.is((await result<{ kind: string }>(parley, ['group', 'rename', 'Garden', 'Garden'])).kind, 'group'),
    fails: fails(['group', 'rename', 'nothing', 'Orchard'], 'ERR_NOT_FOUND')
  },
  'group relays': {
    succeeds: async ({ parley }) => {
      assert.equal(await result<string[]>(parley, ['group', 'relays', 'Garden', '--none']), [])
      assert.ok(Array.isArray(await result<string[]>(parley, ['group', 'relays', 'Garden'])))
    },
    fails: fails(['group', 'relays', 'Garden', '--relay', 'nowhere'], 'ERR_INVALID_ARGUMENT')
  },
  'group retention': {
    succeeds: async ({ parley }) => {
      assert.equal(await result<{ days: number }>(parley, ['group', 'retention', 'Garden', '--days', '30']), { days: 30 })
      const { days } = await result<{ days: number }>(parley, ['group', 'retention', 'Garden'])
      assert.ok(days === 0 || days === 30, 'where others have to have the commit first, it is a wish')
      assert.equal(await result<{ days: number }>(parley, ['group', 'retention', 'Garden', '--forever']), { days: 0 })
    },
    fails: fails(['group', 'retention', 'Garden', '--days', '400'], 'ERR_INVALID_ARGUMENT')
  },
  'group leave': {
    succeeds: async ({ parley }) => assert.is((await result<{ left: string }>(parley, ['group', 'leave', 'Garden'])).left, 'Garden'),
    fails: fails(['group', 'leave', 'nothing'], 'ERR_NOT_FOUND')
  },
  'group link': {
    succeeds: async ({ parley }) => {
      await result(parley, ['group', 'create', 'Orchard'])
      const made = await result<{ uri: string; approve: boolean }>(parley, ['group', 'link', 'Orchard', '--approve', '--expires', '7d'])
      assert.match(made.uri, /^parley:/)
      assert.ok(made.approve)
    },
    fails: fails(['group', 'link', 'nothing'], 'ERR_NOT_FOUND')
  },
  'group links': {
    succeeds: async ({ parley }) => assert.is((await result<{ open: boolean }[]>(parley, ['group', 'links', 'Orchard']))[0]?.open, true),
    fails: fails(['group', 'links', 'nothing'], 'ERR_NOT_FOUND')
  },
  'group join': {
    succeeds: async ({ parley, elsewhere }) => {
      const [link] = await result<{ uri: string }[]>(parley, ['group', 'links', 'Orchard'])
      assert.is((await result<{ name: string }>(elsewhere('carol'), ['group', 'join', link?.uri ?? ''])).name, 'Orchard')
      assert.is((await result<{ name: string }>(elsewhere('carol'), ['add', link?.uri ?? ''])).name, 'Orchard')
    },
    fails: fails(['group', 'join', 'parley:nonsense'], 'ERR_CARD')
  },
  'group requests': {
    succeeds: async ({ parley }) =>
      assert.equal(
        (await result<{ name: string }[]>(parley, ['group', 'requests', 'Orchard'])).map(({ name }) => name),
        ['carol']
      ),
    fails: fails(['group', 'requests', 'nothing'], 'ERR_NOT_FOUND')
  },
  'group refuse': {
    succeeds: async ({ parley }) =>
      assert.not((await result<{ approve: boolean }>(parley, ['group', 'refuse', 'Orchard', 'carol'])).approve),
    fails: fails(['group', 'refuse', 'Orchard', 'nobody'], 'ERR_NOT_FOUND')
  },
  'group approve': {
    succeeds: async ({ parley }) =>
      assert.ok((await result<{ approve: boolean }>(parley, ['group', 'approve', 'Orchard', 'carol'])).approve),
    fails: fails(['group', 'approve', 'Orchard', 'nobody'], 'ERR_NOT_FOUND')
  },
  'group unlink': {
    succeeds: async ({ parley }) => {
      const [link] = await result<{ id: string }[]>(parley, ['group', 'links', 'Orchard'])
      await result(parley, ['group', 'unlink', 'Orchard', link?.id ?? ''])
      assert.equal(await result<unknown[]>(parley, ['group', 'links', 'Orchard']), [])
    },
    fails: fails(['group', 'unlink', 'Orchard', '00000000'], 'ERR_NOT_FOUND')
  }
}
