import { isChatError } from '../base/errors.js'
import type { ConversationId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { createAnswering, type AskedPlace } from './answering.js'
import { decodeAsk } from './ask-frame.js'
import { createAskedBack } from './asked-back.js'
import { createAsking, headIn, mayAsk } from './asking.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { createLostWays } from './lost-ways.js'
import { onLink, passing } from './on-link.js'
import type { Presences } from './presences.js'
import type { Receiving } from './receiving.js'
import { createSpreading } from './spreading.js'

/** What came to one may be on its way to the other: so long nothing is asked for again. */
const SOON_MS = 1_000

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
  const { links, self, clock, primitives, events } = context
  const running = new Set<string>()
  const again = new Set<string>()
  const due = new Map<string, Stop>()
  const lostWays = createLostWays(context, conversations)
  const askedBack = createAskedBack(primitives)
  const asking = createAsking(context, { conversations, presences, receiving, lostWays, askedBack }, soon)
  const answering = createAnswering(context, { conversations, lostWays })
  const spreading = createSpreading(context, (conversation, device) => {
    if (links.isUp(device) && mayAsk(conversation)) ask(conversation, device).catch(passing)
  })
  let stopped = false

  /** Asked for while it is under way, it is done once more. */
  async function ask(conversation: Conversation, device: DeviceId): Promise<void> {
    if (conversation.revoked.has(device)) return
    const key = keyOf(conversation, device)
    if (running.has(key)) return void again.add(key)
    running.add(key)
    spreading.told(conversation, device)
    try {
      await asking.askAll(conversation, device)
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

  function spreadIn(id: ConversationId): void {
    const conversation = conversations.find(id)
    if (stopped || conversation === undefined || !mayAsk(conversation)) return
    const { members } = headIn(conversation)
    spreading.spread(
      conversation,
      members.flatMap(({ device }) => (links.isUp(device) ? [device] : []))
    )
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
          for (const conversation of conversations.withDevice(device)) {
            spreading.forget(conversation, device)
            askedBack.parted(conversation, device)
          }
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
        for (const stop of [...stops, asking.stop, spreading.stop, ...due.values()]) stop()
      }
    },
    async answer(from, body) {
      const asked = decodeAsk(body)
      let place: AskedPlace
      try {
        place = await answering.verify(from, asked)
      } catch (err) {
        // It writes where we have not come to yet.
        if (isChatError(err, 'ERR_UNKNOWN_LOG')) soonOfAll(from)
        throw err
      }
      const { conversation, epoch } = place
      const account = epoch.members.find(member => member.device === from)?.account
      if (account !== undefined) events.emit('group:asked', { conversation: conversation.id, account })
      if (await askedBack.isNews(conversation, from, answering.shownBy(place, from, asked))) soon(conversation, from)
      spreading.told(conversation, from)
      return answering.answer(place, from, asked)
    }
  }
}

const keyOf = ({ id }: Conversation, device: DeviceId): string => `${id} ${device}`
