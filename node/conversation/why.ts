import type { AccountId, DeviceId } from '../base/ids.js'
import { friendlyDeviceName } from '../identity/device-name.js'
import type { RelayId } from '../network/relay-protocol.js'
import { isForNobody } from './audience.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { currentGroup, isBarred, isComplete, mustGo } from './current-group.js'
import { headOf, type Group } from './group.js'
import type { Imported, StoredMessage } from './message.js'
import type { Joins } from './joins.js'
import type { Outbox, Waiting } from './outbox.js'
import { EXPIRY_MS } from './outbox-row.js'
import { has } from './progress.js'
import { nameInGroup } from './presences.js'
import { isGivenUp, isGone, lackingIt, stateOf } from './reading.js'
import { DELIVERED_MARK, READ_MARK } from './receipts.js'

export type BecauseCode =
  | 'written'
  | 'lives-here'
  | 'alone'
  | 'elsewhere'
  | 'shared'
  | 'delivered'
  | 'read'
  | 'stored'
  | 'stored-here'
  | 'expired'
  | 'given-up'
  | 'gone'
  | 'blocked'
  | 'first-contact'
  | 'introduced'
  | 'returning'
  | 'barred'
  | 'announced'
  | 'unreachable'
  | 'asked'
  | 'sent'
  | 'failing'
  | 'in-turn'
  | 'given'
  | 'from-backup'
  | 'was-on-its-way'
  | 'was-partly-delivered'
  | 'was-delivered'
  | 'was-read'

/** Whom or what a line is about. */
export interface Where {
  /** Absent of our own devices. */
  readonly person?: string
  /** Its three words. */
  readonly device?: string
  readonly relay?: string
}

/** One line of what has happened to a message, or of what it waits for. */
export interface Because {
  readonly what: string
  /** Which line it is, for whoever has words of their own. */
  readonly code: BecauseCode
  readonly where?: Where
  readonly atMs?: number
  readonly untilMs?: number
}

interface Parts {
  readonly contacts: Contacts
  readonly outbox: Outbox
  readonly joins: Pick<Joins, 'returnTo'>
}

/** What has happened to a message of ours, in order; the last line says what it waits for, if for anything. */
export async function explain(
  context: Pick<ConversationContext, 'records' | 'clock' | 'self'>,
  { contacts, outbox, joins }: Parts,
  conversation: Conversation,
  message: StoredMessage
): Promise<Because[]> {
  const other = contacts.otherOf(conversation)
  const contact = other === undefined ? undefined : contacts.get(other)
  if (message.shared !== undefined)
    return [{ code: 'shared', what: 'said before you came; that its sender wrote it is the word of who shared it' }]
  if (message.imported !== undefined) return importedSaid(message.imported)
  if (message.device !== context.self.device)
    return [
      {
        code: 'elsewhere',
        where: { device: friendlyDeviceName(message.device) },
        what: `written on your device ${friendlyDeviceName(message.device)}: it knows what became of it`,
        atMs: message.sentAtMs
      }
    ]
  const said: Because[] = [{ code: 'written', what: 'written to this device’s disk', atMs: message.sentAtMs }]
  if (contact !== undefined && contact.account === context.self.companion()) {
    const where = { person: contact.name }
    said.push({
      code: 'lives-here',
      where,
      what: `for ${contact.name}, who lives on this device: nothing leaves it, and no relay keeps it`
    })
  }
  if (isForNobody(conversation, message.seq))
    said.push({ code: 'alone', what: 'nobody else was in the group: it is here alone, and whoever comes in later does not get it' })
  for (const [device, receipt] of conversation.shown) {
    const where = whereOf(device)
    if (!has(receipt.progress, message.seq)) continue
    const there = { code: 'delivered' as const, where, what: `delivered: on the disk of ${spell(where)}` }
    said.push(await at(there, context.records.markedAt(conversation, device, DELIVERED_MARK, message.seq)))
    if (receipt.read >= message.seq)
      said.push(
        await at(
          { code: 'read', where, what: `read on ${spell(where)}` },
          context.records.markedAt(conversation, device, READ_MARK, message.seq)
        )
      )
  }
  const state = stateOf(conversation, message)
  said.push(...notTried())
  if (state === 'failed' && isGivenUp(conversation, message.seq))
    said.push({ code: 'expired', what: `nobody took it in 30 days: send it again if it still matters` })
  if (state === 'queued' || state === 'stored') {
    const waiting = outbox.waiting(conversation, message.seq)
    for (const { relay, atMs, untilMs } of waiting?.row.stored ?? []) said.push({ ...keptAt(relay), atMs, untilMs })
    said.push(...waits(waiting?.targets ?? [], message.sentAtMs + EXPIRY_MS))
  }
  return said

  /** Whom it was for in a group and who do not get it from here by itself any more. */
  function notTried(): Because[] {
    if (conversation.kind === 'direct') return []
    return lackingIt(conversation, message.seq).flatMap((account): Because[] => {
      const person = nameOf(account) ?? 'somebody'
      const where = { person }
      if (isGone(conversation, account))
        return [{ code: 'gone', where, what: `${person} is out of the group: it does not go there any more` }]
      if (state !== 'partly') return []
      const what = `given up for ${person} after 30 days: comes there only if ${person} is back and asks for it`
      return [{ code: 'given-up', where, what, atMs: message.sentAtMs + EXPIRY_MS }]
    })
  }

  function waits(targets: readonly Waiting[], untilMs: number): Because[] {
    const name = contact?.name ?? 'somebody'
    const group = conversation.groups.length === 0 ? undefined : currentGroup(conversation)
    if (contact?.state === 'blocked') return [{ code: 'blocked', where: { person: name }, what: `kept here: ${name} is blocked`, untilMs }]
    if (group === undefined || !isComplete(conversation, group))
      return [{ code: 'first-contact', where: { person: name }, what: `waits until ${name} can be reached for the first time`, untilMs }]
    if (group.knock !== undefined) {
      const boxes = group.knock.leftAt.map(relay => `relay ${relay}`).join(' and ')
      const what = `waits until ${name} takes our introduction${boxes === '' ? '' : `, which lies in the box at ${boxes}`}`
      return [{ code: 'introduced', where: { person: name }, what, untilMs }]
    }
    if (isComingBack(group)) return [{ code: 'returning', what: 'waits until a member lets this device in to the group again', untilMs }]
    if (isBarred(conversation, group)) return [{ ...barredBy(group), untilMs }]
    return targets.map(target => ({ ...waitOf(target), untilMs }))
  }

  function isComingBack({ id }: Group): boolean {
    const returning = joins.returnTo(id)
    return returning !== undefined && returning.backAtMs === undefined
  }

  function keptAt(relay: RelayId): Because {
    const where = { relay }
    if (relay !== context.self.relayHere()) return { code: 'stored', where, what: `stored on relay ${relay}` }
    return {
      code: 'stored-here',
      where,
      what: `lies on your own relay ${relay}, too: nobody finds it there while this machine is off`
    }
  }

  function barredBy(group: Group): Because {
    const going = headOf(group).members.find(member => mustGo(conversation, group, member))
    const where = going === undefined ? { person: 'somebody' } : whereOf(going.device)
    return {
      code: 'barred',
      where,
      what: `waits until ${spell(where)} is out of the group: nothing is encrypted where it could be read there`
    }
  }

  function waitOf(waiting: Waiting): Because {
    const { kind, id } = waiting.target
    const where = kind === 'device' ? whereOf(id) : { relay: id }
    const there = spell(where)
    if (waiting.published && kind === 'device' && !waiting.inFlight)
      return { code: 'announced', where, what: `went out to all who hear the group; waits until ${there} says that it is there` }
    if (!waiting.linked) return { code: 'unreachable', where, what: `waits for ${there}: not reachable now` }
    if (contact?.state === 'invited' && kind === 'device')
      return { code: 'asked', where, what: `sent to ${there}; waits until ${contact.name} accepts your request` }
    if (waiting.inFlight) return { code: 'sent', where, what: `sent to ${there}; waits for its acknowledgement` }
    if (waiting.nextTryMs !== undefined) {
      const seconds = Math.max(1, Math.round((waiting.nextTryMs - context.clock.now()) / 1_000))
      return { code: 'failing', where, what: `${waiting.failures} tries to ${there} failed (${waiting.lastError}); next in ${seconds} s` }
    }
    return { code: 'in-turn', where, what: `waits its turn for ${there}` }
  }

  function whereOf(of: DeviceId): Where {
    const account = conversation.devices.find(member => member.device === of)?.account
    const device = friendlyDeviceName(of)
    if (account === context.self.account) return { device }
    return { person: (account && nameOf(account)) ?? 'somebody', device }
  }

  function nameOf(account: AccountId): string | undefined {
    return contacts.find(account)?.name ?? nameInGroup(conversation, account)
  }
}

function spell({ person, device, relay }: Where): string {
  if (relay !== undefined) return `relay ${relay}`
  if (device === undefined) return person ?? 'somebody'
  return person === undefined ? `your device ${device}` : `${person}’s device ${device}`
}

function importedSaid({ state, isReceived }: Imported): Because[] {
  const then: Readonly<Record<NonNullable<Imported['state']>, Because>> = {
    delivered: { code: 'was-delivered', what: 'it was delivered by then' },
    read: { code: 'was-read', what: 'it was read by then' },
    partly: { code: 'was-partly-delivered', what: 'it was delivered to some by then' },
    failed: { code: 'expired', what: 'nobody had taken it in 30 days: send it again if it still matters' }
  }
  return [
    isReceived ? { code: 'given', what: 'given by another device of yours' } : { code: 'from-backup', what: 'brought here by a backup' },
    state === undefined ? { code: 'was-on-its-way', what: 'it was on its way then: the device that wrote it goes on with it' } : then[state]
  ]
}

async function at(because: Because, when: Promise<number | undefined>): Promise<Because> {
  const atMs = await when
  return atMs === undefined ? because : { ...because, atMs }
}
