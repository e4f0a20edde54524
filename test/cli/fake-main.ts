import { createHash } from 'node:crypto'
import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DeviceId } from '../../node/base/ids.js'
import { ChatError } from '../../node/base/errors.js'
import type { NodeDoor } from '../../node/cli/node-door.js'
import { runProcess } from '../../node/cli/process.js'
import { createFakeChat } from './fake-chat.js'

/** `parley` with a node that is only in memory behind its door: the process, its streams and its sockets are real. */
const profileFile = (profileDir: string): string => join(profileDir, 'fake-profile.json')
const hash = (passphrase: string | undefined): string =>
  createHash('sha256')
    .update(passphrase ?? '')
    .digest('hex')

const fakeDoor: NodeDoor = {
  async createProfile({ profileDir, name, phrase, passphrase }) {
    const exists = await access(profileFile(profileDir)).then(
      () => true,
      () => false
    )
    if (exists) throw new ChatError('ERR_ALREADY_EXISTS', `there is a profile in ${profileDir} already`)
    if (phrase !== undefined && phrase.split(/\s+/).length !== 24) throw new ChatError('ERR_PHRASE', 'a recovery phrase has 24 words')
    await mkdir(profileDir, { recursive: true, mode: 0o700 })
    await writeFile(profileFile(profileDir), JSON.stringify({ name, passphrase: hash(passphrase) }))
    const chat = createFakeChat(passphrase === undefined ? 'keyless' : name)
    return { ...(await chat.identity()), words: 'twenty four words' }
  },
  async findAccount(_phrase, [relay]) {
    if (relay === 'unknown') throw new ChatError('ERR_NOT_FOUND', 'that relay has nothing of this account')
    return {
      name: 'ada',
      devices: [{ device: '12D3KooWold' as DeviceId, name: 'old-laptop', sinceMs: 1_700_000_000_000 }],
      contacts: 2,
      fetched: { deviceLists: [], index: [] },
      publish: async () => undefined,
      close: async () => undefined
    }
  },
  async awaitLink() {
    throw new ChatError('ERR_UNREACHABLE', 'a node that is only in memory is linked to nobody')
  },
  async openNode({ profileDir, passphrase }) {
    const kept = await readFile(profileFile(profileDir), 'utf8').catch(() => {
      throw new ChatError('ERR_PROFILE_MISSING', `there is no profile in ${profileDir}`)
    })
    const profile = JSON.parse(kept) as { name: string; passphrase: string }
    if (hash(passphrase) !== profile.passphrase) throw new ChatError('ERR_PASSPHRASE', 'that is not the passphrase of this profile')
    const chat = createFakeChat(profile.passphrase === hash(undefined) ? 'keyless' : profile.name)
    chat.hear('bob', 'hello ada')
    chat.hear('mallory\u001b[2J\u202e', 'evil \u001b]0;title\u0007\u009b31m text\nbob  12:00 forged')
    return {
      api: chat,
      stats: () => ({ batches: 0, syncs: 0, writes: 0, bytes: 0 }),
      nameRelayHere: async address => void (await chat.addRelay({ address })),
      wake: () => undefined,
      close: async () => chat.close()
    }
  }
}

if (process.env.PARLEY_FAKE_CRASH !== undefined) {
  process.on('SIGUSR2', () => {
    throw new Error('crashed on purpose')
  })
}

await runProcess(fakeDoor)
