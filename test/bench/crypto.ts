import {
  type CiphersuiteImpl,
  type ClientState,
  type PrivateMessage,
  createApplicationMessage,
  createCommit,
  createGroup,
  defaultCapabilities,
  defaultCryptoProvider,
  defaultLifetime,
  emptyPskIndex,
  generateKeyPackageWithKey,
  getCiphersuiteFromName,
  joinGroup,
  processPrivateMessage
} from 'ts-mls'
import { EMPTY, utf8 } from '../../node/base/bytes.js'
import type { ConversationId } from '../../node/base/ids.js'
import type { Primitives } from '../../node/base/primitives.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { SUITE_NAME, createSuite } from '../../node/session/suite.js'
import { createWebPrimitives } from '../../web/tab/web-crypto.js'
import { type Standing, admit } from '../session/standing.js'
import { createTestDevice } from '../session/test-device.js'
import { type Durations, timeEach } from './figures.js'
import { PEER, type Job } from './job.js'
import { text200 } from './texts.js'

const MESSAGES = 2_000
const COMMITS = 100
const WARM_UP = 300

/** crypto: what MLS costs on our primitives and on the library's own, and one message from plaintext to envelope and back. */
export const crypto: Job = async ({ report }) => {
  for (const [name, createMember] of Object.entries(MEMBERS)) {
    const { encrypt, decrypt, commit } = await measureMls(createMember)
    report.add({
      peer: PEER,
      job: `crypto-${name}`,
      what: `MLS alone, 200 B, two members, on ${name}: ms`,
      figures: { n: encrypt.n, encrypt_p50: encrypt.p50, decrypt_p50: decrypt.p50, commit_p50: commit.p50 }
    })
  }
  const { sign, verify } = await measureSignatures(createNodePrimitives())
  const { seal, open } = await measureEnvelopes()
  report.add({
    peer: PEER,
    job: 'crypto-seal',
    what: 'plaintext of 200 B → signed envelope: ms',
    figures: { ...seal },
    bound: { figure: 'p50', limit: 2 * sign.p50, of: 'two signatures' }
  })
  report.add({
    peer: PEER,
    job: 'crypto-open',
    what: 'signed envelope → plaintext of 200 B: ms',
    figures: { ...open },
    bound: { figure: 'p50', limit: 2 * verify.p50, of: 'two verifications' }
  })
}

interface BenchMember {
  readonly suite: CiphersuiteImpl
  readonly keys: { readonly signKey: Uint8Array; readonly publicKey: Uint8Array }
}

const MEMBERS: Readonly<Record<string, () => Promise<BenchMember>>> = {
  'node:crypto': () => memberOn(createNodePrimitives()),
  WebCrypto: () => memberOn(createWebPrimitives()),
  'the library alone': async () => {
    const suite = await defaultCryptoProvider.getCiphersuiteImpl(getCiphersuiteFromName(SUITE_NAME))
    return { suite, keys: await suite.signature.keygen() }
  }
}

async function memberOn(primitives: Primitives): Promise<BenchMember> {
  const deviceKey = await primitives.signingKey(primitives.randomBytes(32))
  return { suite: await createSuite(primitives, deviceKey), keys: { signKey: EMPTY, publicKey: deviceKey.publicKey } }
}

async function measureMls(createMember: () => Promise<BenchMember>): Promise<Record<'encrypt' | 'decrypt' | 'commit', Durations>> {
  const [ann, bea] = [await createMember(), await createMember()]
  let [sender, reader] = await meet(ann, bea)
  const messages: PrivateMessage[] = []
  const encrypt = await timeEach(MESSAGES, WARM_UP, async index => {
    const made = await createApplicationMessage(sender, utf8(text200('mls', index)), ann.suite)
    sender = made.newState
    messages.push(made.privateMessage)
  })
  const decrypt = await timeEach(MESSAGES, WARM_UP, async index => {
    reader = (await processPrivateMessage(reader, messages[index] as PrivateMessage, emptyPskIndex, bea.suite)).newState
  })
  const commit = await timeEach(COMMITS, WARM_UP / 10, async () => {
    await createCommit({ state: sender, cipherSuite: ann.suite })
  })
  return { encrypt, decrypt, commit }
}

/** Two members of one group, by the library alone. */
async function meet(ann: BenchMember, bea: BenchMember): Promise<[ClientState, ClientState]> {
  const keyPackageOf = ({ suite, keys }: BenchMember, name: string) =>
    generateKeyPackageWithKey({ credentialType: 'basic', identity: utf8(name) }, defaultCapabilities(), defaultLifetime, [], keys, suite)
  const [ofAnn, ofBea] = [await keyPackageOf(ann, 'ann'), await keyPackageOf(bea, 'bea')]
  const alone = await createGroup(utf8('bench'), ofAnn.publicPackage, ofAnn.privatePackage, [], ann.suite)
  const { newState, welcome } = await createCommit(
    { state: alone, cipherSuite: ann.suite },
    { extraProposals: [{ proposalType: 'add', add: { keyPackage: ofBea.publicPackage } }], ratchetTreeExtension: true }
  )
  if (welcome === undefined) throw new Error('nobody was added')
  return [newState, await joinGroup(welcome, ofBea.publicPackage, ofBea.privatePackage, emptyPskIndex, bea.suite)]
}

async function measureEnvelopes(): Promise<Record<'seal' | 'open', Durations>> {
  const [ann, bea] = [await createTestDevice(), await createTestDevice()]
  const sender: Standing = { party: ann, epoch: await ann.session.create('be'.repeat(32) as ConversationId) }
  const [reader] = await admit(sender, [bea])
  if (reader === undefined) throw new Error('nobody joined')
  const envelopes: Uint8Array[] = []
  const seal = await timeEach(MESSAGES, WARM_UP, async index => {
    const sealed = await ann.session.seal(sender.epoch, utf8(text200('seal', index)))
    sender.epoch = sealed.epoch
    envelopes.push(sealed.envelope)
  })
  const open = await timeEach(MESSAGES, WARM_UP, async index => {
    reader.epoch = (await bea.session.open(reader.epoch, envelopes[index] as Uint8Array)).epoch
  })
  return { seal, open }
}

async function measureSignatures(primitives: Primitives): Promise<Record<'sign' | 'verify', Durations>> {
  const key = await primitives.signingKey(primitives.randomBytes(32))
  const message = primitives.randomBytes(1_100)
  const signature = await primitives.sign(key, message)
  const sign = await timeEach(MESSAGES, WARM_UP, async () => {
    await primitives.sign(key, message)
  })
  const verify = await timeEach(MESSAGES, WARM_UP, async () => {
    await primitives.verify(key.publicKey, message, signature)
  })
  return { sign, verify }
}
