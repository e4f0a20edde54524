import { concat, EMPTY, fromHex, toHex } from '../base/bytes.js'
import { ChatError, isChatError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { Envelope } from '../network/links.js'
import type { Epoch } from '../session/session.js'
import { Receipt } from '../wire/generated/content.js'
import { Ask, type Given, type GivenEnvelope } from '../wire/generated/introduction.js'
import { askProof, decodeGiven, MAX_KNOWN_EPOCHS, MAX_PRESENCES, runsOf, unknownLog } from './ask-frame.js'
import { wayOf, type AskedBack } from './asked-back.js'
import { createAskingAgain } from './asking-again.js'
import { decodeReceipt } from './content.js'
import type { ConversationContext } from './context.js'
import { memberKey, type Conversation } from './conversation.js'
import { headOf } from './group.js'
import { everHad, holdingOf } from './holding.js'
import type { Conversations } from './conversations.js'
import { devicesByKey, gapsIn, lackingOf, noteClaims, progressIn } from './gaps.js'
import { mayGive, prefixesFor, prefixesOf } from './giving.js'
import { holdingsReceipt } from './holdings.js'
import { isInside } from './insiders.js'
import type { LostWays } from './lost-ways.js'
import { knownPresences, type Presences } from './presences.js'
import { flatten, fromFlat, missing, NOTHING, union, type Progress } from './progress.js'
import type { Receiving } from './receiving.js'
import { subtract } from './sync-plan.js'

/** Asked for in one go: twice what is kept of a conversation. Who gives more than that makes it up. */
const MAX_PAGES = 1_024
/** Who doesn't know where we are is asked in so many epochs that we were in before: after a fork it is one of these that both know. */
const MAX_EARLIER = 4
const STAMP_BYTES = 16

/** Asks a device for what is lacking here, commits before messages, page by page, and takes it as any envelope is taken. */
export interface Asking {
  /**
   * Until there is nothing more that can be taken, as long as the link is up. @throws ERR_UNKNOWN_LOG where they know none of our epochs, and
   * whatever they or the link say
   */
  askAll(conversation: Conversation, device: DeviceId): Promise<void>
  stop: Stop
}

interface Parts {
  readonly conversations: Conversations
  readonly presences: Presences
  readonly receiving: Pick<Receiving, 'receive'>
  readonly lostWays: Pick<LostWays, 'hear'>
  readonly askedBack: Pick<AskedBack, 'answered'>
}

/** @param askLater asks a device again that did not know what it was asked about: of a branch that lost it hears later */
export function createAsking(
  { links, session, self, clock, events }: Pick<ConversationContext, 'links' | 'session' | 'self' | 'clock' | 'events'>,
  { conversations, presences, receiving, lostWays, askedBack }: Parts,
  askLater: (conversation: Conversation, device: DeviceId) => void
): Asking {
  const askingAgain = createAskingAgain(clock)
  let stopped = false

  async function askOf(
    conversation: Conversation,
    epoch: Epoch,
    device: DeviceId,
    useless: ReadonlyMap<DeviceId, Progress>
  ): Promise<Uint8Array> {
    const { log } = epoch
    const signature = await session.signForLog(epoch, askProof(self.deviceKey, memberKey(conversation, device), log))
    const place = { log: fromHex(log), signature }
    if (!isInside(conversation, device))
      return Ask.encode({ ...place, receipt: EMPTY, epochs: prefixed(prefixesFor(conversation, device, MAX_KNOWN_EPOCHS)), presences: [] })
    return Ask.encode({
      ...place,
      receipt: Receipt.encode(holdingsReceipt(conversation, self.device, useless)),
      epochs: prefixed(prefixesOf(conversation, MAX_KNOWN_EPOCHS)),
      presences: knownPresences(conversation)
        .slice(-MAX_PRESENCES)
        .map(({ device: of, toldAtMs }) => ({ device: memberKey(conversation, of), toldAtMs: BigInt(toldAtMs) }))
    })
  }

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
      // Nobody but them can say when they know more.
      askingAgain.unknown(keyOf(conversation, device), () => askLater(conversation, device))
    }
    throw unknownLog()
  }

  /** What stands behind a commit that we can't take is of no use, and no word of where they write: they would be asked for it for ever. */
  const isOfKnownLog = ([first]: readonly Envelope[]): boolean => first !== undefined && conversations.byLog(first.log) !== undefined

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

  return {
    async askAll(conversation, device) {
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
        askedBack.answered(conversation, device)
        break
      }
      if (before !== wayOf(conversation)) events.emit('group:moved', { conversation: conversation.id, device })
    },
    stop() {
      stopped = true
      askingAgain.stop()
    }
  }
}

const keyOf = ({ id }: Conversation, device: DeviceId): string => `${id} ${device}`

/** Who has left takes nothing; who was put out may be in again elsewhere. */
export const mayAsk = (conversation: Conversation): boolean => mayGive(conversation) && conversation.membership !== 'left'

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
    const device = deviceOf(key)
    // Of whom we know nothing, nothing can be noted: the same page would come again and again.
    if (device === undefined) continue
    isProgress = true
    const had = everHad(holdingOf(conversation.holdings, device))
    const left = missing(had, { first, last })
    if (left.length > 0) useless.set(device, union(useless.get(device) ?? NOTHING, fromFlat(0, flatten(left))))
  }
  return isProgress
}

/** Epochs that they are in as we are: the one that is written in, where it is one of those, and some before it, the newest first. */
function knownWith(conversation: Conversation, device: DeviceId): readonly Epoch[] {
  const head = headIn(conversation)
  const [group] = conversation.groups
  const earlier = [...(group?.epochs.values() ?? [])].toReversed().filter(epoch => epoch !== head)
  return [head, ...earlier].filter(({ members }) => members.some(member => member.device === device)).slice(0, 1 + MAX_EARLIER)
}

/** The epoch that is written in. @throws ERR_INTERNAL where there is none */
export function headIn({ id, groups: [group] }: Conversation): Epoch {
  if (group === undefined) throw new ChatError('ERR_INTERNAL', `conversation ${id} has no group`)
  return headOf(group)
}

const prefixed = (prefixes: readonly string[]): Uint8Array => concat(prefixes.map(fromHex))
