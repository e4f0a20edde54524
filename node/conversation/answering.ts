import { EMPTY, fromHex, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { DeviceId, LogId } from '../base/ids.js'
import type { Epoch } from '../session/session.js'
import { Receipt } from '../wire/generated/content.js'
import { Given, type Ask } from '../wire/generated/introduction.js'
import { askProof, unknownLog } from './ask-frame.js'
import type { Shown } from './asked-back.js'
import { decodeReceipt } from './content.js'
import type { ConversationContext } from './context.js'
import { memberKey, type Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { devicesByKey, lackingOf, noteClaims, progressIn } from './gaps.js'
import { givenTo, knowing, MAX_GIVEN_BYTES, mayGive } from './giving.js'
import { holdingsReceipt } from './holdings.js'
import { isInside } from './insiders.js'
import type { LostWays } from './lost-ways.js'
import { presencesBeyond, type KnownPresence } from './presences.js'

/** Where something is asked, by one who showed that they may. */
export interface AskedPlace {
  readonly conversation: Conversation
  readonly epoch: Epoch
}

/** Answers members who ask for what they lack. Who is not in the group, as far as is known here, gets commits alone. */
export interface Answering {
  /** @throws ERR_UNKNOWN_LOG, ERR_SIGNATURE */
  verify(from: DeviceId, asked: Ask): Promise<AskedPlace>
  /** What the asker has and we have not: nothing of whoever is not in. */
  shownBy(place: AskedPlace, from: DeviceId, asked: Ask): Shown
  /** A page of what they lack. */
  answer(place: AskedPlace, from: DeviceId, asked: Ask): Promise<Uint8Array>
}

export function createAnswering(
  { self, primitives, records }: Pick<ConversationContext, 'self' | 'primitives' | 'records'>,
  { conversations, lostWays }: { readonly conversations: Conversations; readonly lostWays: Pick<LostWays, 'isLost'> }
): Answering {
  return {
    async verify(from, { log: bytes, signature }) {
      const log = toHex(bytes) as LogId
      const conversation = conversations.byLog(log)
      const found = conversation && conversations.findEpoch(conversation, log)
      if (conversation === undefined || found === undefined || !mayGive(conversation)) throw unknownLog()
      const isMember = !conversation.revoked.has(from) && found.epoch.members.some(({ device }) => device === from)
      if (!isMember) throw unknownLog()
      if (!(await primitives.verify(bytes, askProof(memberKey(conversation, from), self.deviceKey, log), signature)))
        throw new ChatError('ERR_SIGNATURE', 'what was asked is not signed by the key of its log')
      return { conversation, epoch: found.epoch }
    },
    shownBy({ conversation }, from, asked) {
      const { epochs } = asked
      if (!isInside(conversation, from)) return { lacking: new Map(), isAhead: false, isDoubting: false, epochs }
      const lacking = lackingOf(conversation, self.device, progressIn(conversation, decodeReceipt(asked.receipt)))
      noteClaims(conversation, from, lacking)
      const newestOf = (device: DeviceId): number => conversation.presences.get(device)?.toldAtMs ?? 0
      const isAhead = presencesKnownTo(conversation, asked).some(({ device, toldAtMs }) => toldAtMs > newestOf(device))
      const isDoubting = isForCommits(asked) && conversation.membership === 'joined'
      return { lacking, isAhead, isDoubting, epochs }
    },
    async answer({ conversation, epoch }, from, asked) {
      const theirs = progressIn(conversation, decodeReceipt(asked.receipt))
      const page = await givenTo(records, conversation, {
        device: from,
        theirs,
        knows: knowing(asked.epochs),
        isForCommits: isForCommits(asked)
      })
      const isTold = isInside(conversation, from) && !isForCommits(asked)
      const told = isTold ? presencesBeyond(conversation, presencesKnownTo(conversation, asked), MAX_GIVEN_BYTES - page.bytes) : []
      const receipt = Receipt.encode(holdingsReceipt(conversation, self.device))
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

/** As of somebody who is out. */
const isForCommits = ({ receipt }: Ask): boolean => receipt.length === 0

function presencesKnownTo(conversation: Conversation, { presences }: Ask): readonly KnownPresence[] {
  const deviceOf = devicesByKey(conversation)
  return presences.flatMap(({ device: key, toldAtMs }) => {
    const device = deviceOf(key)
    return device === undefined ? [] : [{ device, toldAtMs: Number(toldAtMs) }]
  })
}

const sizeOf = (all: readonly Uint8Array[]): number => all.reduce((sum, { length }) => sum + length, 0)
