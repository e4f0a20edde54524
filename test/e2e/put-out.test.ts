import { cp, lstat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Chat } from '../../node/api/chat.js'
import { toHex } from '../../node/base/bytes.js'
import type { ConversationId } from '../../node/base/ids.js'
import { newPhrase } from '../../node/identity/phrase.js'
import type { OpenedEnvelope } from '../conversation/opened-by.js'
import { primitives } from '../identity/people.js'
import { wholeHistory } from './acquaint.js'
import { createCanary, searchBytes } from './canary.js'
import { befriendAll, eachOf, gather, untilNothingIsMissing } from './crowd.js'
import { AT_HOME, scene, type Stage } from './harness.js'
import { envelopesAt, envelopesKeptBy, envelopesWaiting, openedOffline } from './on-disk.js'
import { createPartedNetwork, type PartedNetwork } from './parted-network.js'
import type { Person, PersonOptions } from './person.js'
import { LOOPBACK, type RelayProcess } from './relay-process.js'

const test = suite('whoever was put out while away, with all they had')

/** Everybody dials through a door, so that all that passes between any two of them is kept. */
async function recorded(play: (network: PartedNetwork) => Promise<void>): Promise<void> {
  const network = await createPartedNetwork({ capture: true })
  try {
    await play(network)
  } finally {
    await network.close()
  }
}

interface Cast {
  readonly relay: RelayProcess
  readonly ada: Person
  readonly bob: Person
  readonly cleo: Person
  readonly phraseFile: string
  readonly person: (name: string, options?: Pick<PersonOptions, 'init' | 'linkedBy'>) => Promise<Person>
}

async function cast(stage: Stage, network: PartedNetwork): Promise<Cast> {
  const env = network.env('west')
  const relay = await stage.relay({ ...LOOPBACK, wrapper: ['env', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)] })
  const phraseFile = join(await stage.folder(), 'words')
  await writeFile(phraseFile, newPhrase(primitives), { mode: 0o600 })
  const person: Cast['person'] = (name, options) => stage.person(name, { flags: AT_HOME, env, ...options })
  const ada = await person('Ada', { init: ['--phrase-file', phraseFile, '--without-relay'] })
  const [bob, cleo] = [await person('Bob'), await person('Cleo')]
  for (const { api } of [ada, bob, cleo]) await api.addRelay({ address: relay.address })
  await befriendAll(ada, [bob, cleo])
  return { relay, ada, bob, cleo, phraseFile, person }
}

async function textsOf({ api }: Person, chat: ConversationId): Promise<readonly string[]> {
  return (await wholeHistory(api, chat)).map(({ text }) => text)
}

/** What somebody has on their disk now, for later. Their daemon does not run. */
async function copied({ profile }: Person, stage: Stage): Promise<Pick<Person, 'profile'>> {
  const copy = join(await stage.folder(), 'copy')
  await cp(profile, copy, { recursive: true, filter: async path => !(await lstat(path)).isSocket() })
  return { profile: copy }
}

async function directChat({ api }: Person, { name }: Person): Promise<Chat> {
  const chat = (await api.chats()).find(({ kind, title }) => kind === 'direct' && title === name)
  if (chat === undefined) throw new Error(`there is no chat with ${name}`)
  return chat
}

/** Each of them says this, and all have it. */
async function talk(people: readonly Person[], chat: ConversationId, word: string): Promise<readonly string[]> {
  const texts = await Promise.all(people.map(async ({ name, api }) => (await api.send({ chat, text: `${name} ${word}` })).text))
  await untilNothingIsMissing(async () => {
    const had = await Promise.all(people.map(async person => ({ person, own: await textsOf(person, chat) })))
    return had.flatMap(({ person, own }) => texts.filter(text => !own.includes(text)).map(text => `${person.name} lacks ${text}`))
  })
  return texts
}

/** All that passed: what the relay has on its disk, and what of it these members keep. They are away for a moment. */
async function allThatPassed(relay: RelayProcess, people: readonly Person[], chat: ConversationId): Promise<readonly Uint8Array[]> {
  await Promise.all([relay, ...people].map(one => one.stop()))
  return [...(await envelopesAt(relay)), ...(await Promise.all(people.map(person => envelopesKeptBy(person, chat)))).flat()]
}

/** All that was sealed so far, whether or not it has left, and all are there again. Each of them knows by now who has been put out. */
async function sealedSoFar(relay: RelayProcess, people: readonly Person[], chat: ConversationId): Promise<ReadonlySet<string>> {
  const passed = await allThatPassed(relay, people, chat)
  const waiting = (await Promise.all(people.map(envelopesWaiting))).flat()
  await relay.start()
  await eachOf(people, person => person.start())
  return new Set([...passed, ...waiting].map(toHex))
}

interface Later {
  readonly gone: Person
  /** What they had when they were put out: nothing that came later has been opened with it. */
  readonly before: Pick<Person, 'profile'>
  readonly staying: readonly Person[]
  readonly chat: ConversationId
  readonly relay: RelayProcess
  readonly network: PartedNetwork
  /** What was sealed when nobody had said anything yet without them. */
  readonly earlier: ReadonlySet<string>
  readonly secret: string
  /** Whether they are in this conversation still: there they read on. */
  readonly isTheirs: (conversation: OpenedEnvelope['conversation']) => boolean
}

/** They come back, are told nothing, and open nothing of what was sealed meanwhile but what is theirs to read, wherever it is kept. */
async function readsNothing({ gone, before, staying, chat, relay, network, earlier, secret, isTheirs }: Later): Promise<void> {
  await gone.start()
  await untilNothingIsMissing(async () => {
    const { links, relays } = await gone.api.status()
    return links > 0 || relays.some(({ up }) => up) ? [] : [`${gone.name} finds nobody`]
  })
  await talk(staying, chat, `again ${secret}`)
  assert.equal(
    (await textsOf(gone, chat)).filter(text => text.includes(secret)),
    []
  )
  await gone.stop()
  const passed = await allThatPassed(relay, staying, chat)
  const [sooner, later] = [true, false].map(isEarlier => passed.filter(bytes => earlier.has(toHex(bytes)) === isEarlier))
  for (const profile of [before, gone]) {
    assert.ok((await openedOffline(profile, sooner ?? [])).length > 0, 'what they have is real: it opens what was said with them')
    const opened = await openedOffline(profile, later ?? [])
    assert.equal(opened.filter(({ isOwn, conversation }) => !isOwn && !isTheirs(conversation)).map(described), [])
  }
  const [reader] = staying
  const read = reader === undefined ? [] : await openedOffline(reader, later ?? [])
  assert.ok(
    read.some(({ conversation }) => conversation.id === chat),
    'and who stayed opens what was said since'
  )
  const wire = Buffer.concat(network.captures())
  assert.ok(wire.length > 0)
  assert.equal(searchBytes(secret, wire, 'the wire').leaks, [])
}

/** Says of what opens, and should not, what it is. */
function described({ conversation, epoch, sender, generation, content }: OpenedEnvelope): string {
  const { kind, groups } = conversation
  const isHead = groups.some(({ head }) => head === epoch.id)
  const place = `epoch ${epoch.id.slice(0, 8)}${isHead ? ', their head' : ''} of ${kind} conversation ${conversation.name}, log ${epoch.log.slice(0, 8)}`
  const when = content?.sentAtMs.map(ms => new Date(ms).toISOString()).join(' ') ?? ''
  const what = content === undefined ? 'opened before' : [...content.seqs.map(seq => `message ${seq}`), ...content.besides].join(' ')
  return `${place}: sealed by ${sender.device} (${sender.account.slice(0, 8)}) as its number ${generation}: ${what} ${when}`
}

scene(test, 'a member opens nothing that was sent since, with their old keys, their data and all that passed', stage =>
  recorded(async network => {
    const { relay, ada, bob, cleo, person } = await cast(stage, network)
    const mal = await person('Mal')
    await mal.api.addRelay({ address: relay.address })
    await befriendAll(ada, [mal])
    const chat = await gather(ada, 'Garden', [bob, cleo, mal])
    await talk([ada, bob, cleo, mal], chat, 'is here')
    await mal.kill()
    const before = await copied(mal, stage)
    const staying = [ada, bob, cleo]
    await talk(staying, chat, 'while Mal is away')
    await ada.api.removeMember({ chat, member: 'Mal' })
    await untilNothingIsMissing(async () => {
      const seen = await Promise.all(staying.map(async one => ({ one, members: await one.api.members({ chat }) })))
      return seen.filter(({ members }) => members.length !== staying.length).map(({ one }) => `${one.name} has Mal in it`)
    })
    const earlier = await sealedSoFar(relay, staying, chat)
    const secret = createCanary()
    await talk(staying, chat, secret)
    const { id: between } = await directChat(ada, mal)
    await ada.api.send({ chat: between, text: 'between the two of us' })
    await readsNothing({ gone: mal, before, staying, chat, relay, network, earlier, secret, isTheirs: ({ id }) => id === between })
  })
)

scene(test, 'a linked device that was revoked opens nothing that was sent since', stage =>
  recorded(async network => {
    const { relay, ada, bob, cleo, phraseFile, person } = await cast(stage, network)
    const chat = await gather(ada, 'Garden', [bob, cleo])
    const phone = await person('Phone', { linkedBy: { person: ada, phraseFile, flags: AT_HOME } })
    await phone.events.next('chat:changed', ({ chat: changed }) => changed.id === chat && changed.readOnly === undefined)
    await talk([ada, bob, cleo, phone], chat, 'is here')
    await phone.kill()
    const before = await copied(phone, stage)
    const staying = [ada, bob, cleo]
    await talk(staying, chat, 'while the phone is away')
    await ada.run('device', 'revoke', 'Phone', '--phrase-file', phraseFile)
    await untilNothingIsMissing(async () => {
      const seen = await Promise.all(staying.map(async one => ({ one, members: await one.api.members({ chat }) })))
      return seen
        .filter(({ members }) => members.some(({ devices }) => devices.length !== 1))
        .map(({ one }) => `${one.name} has the phone in it`)
    })
    const earlier = await sealedSoFar(relay, staying, chat)
    const secret = createCanary()
    await talk(staying, chat, secret)
    await readsNothing({ gone: phone, before, staying, chat, relay, network, earlier, secret, isTheirs: () => false })
  })
)

test.run()
