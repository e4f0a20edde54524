import * as assert from 'uvu/assert'
import { fails, result, type Stage, type Steps } from './walk-steps.js'

interface Said {
  readonly id: string
  readonly text: string
  readonly deleted?: boolean
  readonly pinned?: boolean
  readonly forwarded?: boolean
  readonly reactions?: readonly { readonly emoji: string; readonly own?: boolean }[]
  readonly answers?: { readonly text?: string }
}

const say = async ({ parley, friend }: Stage, ...args: string[]): Promise<Said> => result<Said>(parley, ['send', friend, ...args])

const UNKNOWN = '0123456789abcdef'

/** Of a message of ours, each by the beginning of its id. */
export const ANNOTATION_STEPS: Readonly<Record<string, Steps>> = {
  edit: {
    async succeeds(stage) {
      const { id } = await say(stage, 'at eight')
      const edited = await result<Said>(stage.parley, ['edit', id.slice(0, 8), 'at', 'nine'])
      assert.equal([edited.id, edited.text], [id, 'at nine'])
      assert.is((await say(stage, '--reply', id.slice(0, 8), 'see you')).answers?.text, 'at nine')
    },
    fails: fails(['edit', UNKNOWN, 'x'], 'ERR_NOT_FOUND')
  },
  delete: {
    async succeeds(stage) {
      const { id } = await say(stage, 'a slip')
      const { deleted, text } = await result<Said>(stage.parley, ['delete', id])
      assert.equal([deleted, text], [true, ''])
    },
    fails: fails(['delete', UNKNOWN], 'ERR_NOT_FOUND')
  },
  react: {
    async succeeds(stage) {
      const { id } = await say(stage, 'good news')
      assert.equal((await result<Said>(stage.parley, ['react', id, '👍'])).reactions?.[0]?.emoji, '👍')
      assert.is((await result<Said>(stage.parley, ['react', id, '--none'])).reactions, undefined)
    },
    fails: fails(['react', UNKNOWN, 'word'], 'ERR_NOT_FOUND', 'ERR_INVALID_ARGUMENT')
  },
  forward: {
    async succeeds(stage) {
      const { id } = await say(stage, 'good to know')
      const said = await result<readonly Said[]>(stage.parley, ['forward', id.slice(0, 8), stage.friend, '--also', stage.friend])
      assert.equal(
        said.map(({ text, forwarded }) => [text, forwarded]),
        [['good to know', true]]
      )
    },
    fails: fails(['forward', UNKNOWN, 'nobody'], 'ERR_NOT_FOUND')
  },
  pin: {
    async succeeds(stage) {
      const { id } = await say(stage, 'the address')
      assert.is((await result<Said>(stage.parley, ['pin', id])).pinned, true)
    },
    fails: fails(['pin', UNKNOWN], 'ERR_NOT_FOUND')
  },
  pins: {
    async succeeds({ parley, friend }) {
      assert.equal(
        (await result<readonly Said[]>(parley, ['pins', friend])).map(({ text }) => text),
        ['the address']
      )
    },
    fails: fails(['pins', 'nobody'], 'ERR_NOT_FOUND')
  },
  unpin: {
    async succeeds({ parley, friend }) {
      const [pinned] = await result<readonly Said[]>(parley, ['pins', friend])
      assert.is((await result<Said>(parley, ['unpin', pinned?.id ?? ''])).pinned, undefined)
    },
    fails: fails(['unpin', UNKNOWN], 'ERR_NOT_FOUND')
  }
}
