import type { DeviceId } from '../base/ids.js'
import { friendlyDeviceName } from '../identity/device-name.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import { currentGroup, headOf, isBarred, isComplete, mustGo, type Conversation, type Group } from './conversation.js'
import type { Imported, StoredMessage } from './message.js'
import type { Joins } from './joins.js'
import type { Outbox, Waiting } from './outbox.js'
import { EXPIRY_MS } from './outbox-row.js'
import { has } from './progress.js'
import { nameInGroup } from './presences.js'
import { stateOf } from './reading.js'
import { DELIVERED_MARK, READ_MARK } from './receipts.js'

/** One line of what has happened to a message, or of what it waits for. */
export interface Because {
  readonly what: string
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
  if (message.shared !== undefined) return [{ what: 'said before you came; that its sender wrote it is the word of who shared it' }]
  if (message.imported !== undefined) return importedSaid(message.imported)
  if (message.device !== context.self.device)
    return [{ what: `written on your device ${friendlyDeviceName(message.device)}: it knows what became of it`, atMs: message.sentAtMs }]
  const said: Because[] = [{ what: 'written to this device’s disk', atMs: message.sentAtMs }]
  for (const [device, receipt] of conversation.shown) {
    const where = deviceOf(device)
    if (!has(receipt.progress, message.seq)) continue
    said.push(await at(`delivered: on the disk of ${where}`, context.records.markedAt(conversation, device, DELIVERED_MARK, message.seq)))
    if (receipt.read >= message.seq)
      said.push(await at(`read on ${where}`, context.records.markedAt(conversation, device, READ_MARK, message.seq)))
  }
  const state = stateOf(conversation, message)
  if (state === 'failed') said.push({ what: `nobody took it in 30 days: send it again if it still matters` })
  if (state === 'queued' || state === 'stored') {
    const waiting = outbox.waiting(conversation, message.seq)
    for (const { relay, atMs, untilMs } of waiting?.row.stored ?? []) said.push({ what: keptAt(relay), atMs, untilMs })
    said.push(...waits(waiting?.targets ?? [], message.sentAtMs + EXPIRY_MS))
  }
  return said

  function waits(targets: readonly Waiting[], untilMs: number): Because[] {
    const name = contact?.name ?? 'somebody'
    const group = conversation.groups.length === 0 ? undefined : currentGroup(conversation)
    if (contact?.state === 'blocked') return [{ what: `kept here: ${name} is blocked`, untilMs }]
    if (group === undefined || !isComplete(conversation, group))
      return [{ what: `waits until ${name} can be reached for the first time`, untilMs }]
    if (group.knock !== undefined) {
      const boxes = group.knock.leftAt.map(relay => `relay ${relay}`).join(' and ')
      return [{ what: `waits until ${name} takes our introduction${boxes === '' ? '' : `, which lies in the box at ${boxes}`}`, untilMs }]
    }
    if (isComingBack(group)) return [{ what: 'waits until a member lets this device in to the group again', untilMs }]
    if (isBarred(conversation, group)) return [{ what: barredBy(group), untilMs }]
    return targets.map(target => ({ what: waitOf(target), untilMs }))
  }

  function isComingBack({ id }: Group): boolean {
    const returning = joins.returnTo(id)
    return returning !== undefined && returning.backAtMs === undefined
  }

  function keptAt(relay: RelayId): string {
    if (relay !== context.self.relayHere()) return `stored on relay ${relay}`
    return `lies on your own relay ${relay}, too: nobody finds it there while this machine is off`
  }

  function barredBy(group: Group): string {
    const going = headOf(group).members.find(member => mustGo(conversation, group, member))
    return `waits until ${going === undefined ? 'somebody' : deviceOf(going.device)} is out of the group: nothing is encrypted where it could be read there`
  }

  function waitOf(waiting: Waiting): string {
    const { kind, id } = waiting.target
    const where = kind === 'device' ? deviceOf(id) : `relay ${id}`
    if (waiting.published && kind === 'device' && !waiting.inFlight)
      return `went out to all who hear the group; waits until ${where} says that it is there`
    if (!waiting.linked) return `waits for ${where}: not reachable now`
    if (contact?.state === 'invited' && kind === 'device') return `sent to ${where}; waits until ${contact.name} accepts your request`
    if (waiting.inFlight) return `sent to ${where}; waits for its acknowledgement`
    if (waiting.nextTryMs !== undefined) {
      const seconds = Math.max(1, Math.round((waiting.nextTryMs - context.clock.now()) / 1_000))
      return `${waiting.failures} tries to ${where} failed (${waiting.lastError}); next in ${seconds} s`
    }
    return `waits its turn for ${where}`
  }

  function deviceOf(device: DeviceId): string {
    const account = conversation.devices.find(member => member.device === device)?.account
    if (account === context.self.account) return `your device ${friendlyDeviceName(device)}`
    const name = account === undefined ? undefined : (contacts.find(account)?.name ?? nameInGroup(conversation, account))
    return `${name ?? 'somebody'}’s device ${friendlyDeviceName(device)}`
  }
}

function importedSaid({ state, isReceived }: Imported): Because[] {
  const then = {
    delivered: 'it was delivered by then',
    read: 'it was read by then',
    failed: 'nobody had taken it in 30 days: send it again if it still matters'
  }
  return [
    { what: isReceived ? 'given by another device of yours' : 'brought here by a backup' },
    { what: state === undefined ? 'it was on its way then: the device that wrote it goes on with it' : then[state] }
  ]
}

async function at(what: string, when: Promise<number | undefined>): Promise<Because> {
  const atMs = await when
  return atMs === undefined ? { what } : { what, atMs }
}
