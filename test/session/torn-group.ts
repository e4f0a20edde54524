import {
  type PrivateMessage,
  decodeMlsMessage,
  encodeMlsMessage,
  getCiphersuiteFromName,
  getCiphersuiteImpl,
  nobleCryptoProvider
} from 'ts-mls'
import { protect, unprotectPrivateMessage } from 'ts-mls/messageProtection.js'
import * as assert from 'uvu/assert'
import { isChatError } from '../../node/base/errors.js'
import type { AccountId, ConversationId, EpochId, LogId, NowMs } from '../../node/base/ids.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { ownEpoch } from '../../node/session/epoch.js'
import { decodeTree, encodeTree } from '../../node/session/epoch-tree-codec.js'
import { type EpochTree, growTree, joinTrees, plantAt } from '../../node/session/epoch-tree.js'
import { chooseHead } from '../../node/session/fork-choice.js'
import { removalsToUndo } from '../../node/session/head-duties.js'
import { unwrap } from '../../node/session/log-envelope.js'
import type { Change, CommitHeader, Epoch } from '../../node/session/session.js'
import { sealEnvelope } from '../../node/wire/envelope.js'
import type { Cast } from './drawn-tree.js'
import { type TestDevice, createTestDevice } from './test-device.js'

const primitives = createNodePrimitives()

/** One commit on its way: what a relay would hold of it. */
export interface Sent {
  readonly log: LogId
  readonly envelope: Uint8Array
  readonly header: CommitHeader
  readonly welcome: { readonly bytes: Uint8Array; readonly secrets: ReadonlyMap<string, Uint8Array> } | undefined
}

interface View {
  tree: EpochTree
  readonly epochs: Map<EpochId, Epoch>
  /** What could not be opened yet: its epoch is not here. */
  closed: ReadonlySet<Sent>
}

/**
 * Real devices in one real MLS group, each with its own view: a commit reaches just those it is delivered to, in any order,
 * and every header in a view's tree was verified there or told by a Welcome.
 */
export interface TornGroup {
  readonly names: readonly string[]
  /** Everything committed since the founding. */
  readonly sent: readonly Sent[]
  /** The epoch that all members of the cast start in. */
  readonly start: EpochId
  account(name: string): AccountId
  tree(name: string): EpochTree
  head(name: string): EpochId
  epoch(name: string, epoch: EpochId): Epoch | undefined
  authenticator(name: string, epoch: EpochId): Uint8Array | undefined
  commit(name: string, parent: EpochId, change?: { removes?: readonly string[]; adds?: readonly string[] }): Promise<Sent>
  deliver(sent: Iterable<Sent>, ...names: readonly string[]): Promise<void>
  /** The same commit, encrypted once more by a member that could open it. */
  twin(sent: Sent, name: string): Promise<Sent>
  /** Everything this device has goes to disk and comes back. */
  restart(name: string): Promise<void>
}

export async function createTornGroup(cast: Cast, outsiders: readonly string[] = []): Promise<TornGroup> {
  const members = [...(cast.owners ?? []), ...(cast.admins ?? []), ...(cast.members ?? [])]
  const names = [...members, ...outsiders]
  const devices = new Map<string, TestDevice>()
  for (const name of names) devices.set(name, await createTestDevice({ primitives }))
  const views = new Map<string, View>()
  const sent: Sent[] = []

  const deviceOf = (name: string): TestDevice => known(devices, name)
  const viewOf = (name: string): View => known(views, name)
  const account = (name: string): AccountId => deviceOf(name).account

  function enter(name: string, epoch: Epoch): void {
    const planted = plantAt(epoch, now(sent.length))
    const view = views.get(name)
    if (view === undefined) views.set(name, { tree: planted, epochs: new Map([[epoch.id, epoch]]), closed: new Set() })
    else {
      view.epochs.set(epoch.id, epoch)
      view.tree = joinTrees(view.tree, planted) ?? view.tree
    }
  }

  async function make(name: string, parent: Epoch, change: Change, joiners: readonly string[]): Promise<Sent> {
    const packages = new Map<string, { published: Uint8Array; secret: Uint8Array }>()
    for (const joiner of joiners) packages.set(joiner, await deviceOf(joiner).session.newKeyPackage({ lastResort: false }))
    const { session } = deviceOf(name)
    const add = [...packages.values()].map(({ published }) => published)
    const { child, header, envelope, welcome } = await session.commit(parent, { ...change, add })
    const view = views.get(name)
    if (view !== undefined) {
      view.epochs.set(child.id, child)
      view.tree = growTree(view.tree, [{ header, seenAt: now(sent.length) }])
    }
    const secrets = new Map([...packages].map(([joiner, { secret }]) => [joiner, secret]))
    return {
      log: parent.log,
      envelope,
      header,
      welcome: welcome && { bytes: welcome, secrets }
    }
  }

  /** Whether it is dealt with. */
  async function take(name: string, one: Sent): Promise<boolean> {
    const { session } = deviceOf(name)
    const secret = one.welcome?.secrets.get(name)
    const isIn = views.get(name)?.epochs.has(one.header.child) ?? false
    if (one.welcome !== undefined && secret !== undefined && !isIn) {
      enter(name, await session.join(one.welcome.bytes, secret))
    }
    const view = views.get(name)
    if (view === undefined) return false
    const parent = [...view.epochs.values()].find(({ log }) => log === one.log)
    if (parent === undefined) return false
    try {
      const opened = await session.open(parent, one.envelope)
      if (opened.kind === 'message') throw new Error('expected a commit')
      if (opened.kind === 'commit') view.epochs.set(opened.child.id, view.epochs.get(opened.child.id) ?? opened.child)
      view.tree = growTree(view.tree, [{ header: opened.header, seenAt: now(sent.length) }])
    } catch (err) {
      if (!isChatError(err, 'ERR_REPLAY')) throw err // of this device itself
    }
    return true
  }

  const [founder = '', ...others] = members
  const alone = await deviceOf(founder).session.create(conversationId())
  enter(founder, alone)
  const roles = { owners: (cast.owners ?? []).map(account), admins: (cast.admins ?? []).map(account) }
  const founding = await make(founder, alone, { roles }, others)
  const start = founding.header.child
  const atStart = known(viewOf(founder).epochs, start)
  views.delete(founder)
  enter(founder, atStart)
  for (const name of others) assert.not(await take(name, founding))

  return {
    names,
    sent,
    start,
    account,
    tree: name => viewOf(name).tree,
    head: name => chooseHead(viewOf(name).tree),
    epoch: (name, epoch) => views.get(name)?.epochs.get(epoch),
    authenticator(name, id) {
      const epoch = views.get(name)?.epochs.get(id)
      return epoch === undefined ? undefined : deviceOf(name).session.authenticator(epoch)
    },
    async commit(name, parent, { removes = [], adds = [] } = {}) {
      const { tree, epochs } = viewOf(name)
      const epoch = known(epochs, parent)
      const accounts = removes.map(account)
      const remove = epoch.members.filter(member => accounts.includes(member.account)).map(({ leaf }) => leaf)
      const undoes = new Map(adds.map(account).map(added => [added, removalsToUndo(tree, parent, added)]))
      const made = await make(name, epoch, { remove, undoes }, adds)
      sent.push(made)
      return made
    },
    async deliver(batch, ...to) {
      for (const name of to) {
        const closed = new Set([...(views.get(name)?.closed ?? []), ...batch])
        for (let size = Infinity; closed.size < size;) {
          size = closed.size
          for (const one of closed) if (await take(name, one)) closed.delete(one)
        }
        const view = views.get(name)
        if (view !== undefined) view.closed = closed
      }
    },
    async twin(one, name) {
      const parent = [...viewOf(name).epochs.values()].find(({ log }) => log === one.log)
      assert.ok(parent)
      const { state, access, logKey } = ownEpoch(parent)
      const { content } = await unwrap(primitives, access, one.envelope)
      const message = decodeMlsMessage(content, 0)?.[0]
      if (message?.wireformat !== 'mls_private_message') throw new Error('expected a commit')
      const privateMessage = await encryptAgain(state, message.privateMessage, one.header.committer.leaf)
      const again = encodeMlsMessage({ version: 'mls10', wireformat: 'mls_private_message', privateMessage })
      return { ...one, envelope: await sealEnvelope(primitives, logKey, access.wrapKey, again) }
    },
    async restart(name) {
      const { session } = deviceOf(name)
      const view = viewOf(name)
      for (const [id, epoch] of view.epochs) view.epochs.set(id, await session.decode(session.encode(epoch)))
      view.tree = decodeTree(encodeTree(view.tree))
    }
  }
}

async function encryptAgain(state: ReturnType<typeof ownEpoch>['state'], message: PrivateMessage, leaf: number): Promise<PrivateMessage> {
  const suite = await getCiphersuiteImpl(getCiphersuiteFromName('MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519'), nobleCryptoProvider)
  const { keySchedule, secretTree, ratchetTree, groupContext, clientConfig } = state
  const { keyRetentionConfig, paddingConfig } = clientConfig
  const { senderDataSecret } = keySchedule
  const { content } = await unprotectPrivateMessage(
    senderDataSecret,
    message,
    secretTree,
    ratchetTree,
    groupContext,
    keyRetentionConfig,
    suite
  )
  const { content: framed, auth } = content
  if (framed.contentType !== 'commit' || auth.contentType !== 'commit') throw new Error('expected a commit')
  const { authenticatedData } = framed
  const { privateMessage } = await protect(
    senderDataSecret,
    authenticatedData,
    groupContext,
    secretTree,
    { ...framed, auth },
    leaf,
    paddingConfig,
    suite
  )
  return privateMessage
}

function known<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key)
  if (value === undefined) throw new Error(`${String(key)} is not here`)
  return value
}

const now = (n: number): NowMs => n as NowMs
const conversationId = (): ConversationId => Buffer.from(primitives.randomBytes(32)).toString('hex') as ConversationId
