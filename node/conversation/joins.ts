import { equalsConstantTime } from '../base/bytes.js'
import { ChatError, isChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId, LogId } from '../base/ids.js'
import { follow } from '../base/follow.js'
import type { Stop } from '../base/lifecycle.js'
import { createSerial } from '../base/serial.js'
import { type GroupLinkContent, type LinkHost, readGroupLink } from '../identity/group-link.js'
import { createRedial } from '../network/redial.js'
import { circuitsAt, readRelayAddresses } from '../network/relay-address.js'
import type { SealedStore } from '../store/sealed-store.js'
import { JoinsRecord } from '../wire/generated/records.js'
import type { Approach } from './approach.js'
import { newContact, type Contact } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { PendingKnock } from './letter.js'
import { begun, decodeJoin, encodeJoin, endsAtMs, type Asked, type Join, type Reached } from './join.js'
import type { Invitations } from './invitations.js'
import { groupConversationId } from './conversation-ids.js'
import { onLink, passing } from './on-link.js'
import { namedNow } from './relay-set.js'
import type { ReturnHosts } from './return-hosts.js'
import type { Welcoming } from './welcoming.js'

const MAX_JOINS = 16
/** Groups to come back to at once; the others' turn comes within the hour. */
const MAX_RETURNS = 64
const TOKEN_BYTES = 16
const HOUR_MS = 60 * 60 * 1_000
/** Who has not been let in by then asks again, with other key packages of theirs. */
const ASK_AGAIN_MS = 24 * HOUR_MS
/** The same of those whom one of the hosts has refused: it may be over. */
const ASK_REFUSED_AGAIN_MS = HOUR_MS
/** Whoever let this device in mostly is who they were: so long the others have to show it. */
const DOUBT_AFTER_MS = HOUR_MS
const RETRY = { firstMs: 2_000, lastMs: HOUR_MS }

/** Asks whoever answers a link to a group to be let in, or members of a group that this device was in, for as long as it takes. */
export interface Joins {
  load(): Promise<void>
  start(): Stop
  all(): readonly Join[]
  /** Durable when it resolves, and tried once; whoever could not be asked is asked again. @throws ERR_CARD, ERR_QUOTA; ERR_EXPIRED, or
   * ERR_KNOCK_REFUSED where all hosts say that the link is not valid: then it is not asked again */
  begin(link: string): Promise<void>
  /** Of a group that is asked for by a link; also just after it has let this device in. */
  reached(group: ConversationId): Reached
  /** Asks members to let this device in again. Durable when it resolves; nothing where it asks already. `joinedBy`: as in the conversation. */
  comeBack(group: ConversationId, joinedBy: LogId | undefined): Promise<void>
  /** We asked for this, and gave them this token. */
  isExpected(group: ConversationId, token: Uint8Array): boolean
  /** What is under way to come back to a group. */
  returnTo(group: ConversationId): Join | undefined
  /** We are in, and it is over, but for what these may say of it. */
  end(group: ConversationId, superiors?: readonly AccountId[]): Promise<void>
  /** One of those has been heard where we are. */
  confirmed(group: ConversationId, by: AccountId): Promise<void>
  /** It is over: nobody is to let us in, since we let them in. */
  giveUp(group: ConversationId): Promise<void>
}

interface Parts {
  readonly approach: Pick<Approach, 'knock' | 'isLastWord'>
  readonly welcoming: Pick<Welcoming, 'take' | 'asking'>
  readonly returnHosts: ReturnHosts
  readonly invitations: Pick<Invitations, 'giveToReturn'>
}

export function createJoins(
  context: ConversationContext,
  store: SealedStore,
  { approach, welcoming, returnHosts, invitations }: Parts
): Joins {
  const { primitives, records, relays, links, clock, events } = context
  const joins = new Map<ConversationId, Join>()
  /** Of the hosts, those whose own devices have said that the link is not valid. */
  const refusing = new Map<ConversationId, Set<AccountId>>()
  /** Whose link is used up, as the device of a host has said. */
  const usedUp = new Set<ConversationId>()
  /** Devices of hosts that have not answered yet. */
  const dialled = new Map<DeviceId, Stop>()
  let isRunning = false
  const key = store.keys.setting('joins')
  const serial = createSerial()
  const writing = createSerial()
  const again = createRedial(clock, () => everywhere(), RETRY)

  function keep(group: ConversationId, join: Join | undefined): Promise<void> {
    return writing(async () => {
      const isNews = joins.has(group) !== (join !== undefined)
      if (join === undefined) {
        joins.delete(group)
        refusing.delete(group)
        usedUp.delete(group)
      } else joins.set(group, join)
      dial()
      await records.commit([{ key, value: JoinsRecord.encode({ joins: [...joins.values()].map(encodeJoin) }) }])
      if (isNews) events.emit('invite:changed', { id: group })
    })
  }

  async function note(group: ConversationId, asked: Asked): Promise<void> {
    const join = joins.get(group)
    if (join === undefined) return
    await keep(group, { ...join, asked: [...join.asked.filter(({ account }) => account !== asked.account), asked] })
  }

  function hostsOf({ group, link, backAtMs, superiors }: Join): readonly Contact[] {
    if (link !== undefined) return link.content.hosts.map(host => asContact(host, link.content.token))
    return backAtMs === undefined ? returnHosts.of(group, superiors) : returnHosts.amongst(group, superiors)
  }

  /** Those who let it in at the same time, and the others, come first. */
  const isDoubtful = ({ backAtMs = Infinity, superiors }: Join): boolean => superiors.length > 0 && clock.now() >= backAtMs + DOUBT_AFTER_MS

  /** While none of the hosts has what is asked: whoever comes up may take it, or say that the link is not valid. */
  function dial(): void {
    if (!isRunning) return
    const unheard = [...joins.values()].filter(({ link, asked }) => link !== undefined && !asked.some(({ arrived }) => arrived))
    const silent = unheard.flatMap(join => hostsOf(join).filter(({ account }) => refusing.get(join.group)?.has(account) !== true))
    follow(
      dialled,
      silent.flatMap(({ devices }) => devices.map(({ device }) => device)),
      device => links.keep(device)
    )
  }

  /** One of the hosts hears of it, or their relays keep it for them. @throws as `Approach` */
  async function ask({ group, link, token, asked }: Join, contact: Contact): Promise<void> {
    const againMs = refusing.has(group) ? ASK_REFUSED_AGAIN_MS : ASK_AGAIN_MS
    const before = asked.find(({ account, atMs }) => account === contact.account && clock.now() < atMs + againMs)
    if (before?.arrived === true) return
    const knock = before ?? {
      ...(await newKnock(contact, { group, token, anew: asked.some(({ account }) => account === contact.account) })),
      account: contact.account,
      arrived: false,
      atMs: clock.now()
    }
    // What a relay gives for a link that is used up leads nowhere; whoever is there themselves knows better.
    if (before === undefined && usedUp.has(group) && !links.isUp(knock.to)) throw notValid(link)
    if (before === undefined) await note(group, knock)
    try {
      const left = await approach.knock(contact, knock)
      await note(group, left === undefined ? { ...knock, arrived: true } : { ...knock, leftAt: left.leftAt })
    } catch (err) {
      // Where the key package is gone they may have read it at a relay. The next try takes another.
      const leftAt = approach.isLastWord(err) ? [] : knock.leftAt
      await note(group, { ...knock, leftAt, atMs: 0 })
      noteRefusal(group, contact, err)
      throw err
    }
  }

  async function takeFrom(group: ConversationId, contact: Contact, anew: boolean): ReturnType<Welcoming['take']> {
    try {
      const taken = await welcoming.take(contact, () => false, { anew })
      refusing.get(group)?.delete(contact.account)
      return taken
    } catch (err) {
      noteRefusal(group, contact, err)
      if (approach.isLastWord(err) && isChatError(err, 'ERR_EXPIRED')) usedUp.add(group)
      throw err
    }
  }

  function noteRefusal(group: ConversationId, { account }: Contact, err: unknown): void {
    if (!approach.isLastWord(err)) return
    refusing.set(group, new Set([...(refusing.get(group) ?? []), account]))
    dial()
  }

  function isUnderWay(group: ConversationId): boolean {
    return joins.get(group)?.asked.some(({ arrived, leftAt }) => arrived || leftAt.length > 0) === true
  }

  /** Nobody lets anybody in by that link: it is used up and what we ask lies nowhere, or all hosts say that they know none such. */
  function isOver({ group, link }: Join, hosts: readonly Contact[]): boolean {
    if (link === undefined) return false
    if (hosts.every(({ account }) => refusing.get(group)?.has(account) === true)) return true
    return usedUp.has(group) && !isUnderWay(group)
  }

  async function newKnock(
    contact: Contact,
    { group, token, anew }: { readonly group: ConversationId; readonly token: Uint8Array; readonly anew: boolean }
  ): Promise<PendingKnock> {
    const { device, packages } = await takeFrom(group, contact, anew)
    const isReturn = joins.get(group)?.link === undefined
    const keyPackage = isReturn ? { keyPackage: await invitations.giveToReturn(group) } : {}
    const asking = { token, head: returnHosts.headOf(group), ...keyPackage }
    return { to: device, body: await welcoming.asking(contact, group, packages, asking), leftAt: [] }
  }

  /** Where they are dialled, by what the link or they themselves have said. */
  async function learn({ devices, relays: named }: Contact): Promise<void> {
    const circuits = circuitsAt(namedNow(named))
    for (const { device, addresses } of devices) await links.learn(device, [...circuits, ...addresses])
  }

  /** Nobody lets us in by that link. */
  async function end({ group, link }: Join, why: ChatError): Promise<void> {
    await keep(group, undefined)
    if (link === undefined) return
    const code = why.code === 'ERR_EXPIRED' ? 'expired' : 'refused'
    const conversation = await groupConversationId(primitives, group)
    events.emit('join:ended', { conversation, name: link.content.name, code, reason: why.message })
  }

  /** Asks all; again later, where nobody has it, nor their relays. @throws ERR_KNOCK_REFUSED where it is over */
  async function pursue(join: Join): Promise<void> {
    const { group } = join
    const hosts = hostsOf(join)
    await Promise.all(hosts.map(learn))
    const outcomes = await Promise.allSettled(hosts.map(host => ask(join, host)))
    if (isOver(join, hosts)) {
      const refusal = notValid(join.link)
      await end(join, refusal)
      throw refusal
    }
    if (isUnderWay(group)) return
    again.later()
    for (const outcome of outcomes) if (outcome.status === 'rejected') passing(outcome.reason)
  }

  function everywhere(): void {
    serial(async () => {
      for (const join of joins.values()) {
        const isUnheard = join.asked.every(({ arrived, leftAt }) => !arrived && leftAt.length === 0)
        if (clock.now() >= endsAtMs(join) || (isUnheard && join.link !== undefined && hasExpired(join.link.content, clock.now())))
          await end(join, expired())
        else if (join.backAtMs === undefined || isDoubtful(join)) await pursue(join).catch(passing)
      }
      // Just started, it may not be ready yet.
      if ([...dialled.keys()].some(device => links.isUp(device))) again.later()
    }).catch(passing)
  }

  return {
    async load() {
      const bytes = await store.get(key)
      for (const record of bytes === undefined ? [] : JoinsRecord.decode(bytes).joins) {
        const content = record.link === '' ? undefined : await readGroupLink(primitives, record.link)
        const join = decodeJoin(record, content)
        joins.set(join.group, join)
      }
    },
    start() {
      let timer: Stop | undefined
      const hourly = (): void => {
        timer = clock.after(HOUR_MS, hourly)
        everywhere()
      }
      hourly()
      isRunning = true
      dial()
      const stops = [
        () => timer?.(),
        () => {
          isRunning = false
          follow(dialled, [], device => links.keep(device))
        },
        again.stop,
        onLink(context, async device => {
          const isHost = [...joins.values()].some(join => hostsOf(join).some(({ devices }) => devices.some(one => one.device === device)))
          if (!isHost) return
          again.reset()
          everywhere()
        }),
        relays.on('relay:up', () => joins.size > 0 && everywhere())
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    all: () => [...joins.values()],
    async begin(link) {
      const content = await readGroupLink(primitives, link)
      if (hasExpired(content, clock.now())) throw expired()
      const known = joins.get(content.group)
      const byLink = [...joins.values()].filter(({ link: used }) => used !== undefined)
      if (known === undefined && byLink.length >= MAX_JOINS)
        throw new ChatError('ERR_QUOTA', `you already ask to be let in to ${MAX_JOINS} groups; wait for one of them`)
      const beganAtMs = clock.now()
      const token = known?.token ?? primitives.randomBytes(TOKEN_BYTES)
      const join: Join = { ...begun(content.group, token, beganAtMs), link: { text: link, content } }
      refusing.delete(content.group)
      usedUp.delete(content.group)
      await keep(content.group, join)
      await serial(() => pursue(join))
    },
    reached(group) {
      const asked = joins.get(group)?.asked
      // Whoever is in by now was let in by one of them.
      if (asked === undefined || asked.some(({ arrived }) => arrived)) return 'host'
      return asked.some(({ leftAt }) => leftAt.length > 0) ? 'relay' : 'nobody'
    },
    async comeBack(group, joinedBy) {
      const returning = [...joins.values()].filter(({ link }) => link === undefined)
      const before = joins.get(group)
      if (before?.backAtMs === undefined && (before !== undefined || returning.length >= MAX_RETURNS)) return
      const superiors = before?.superiors ?? []
      await keep(group, { ...begun(group, primitives.randomBytes(TOKEN_BYTES), clock.now()), link: undefined, joinedBy, superiors })
      everywhere()
    },
    isExpected(group, token) {
      const join = joins.get(group)
      return join !== undefined && equalsConstantTime(join.token, token)
    },
    returnTo(group) {
      const join = joins.get(group)
      return join?.link === undefined ? join : undefined
    },
    async end(group, superiors) {
      const join = joins.get(group)
      if (join === undefined || (join.backAtMs !== undefined && superiors === undefined)) return
      const back = { ...join, backAtMs: clock.now(), superiors: superiors ?? join.superiors, asked: [] }
      await keep(group, join.link === undefined ? back : undefined)
    },
    async confirmed(group, by) {
      const join = joins.get(group)
      if (join?.backAtMs === undefined || !join.superiors.includes(by)) return
      await keep(group, { ...join, superiors: [] })
    },
    giveUp: async group => (joins.has(group) ? keep(group, undefined) : undefined)
  }
}

function hasExpired({ expiresAtMs }: GroupLinkContent, nowMs: number): boolean {
  return expiresAtMs !== undefined && nowMs >= expiresAtMs
}

function notValid(link: Join['link']): ChatError {
  return new ChatError('ERR_KNOCK_REFUSED', `this link to ${link?.content.name ?? 'a group'} is not valid any more; ask for a new one`)
}

function expired(): ChatError {
  return new ChatError('ERR_EXPIRED', 'this link has expired; ask for a new one')
}

/** Of those who answer a link no more is known than it says. */
function asContact({ account, name, devices, relays }: LinkHost, token: Uint8Array): Contact {
  const named = readRelayAddresses(relays).map(relay => ({ ...relay, leftAtMs: undefined }))
  return { ...newContact(account), name, devices, relays: named, token }
}
