import { concat, EMPTY, fromHex, toHex, utf8 } from '../base/bytes.js'
import { ChatError, isChatError, toError } from '../base/errors.js'
import type { ConversationId, DeviceId, LogId, NowMs } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { Envelope } from '../network/links.js'
import type { Epoch } from '../session/session.js'
import { Receipt } from '../wire/generated/content.js'
import { Ask, Given, type GivenEnvelope } from '../wire/generated/introduction.js'
import { createAskingAgain } from './asking-again.js'
import { decodeReceipt } from './content.js'
import type { ConversationContext } from './context.js'
import { everHad, headOf, holdingOf, memberKey, type Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { devicesByKey, gapsIn, lackingOf, noteClaims, progressIn } from './gaps.js'
import { EPOCH_PREFIX_BYTES, givenTo, knowing, MAX_GIVEN_BYTES, prefixesFor, prefixesOf } from './giving.js'
import { isInside } from './insiders.js'
import { createLostWays } from './lost-ways.js'
import { onLink, passing } from './on-link.js'
import { knownPresences, presencesBeyond, type Presences } from './presences.js'
import { flatten, fromFlat, missing, union, type Progress, type SeqRange } from './progress.js'
import type { Receiving } from './receiving.js'
import { subtract } from './sync-plan.js'

/** What came to one may be on its way to the other: so long nothing is asked for again. */
const SOON_MS = 1_000
/** News goes to so many members at a time, then to the next. */
const SPREAD_TO = 4
const SPREAD_MS = 3_000
/** Whoever was asked, or has asked, is not asked again for news so soon: most of it came to both. What they lack their receipt shows. */
const SPREAD_AGAIN_MS = 30_000
/** Asked for in one go: twice what is kept of a conversation. Who gives more than that makes it up. */
const MAX_PAGES = 1_024
/** Epochs that an asker names. */
const MAX_KNOWN_EPOCHS = 1_024
const MAX_PRESENCES = 256
/** Who doesn't know where we are is asked in so many epochs that we were in before: after a fork it is one of these that both know. */
const MAX_EARLIER = 4
const MAX_RECEIPT_DEVICES = 256
const STAMP_BYTES = 16

/**
 * What members of a group give each other of what others said: each asks those it meets for what it lacks, commits before messages,
 * page by page, and takes it as it takes any envelope. What is not got from one is asked of the next. Who is not in the group, as far as
 * is known here, is asked for commits alone, in an epoch that they were in, and told of nothing else.
 */
export interface CatchingUp {
  start(): Stop
  /** Answers an `ask` request. @throws ERR_UNKNOWN_LOG, ERR_SIGNATURE, ERR_MALFORMED */
  answer(from: DeviceId, body: Uint8Array): Promise<Uint8Array>
}

interface Parts {
  readonly conversations: Conversations
  readonly presences: Presences
  readonly receiving: Pick<Receiving, 'receive'>
}

export function createCatchingUp(context: ConversationContext, { conversations, presences, receiving }: Parts): CatchingUp {
  const { links, session, self, clock, records, primitives, events } = context
  const running = new Set<string>()
  const again = new Set<string>()
  const due = new Map<string, Stop>()
  const untold = new Map<ConversationId, Set<DeviceId>>()
  /** When each has last heard, over this link, what is here. */
  const informedAtMs = new Map<string, NowMs>()
  const spreading = new Map<ConversationId, Stop>()
  /** By conversation and device: SHA-256 of what they had when they asked and we have not, and whether they were asked for it. */
  const askedBack = new Map<string, { readonly digest: string; isAnswered: boolean }>()
  const lostWays = createLostWays(context, conversations)
  const askingAgain = createAskingAgain(clock)
  let stopped = false

  function holdings(conversation: Conversation, useless: ReadonlyMap<DeviceId, Progress> = new Map()): Receipt {
    const held = conversation.devices.flatMap(({ device, key }) => {
      if (device === self.device) return [{ device: key, contiguous: conversation.nextSeq - 1, ranges: [], read: 0 }]
      const had = everHad(holdingOf(conversation.holdings, device))
      const { contiguous, ranges } = union(had, useless.get(device) ?? NONE)
      return contiguous === 0 && ranges.length === 0 ? [] : [{ device: key, contiguous, ranges: flatten(ranges), read: 0 }]
    })
    return { devices: held.slice(-MAX_RECEIPT_DEVICES) }
  }

  async function askOf(
    conversation: Conversation,
    epoch: Epoch,
    device: DeviceId,
    useless: ReadonlyMap<DeviceId, Progress>
  ): Promise<Uint8Array> {
    const { log } = epoch
    const signature = await session.signForLog(epoch, proof(self.deviceKey, memberKey(conversation, device), log))
    const place = { log: fromHex(log), signature }
    if (!isInside(conversation, device))
      return Ask.encode({ ...place, receipt: EMPTY, epochs: prefixed(prefixesFor(conversation, device, MAX_KNOWN_EPOCHS)), presences: [] })
    return Ask.encode({
      ...place,
      receipt: Receipt.encode(holdings(conversation, useless)),
      epochs: prefixed(prefixesOf(conversation, MAX_KNOWN_EPOCHS)),
      presences: knownPresences(conversation)
        .slice(-MAX_PRESENCES)
        .map(({ device: of, toldAtMs }) => ({ device: memberKey(conversation, of), toldAtMs: BigInt(toldAtMs) }))
    })
  }

  /** Page by page, until there is nothing more that we can take. */
  async function askAll(conversation: Conversation, device: DeviceId): Promise<void> {
    const useless = new Map<DeviceId, Progress>()
    const commits = new Set<string>()
    const before = wayOf(conversation)
    for (let page = 0; page < MAX_PAGES; page++) {
      if (stopped || !links.isUp(device) || !mayAsk(conversation)) return
      const { given, epoch } = await askFor(conversation, device, useless)
      await lostWays.hear(conversation, device, epoch, given.lost)
      await presences.take(conversation, given.presences)
      for (const run of runsOf(given.envelopes)) if (isOfKnownLog(run)) await receiving.receive(device, run)
      const isProgress = noteTaken(conversation, given.envelopes, useless, commits)
      if (isProgress || (given.more && given.presences.length > 0)) continue
      if (isInside(conversation, device)) noteLost(conversation, device, decodeReceipt(given.receipt))
      const shown = askedBack.get(keyOf(conversation, device))
      if (shown !== undefined) shown.isAnswered = true
      break
    }
    if (before !== wayOf(conversation)) events.emit('group:moved', { conversation: conversation.id, device })
  }

  /** What stands behind a commit that we can't take is of no use, and no word of where they write: they would be asked for it for ever. */
  const isOfKnownLog = ([first]: readonly Envelope[]): boolean => first !== undefined && conversations.byLog(first.log) !== undefined

  /** In the newest of our epochs that they know. */
  async function askFor(
    conversation: Conversation,
    device: DeviceId,
    useless: ReadonlyMap<DeviceId, Progress>
  ): Promise<{ readonly given: Given; readonly epoch: Epoch }> {
    for (const epoch of knownWith(conversation, device)) {
      try {
        const given = decodeGiven(await links.request(device, 'ask', await askOf(conversation, epoch, device, useless)))
        askingAgain.known(keyOf(conversation, device))
        return { given, epoch }
      } catch (err) {
        if (!isChatError(err, 'ERR_UNKNOWN_LOG')) throw err
      }
    }
    if (isInside(conversation, device)) {
      events.emit('group:beyond', { conversation: conversation.id, device })
      // Of a branch that lost they hear later, and nobody but them can say so.
      askingAgain.unknown(keyOf(conversation, device), () => soon(conversation, device))
    }
    throw unknownLog()
  }

  /** They have it, and did not give it: the keys to it are gone there. */
  function noteLost(conversation: Conversation, from: DeviceId, receipt: Receipt): void {
    const lacking = lackingOf(conversation, self.device, progressIn(conversation, receipt))
    noteClaims(conversation, from, lacking)
    for (const [device, ranges] of lacking) {
      // Its own it seals again.
      if (device === from) continue
      conversation.lost.set(device, [...subtract(conversation.lost.get(device) ?? [], ranges), ...ranges])
      const gaps = gapsIn(conversation, device)
      if (gaps.length > 0) events.emit('gap:changed', { conversation: conversation.id, device, gaps })
    }
  }

  /** Asked for while it is under way, it is done once more. */
  async function ask(conversation: Conversation, device: DeviceId): Promise<void> {
    if (conversation.revoked.has(device)) return
    const key = keyOf(conversation, device)
    if (running.has(key)) return void again.add(key)
    running.add(key)
    noteTold(conversation, device)
    try {
      await askAll(conversation, device)
    } finally {
      running.delete(key)
      if (again.delete(key)) soon(conversation, device)
    }
  }

  /** This device may have what we lack: it is asked, unless that comes by itself meanwhile. */
  function soon(conversation: Conversation, device: DeviceId): void {
    const key = keyOf(conversation, device)
    if (stopped || due.has(key) || !mayAsk(conversation)) return
    due.set(
      key,
      clock.after(SOON_MS, () => {
        due.delete(key)
        if (links.isUp(device)) ask(conversation, device).catch(passing)
      })
    )
  }

  /** It writes where we know of nothing: in whatever group, we may be behind. */
  function soonOfAll(device: DeviceId): void {
    for (const conversation of conversations.withDevice(device)) soon(conversation, device)
  }

  /** What they have shown to have and could not give, to us as we are, they need not be asked for again: of two who can't give each other something, each would ask for ever. */
  async function isNews(conversation: Conversation, device: DeviceId, wanted: string): Promise<boolean> {
    const key = keyOf(conversation, device)
    const digest = toHex(await primitives.sha256(utf8(wanted)))
    const known = askedBack.get(key)
    if (known?.digest !== digest) askedBack.set(key, { digest, isAnswered: false })
    return known?.digest !== digest || !known.isAnswered
  }

  /** Something is here that others may lack: a few of them are asked at a time, which tells them. */
  function spread(conversation: Conversation): void {
    if (stopped || !mayAsk(conversation)) return
    const members = headIn(conversation).members.flatMap(({ device }) => (links.isUp(device) ? device : []))
    untold.set(conversation.id, new Set([...(untold.get(conversation.id) ?? []), ...members]))
    if (!spreading.has(conversation.id)) spreadLater(conversation)
  }

  function spreadIn(id: ConversationId): void {
    const conversation = conversations.find(id)
    if (conversation !== undefined) spread(conversation)
  }

  function spreadLater(conversation: Conversation, inMs = SPREAD_MS): void {
    spreading.set(
      conversation.id,
      clock.after(inMs, () => {
        const waiting = untold.get(conversation.id) ?? new Set<DeviceId>()
        const next = [...waiting].filter(device => restMs(conversation, device) === 0).slice(0, SPREAD_TO)
        for (const device of next) {
          waiting.delete(device)
          if (links.isUp(device) && mayAsk(conversation)) ask(conversation, device).catch(passing)
        }
        if (waiting.size === 0) spreading.delete(conversation.id)
        else spreadLater(conversation, Math.max(SPREAD_MS, Math.min(...[...waiting].map(device => restMs(conversation, device)))))
      })
    )
  }

  /** It hears from us what is here, by our asking as by our answer. */
  function noteTold(conversation: Conversation, device: DeviceId): void {
    untold.get(conversation.id)?.delete(device)
    informedAtMs.set(keyOf(conversation, device), clock.now())
  }

  function restMs(conversation: Conversation, device: DeviceId): number {
    const atMs = informedAtMs.get(keyOf(conversation, device))
    // A clock that was set back says that less than nothing has passed.
    return atMs === undefined ? 0 : Math.min(SPREAD_AGAIN_MS, Math.max(0, atMs + SPREAD_AGAIN_MS - clock.now()))
  }

  /** Who asks where, proven by the log's key. */
  async function verify(
    from: DeviceId,
    { log: bytes, signature }: Ask
  ): Promise<{ readonly conversation: Conversation; readonly epoch: Epoch }> {
    const log = toHex(bytes) as LogId
    const conversation = conversations.byLog(log)
    const found = conversation && conversations.findEpoch(conversation, log)
    if (conversation === undefined || found === undefined || !mayGive(conversation)) throw unknownLog()
    const isMember = !conversation.revoked.has(from) && found.epoch.members.some(({ device }) => device === from)
    if (!isMember) throw unknownLog()
    if (!(await primitives.verify(bytes, proof(memberKey(conversation, from), self.deviceKey, log), signature)))
      throw new ChatError('ERR_SIGNATURE', 'what was asked is not signed by the key of its log')
    return { conversation, epoch: found.epoch }
  }

  return {
    start() {
      const stops = [
        onLink(context, async device => {
          // One of the two begins: the other hears from that whether it has something to ask for.
          if (device < self.device) return
          await Promise.all(conversations.withDevice(device).map(async one => mayAsk(one) && ask(one, device)))
        }),
        links.on('link:down', ({ device }) => {
          for (const conversation of conversations.withDevice(device)) informedAtMs.delete(keyOf(conversation, device))
        }),
        events.on('presence:changed', ({ conversation }) => spreadIn(conversation)),
        events.on('group:news', ({ conversation }) => spreadIn(conversation)),
        events.on('group:lacking', ({ conversation: id, device }) => {
          const conversation = conversations.find(id)
          if (conversation !== undefined) soon(conversation, device)
        }),
        events.on('log:unknown', ({ device }) => soonOfAll(device))
      ]
      return () => {
        stopped = true
        for (const stop of [...stops, askingAgain.stop, ...due.values(), ...spreading.values()]) stop()
      }
    },
    async answer(from, body) {
      const asked = decodeAsk(body)
      let place: Awaited<ReturnType<typeof verify>>
      try {
        place = await verify(from, asked)
      } catch (err) {
        // It writes where we have not come to yet.
        if (isChatError(err, 'ERR_UNKNOWN_LOG')) soonOfAll(from)
        throw err
      }
      const { conversation, epoch } = place
      const isMember = isInside(conversation, from)
      const isForCommits = asked.receipt.length === 0
      const theirs = progressIn(conversation, decodeReceipt(asked.receipt))
      const deviceOf = devicesByKey(conversation)
      const known = asked.presences.flatMap(({ device: key, toldAtMs }) => {
        const device = deviceOf(key)
        return device === undefined ? [] : [{ device, toldAtMs: Number(toldAtMs) }]
      })
      const knows = knowing(asked.epochs)
      const lacking = lackingOf(conversation, self.device, theirs)
      if (isMember) noteClaims(conversation, from, lacking)
      const isAhead = known.some(({ device, toldAtMs }) => toldAtMs > (conversation.presences.get(device)?.toldAtMs ?? 0))
      const shown = isMember ? { lacking, isAhead } : NOTHING_SHOWN
      // Who asks for commits alone takes us for somebody who is out, and says so where we ask.
      const isDoubted = isMember && isForCommits && conversation.membership === 'joined'
      const wanted = wantedOf(conversation, { ...shown, epochs: asked.epochs }) ?? (isDoubted ? wayOf(conversation) : undefined)
      if (wanted !== undefined && (await isNews(conversation, from, wanted))) soon(conversation, from)
      noteTold(conversation, from)
      const page = await givenTo(records, conversation, { device: from, theirs, knows, isForCommits })
      const isTold = isMember && !isForCommits
      const told = isTold ? presencesBeyond(conversation, known, MAX_GIVEN_BYTES - page.bytes) : []
      const receipt = Receipt.encode(holdings(conversation))
      const hasRoom = isTold && page.bytes + receipt.length + sizeOf(told) < MAX_GIVEN_BYTES
      const envelopes = page.envelopes.map(({ log, envelope, device, first, last }) => ({
        log: fromHex(log),
        bytes: envelope,
        device: memberKey(conversation, device),
        first,
        last
      }))
      return Given.encode({
        envelopes,
        presences: [...told],
        more: page.isFull,
        receipt: hasRoom ? receipt : EMPTY,
        lost: lostWays.isLost(conversation, epoch, from)
      })
    }
  }
}

const keyOf = ({ id }: Conversation, device: DeviceId): string => `${id} ${device}`

/** Who has left takes nothing; who was put out may be in again elsewhere. */
const mayAsk = (conversation: Conversation): boolean => mayGive(conversation) && conversation.membership !== 'left'

/** What could not be taken is not asked for again here. @returns whether another page would be another one */
function noteTaken(
  conversation: Conversation,
  envelopes: readonly GivenEnvelope[],
  useless: Map<DeviceId, Progress>,
  commits: Set<string>
): boolean {
  const deviceOf = devicesByKey(conversation)
  let isProgress = false
  for (const { device: key, first, last, bytes } of envelopes) {
    if (last === 0) {
      const stamp = toHex(bytes.subarray(-STAMP_BYTES))
      if (!commits.has(stamp)) isProgress = true
      commits.add(stamp)
      continue
    }
    isProgress = true
    const device = deviceOf(key)
    if (device === undefined) continue
    const had = everHad(holdingOf(conversation.holdings, device))
    const left = missing(had, { first, last })
    if (left.length > 0) useless.set(device, union(useless.get(device) ?? NONE, fromFlat(0, flatten(left))))
  }
  return isProgress
}

interface Shown {
  readonly lacking: ReadonlyMap<DeviceId, readonly SeqRange[]>
  readonly isAhead: boolean
  readonly epochs: Uint8Array
}

/** Of whoever is not in. */
const NOTHING_SHOWN: Omit<Shown, 'epochs'> = { lacking: new Map(), isAhead: false }

/** All that an asker shows to have and that is not here, in one spelling: undefined where there is nothing. */
function wantedOf(conversation: Conversation, { lacking, isAhead, epochs }: Shown): string | undefined {
  const ours = new Set(prefixesOf(conversation, Infinity))
  const others: string[] = []
  for (let i = 0; i < epochs.length; i += EPOCH_PREFIX_BYTES) {
    const prefix = toHex(epochs.subarray(i, i + EPOCH_PREFIX_BYTES))
    if (!ours.has(prefix)) others.push(prefix)
  }
  if (lacking.size === 0 && !isAhead && others.length === 0) return undefined
  const messages = [...lacking].map(([device, ranges]) => `${device} ${flatten(ranges).join()}`)
  const presences = isAhead ? knownPresences(conversation).map(({ device, toldAtMs }) => `${device} ${toldAtMs}`) : []
  return [wayOf(conversation), ...others, ...messages, ...presences].join('\n')
}

const NONE: Progress = { contiguous: 0, ranges: [] }

const mayGive = ({ kind, membership, groups }: Conversation): boolean => kind === 'group' && membership !== 'asked' && groups.length > 0

const wayOf = ({ groups }: Conversation): string => groups.map(({ head, epochs }) => `${head} ${epochs.size}`).join()

/** Epochs that they are in as we are: the one that is written in, where it is one of those, and some before it, the newest first. */
function knownWith(conversation: Conversation, device: DeviceId): readonly Epoch[] {
  const head = headIn(conversation)
  const [group] = conversation.groups
  const earlier = [...(group?.epochs.values() ?? [])].toReversed().filter(epoch => epoch !== head)
  return [head, ...earlier].filter(({ members }) => members.some(member => member.device === device)).slice(0, 1 + MAX_EARLIER)
}

const prefixed = (prefixes: readonly string[]): Uint8Array => concat(prefixes.map(fromHex))

function headIn({ id, groups: [group] }: Conversation): Epoch {
  if (group === undefined) throw new ChatError('ERR_INTERNAL', `conversation ${id} has no group`)
  return headOf(group)
}

const sizeOf = (all: readonly Uint8Array[]): number => all.reduce((sum, { length }) => sum + length, 0)

/** Both by their public keys. */
function proof(reader: Uint8Array, keeper: Uint8Array, log: LogId): Uint8Array {
  return concat([utf8('parley ask 1'), reader, keeper, fromHex(log)])
}

/** In each run one log: what stands behind a commit is known only once that is taken. */
function runsOf(envelopes: readonly GivenEnvelope[]): readonly (readonly Envelope[])[] {
  const runs: Envelope[][] = []
  for (const { log: key, bytes } of envelopes) {
    const log = toHex(key) as LogId
    const last = runs.at(-1)
    if (last?.[0]?.log === log) last.push({ log, bytes })
    else runs.push([{ log, bytes }])
  }
  return runs
}

function unknownLog(): ChatError {
  return new ChatError('ERR_UNKNOWN_LOG', 'no group here has that log')
}

function decodeAsk(bytes: Uint8Array): Ask {
  return decoded(() => {
    const ask = Ask.decode(bytes, { limits: { presences: MAX_PRESENCES } })
    if (ask.epochs.length > MAX_KNOWN_EPOCHS * EPOCH_PREFIX_BYTES || ask.epochs.length % EPOCH_PREFIX_BYTES !== 0)
      throw new RangeError('epochs that are none')
    return ask
  })
}

function decodeGiven(bytes: Uint8Array): Given {
  return decoded(() => Given.decode(bytes, { limits: { envelopes: 1_024, presences: MAX_PRESENCES } }))
}

function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'what was asked or given of a group does not decode', { cause: toError(err) })
  }
}
