import { createHash } from 'node:crypto'
import type { AccountId } from '../../node/base/ids.js'
import { audienceOf } from '../../node/conversation/audience.js'
import type { StoredMessage } from '../../node/conversation/message.js'
import { gapsOf } from '../../node/conversation/gaps.js'
import { count } from '../../node/conversation/progress.js'
import { countsOf, stateOf as deliveryOf, type DeliveryState } from '../../node/conversation/reading.js'
import { pathTo } from '../../node/session/epoch-tree.js'
import type { Actor, Ledger } from './ledger.js'
import { firstSealingOf, hadToBeSealedFor } from './sealings.js'
import type { Standing } from './standings.js'

/** What a run has left behind. */
export interface Evidence {
  readonly actors: readonly Actor[]
  readonly founder: Actor
  /** Who was in before anything went wrong. */
  readonly founding: readonly Actor[]
  readonly ledger: Ledger
  /** All that lies on relays' disks. */
  readonly keptByRelays: () => readonly Uint8Array[]
  /** What its own recount of its disk holds against an honest relay. */
  readonly relayFaults: readonly string[]
  /** In an hour after all that, where it was waited for. */
  readonly grownAtRest: readonly string[]
  /** Since then all is well around the group; undefined where it has never become so. */
  readonly calmSinceMs: number | undefined
  /** Of whoever has ever come in. */
  readonly standings: readonly Standing[]
}

/** Stands in every text. */
export const SAID = ' says '

/** Where all goes well, whose Welcome was lost comes in by the next: a second time it would be lost for a fault of ours. */
const MOST_LET_IN_ANEW = 1

const WAITING: ReadonlySet<DeliveryState> = new Set<DeliveryState>(['queued', 'stored'])

/** Says what is wrong, sentence by sentence. */
type Invariant = (evidence: Evidence) => readonly string[]

/** What must hold once a group has healed, whatever happened to it. */
const HEALING = {
  'one head: epoch, authenticator, members, roles and name': evidence =>
    present(evidence).flatMap(standing => {
      const [own, theirs] = [stateOf(standing), stateOf(founderOf(evidence))]
      return own === theirs ? [] : [`${nameOf(standing)} has ${own}, the founder ${theirs}`]
    }),

  'nobody is in who is not a member, and all who are know it': ({ standings, ...evidence }) => {
    const members = accountsAtHead({ standings, ...evidence })
    return standings
      .filter(({ actor, conversation }) => members.has(actor.account) !== (conversation.membership === 'joined'))
      .map(standing => `${nameOf(standing)} thinks: ${standing.conversation.membership}`)
  },

  'every member has come in': ({ actors, ...evidence }) => {
    const members = accountsAtHead({ actors, ...evidence })
    const come = new Set(evidence.standings.map(({ actor }) => actor))
    return actors.filter(actor => members.has(actor.account) && !come.has(actor)).map(({ person }) => `${person.name} never did`)
  },

  'a removal stands': evidence =>
    removedForGood(evidence)
      .filter(account => accountsAtHead(evidence).has(account))
      .map(account => `${nameIn(evidence, account)} is in, though the founder put them out`),

  'whoever was let in is in': evidence =>
    evidence.ledger.asked
      .filter(({ by, kind, isPromised }) => kind === 'add' && isPromised && by === evidence.founder)
      .flatMap(({ about }) => (about === undefined || accountsAtHead(evidence).has(about) || wasPutOut(evidence, about) ? [] : [about]))
      .map(account => `${nameIn(evidence, account)} is not in, though the founder let them in`),

  // But by whom somebody else put out at the same time: then that was never done.
  'whoever a fork had let in is in, also where it lost': evidence => {
    const members = accountsAtHead(evidence)
    const headers = [...founderOf(evidence).group.tree.commits.values()].map(({ header }) => header)
    const counting = headers.filter(({ committer }) => !wasPutOut(evidence, committer.account))
    return [...new Set(counting.flatMap(({ added }) => added.map(({ account }) => account)))]
      .filter(account => !members.has(account) && !wasPutOut(evidence, account))
      .map(account => `${nameIn(evidence, account)} is not in, though a commit had let them in`)
  },

  'nothing waits for ever': evidence =>
    present(evidence).flatMap(standing => {
      const { conversation, group } = standing
      const left = [
        ...(group.pending === undefined ? [] : ['a commit of theirs']),
        ...conversation.wishes.map(({ kind }) => `the wish to ${kind}`),
        ...conversation.letters.map(() => 'a letter')
      ]
      return left.map(what => `${what} of ${nameOf(standing)}`)
    }),

  'what is shown as on its way is on its way': evidence =>
    ofTheirOwn(present(evidence)).flatMap(({ standing, messages }) =>
      messages
        .filter(message => WAITING.has(deliveryOf(standing.conversation, message)))
        .filter(({ seq }) => !standing.rows.some(({ first, last }) => first <= seq && seq <= last))
        .map(({ text }) => `${text} of ${nameOf(standing)}`)
    ),

  'what was acknowledged is delivered to all it was for': evidence => {
    const byAccount = new Map(present(evidence).map(standing => [standing.actor.account, standing]))
    return evidence.ledger.said.flatMap(({ by, text }) => {
      const sender = byAccount.get(by.account)
      if (sender === undefined || wasPutOut(evidence, by.account)) return []
      const message = sender.messages.find(one => one.text === text)
      if (message === undefined) return [`${text}: gone from its sender`]
      const readers = audienceOf(sender.conversation, message.seq).filter(account => !wasPutOut(evidence, account))
      const lacking = readers.flatMap(account => byAccount.get(account) ?? []).filter(({ messages }) => !messages.some(isSame(message)))
      return lacking.map(reader => `${text}: not with ${nameOf(reader)}`)
    })
  },

  'one history for all who were in all along': evidence => {
    const [first, ...others] = steady(evidence).map(standing => ({ standing, hash: historyHash(standing) }))
    return others
      .filter(({ hash }) => hash !== first?.hash)
      .map(({ standing }) => `${nameOf(standing)} reads another history than ${first === undefined ? 'nobody' : nameOf(first.standing)}`)
  },

  'one story of the group for all who were in all along': evidence => {
    const [first, ...others] = steady(evidence).map(standing => ({ standing, story: storyOf(standing) }))
    return others
      .filter(({ story }) => first !== undefined && !isTail(story, first.story))
      .map(({ standing, story }) => `${nameOf(standing)} reads ${story.join()}, ${nameOf(first!.standing)} ${first!.story.join()}`)
  },

  'who came in later reads what all read who were in by then, in the same order': evidence => {
    const founder = founderOf(evidence)
    const senders = new Map(evidence.standings.map(({ actor, conversation }) => [actor.person.device.id, conversation]))
    return newcomers(evidence).flatMap(standing => {
      const { account } = standing.actor
      const here = new Set(standing.messages.map(({ id }) => id))
      // Whoever was put out themselves seals nothing again for who had yet to come in.
      const isDue = (message: StoredMessage): boolean => {
        const sender = senders.get(message.device)
        return sender !== undefined && !wasPutOut(evidence, message.account) && audienceOf(sender, message.seq).includes(account)
      }
      const due = founder.messages.filter(message => here.has(message.id) || isDue(message))
      if (due.map(({ id }) => id).join() === standing.messages.map(({ id }) => id).join()) return []
      const lacking = due.filter(({ id }) => !here.has(id)).map(({ text }) => text)
      return [`${nameOf(standing)} ${lacking.length > 0 ? `lacks ${lacking.join()}` : 'has another order, or more'}`]
    })
  },

  'who came in later reads the story of the group on from there': evidence => {
    const story = storyOf(founderOf(evidence))
    return newcomers(evidence)
      .filter(standing => !isTail(storyOf(standing), story))
      .map(standing => `${nameOf(standing)} reads ${storyOf(standing).join()}, the founder ${story.join()}`)
  },

  'no gap is left': evidence =>
    [...steady(evidence), ...newcomers(evidence)].flatMap(standing =>
      gapsOf(standing.conversation).map(
        ({ device, range }) =>
          `${nameOf(standing)} lacks ${range.first} to ${range.last} of ${nameIn(evidence, accountOf(evidence, device))}`
      )
    )
} satisfies Readonly<Record<string, Invariant>>

/** What must hold at any time: nothing mends it. */
const LASTING = {
  'nothing is shown twice, or told twice': ({ standings }) =>
    standings.flatMap(standing => {
      const told = standing.actor.person.events.flatMap(event => (event.type === 'message:received' ? [event.message.text] : []))
      const shown = standing.messages.map(({ text }) => text)
      return [...twice(told), ...twice(shown)].filter(text => text !== '').map(text => `${text}: with ${nameOf(standing)}`)
    }),

  'nobody reads what nobody said': ({ standings, ledger }) =>
    standings.flatMap(standing =>
      standing.messages.filter(({ text }) => text !== '' && !ledger.tried.has(text)).map(({ text }) => `${text}: with ${nameOf(standing)}`)
    ),

  // But for what its sender had to seal again: all read it who are in by then, also who was out as it was said (`outsiders.test.ts`).
  'nobody reads what was said while they were out': ({ standings }) =>
    standings.flatMap(sender =>
      sender.messages
        .filter(({ account }) => account === sender.actor.account)
        .flatMap(message => {
          const audience = audienceOf(sender.conversation, message.seq)
          return standings
            .filter(({ actor }) => actor !== sender.actor && !audience.includes(actor.account))
            .filter(({ messages }) => messages.some(isSame(message)))
            .filter(({ actor }) => !hadToBeSealedFor(sender, message, actor.account))
            .map(reader => `${message.text}: with ${nameOf(reader)}`)
        })
    ),

  'a message is counted for those who were in as it was said': ({ standings }) =>
    ofTheirOwn(standings).flatMap(({ standing, messages }) =>
      messages.flatMap(message => {
        const first = firstSealingOf(standing, message)
        // One that waited for somebody to go was sealed when they were gone: by then others may have come, or gone.
        if (first === undefined || standing.group.tree.commits.get(first.epoch)?.header.removed.length !== 0) return []
        const [told, was] = [countsOf(standing.conversation, message).of, first.accounts.size - 1]
        return told === was ? [] : [`${message.text}: for ${told} of ${was}`]
      })
    ),

  'whoever is said to have a message has it': ({ standings }) => {
    const has = new Map(standings.map(({ actor, messages }) => [actor.person.device.id, new Set(messages.map(({ id }) => id))]))
    return ofTheirOwn(standings).flatMap(({ standing, messages }) =>
      messages.flatMap(message => {
        const { delivered, read } = countsOf(standing.conversation, message)
        const holders = standings.filter(({ actor }) => has.get(actor.person.device.id)?.has(message.id))
        const accounts = new Set(holders.flatMap(({ actor }) => (actor.account === message.account ? [] : actor.account)))
        return delivered > accounts.size || read > delivered ? [`${message.text}: with ${delivered}, and is with ${accounts.size}`] : []
      })
    )
  },

  'what somebody shows to have of a device is on their disk': ({ standings }) =>
    standings.flatMap(standing =>
      [...standing.conversation.holdings].flatMap(([device, { progress }]) => {
        const there = standing.messages.filter(message => message.device === device).length
        return there === count(progress) ? [] : [`${nameOf(standing)} has ${there} of ${count(progress)}`]
      })
    ),

  'an answer stands behind what it answers': ({ standings }) =>
    standings.flatMap(standing => {
      const places = new Map(standing.messages.map(({ id }, place) => [id, place]))
      return standing.messages
        .filter(({ parents }, place) => parents.some(({ id }) => (places.get(id) ?? -1) > place))
        .map(({ text }) => `${text}: with ${nameOf(standing)}`)
    }),

  'one signed commit per device and parent': ({ standings }) => {
    const children = new Map<string, Set<string>>()
    for (const { group } of standings) {
      for (const { header } of [...group.tree.commits.values(), ...group.tree.waiting.values()]) {
        const key = `${header.committer.device} ${header.parent}`
        children.set(key, (children.get(key) ?? new Set()).add(header.child))
      }
    }
    return [...children].filter(([, all]) => all.size > 1).map(([key]) => key)
  },

  'nobody is let in anew again and again': evidence => {
    const times = letInAnewInCalm(evidence)
    return [...new Set(times)].flatMap(account => {
      const often = times.filter(one => one === account).length
      return often > MOST_LET_IN_ANEW ? [`${nameIn(evidence, account)} was ${often} times, though in all along`] : []
    })
  },

  'what was promised is there when the power comes back': ({ ledger }) => ledger.lost,

  'no relay holds a word that was said': ({ keptByRelays }) => {
    const words = Buffer.from(SAID)
    return keptByRelays().some(value => Buffer.from(value.buffer, value.byteOffset, value.length).includes(words)) ? ['one does'] : []
  },

  "a relay's counters equal a recount of what it holds": ({ relayFaults }) => relayFaults,

  'nothing grows over an hour of rest': ({ grownAtRest }) => grownAtRest,

  'no epoch, leaf and generation is used twice': ({ ledger }) => ledger.usedTwice,

  'no fault of ours reached anybody': ({ ledger }) => ledger.errors
} satisfies Readonly<Record<string, Invariant>>

/** A finding begins with it. */
export type InvariantName = keyof typeof HEALING | keyof typeof LASTING

/** What is wrong, and whether it stays so whatever happens from now on. */
export interface Findings {
  readonly all: readonly string[]
  readonly areLasting: boolean
}

export function findings(evidence: Evidence): Findings {
  if (!evidence.standings.some(({ actor }) => actor === evidence.founder))
    return { all: ['the founder has lost the group'], areLasting: true }
  const lasting = brokenIn(LASTING, evidence)
  return { all: [...lasting, ...brokenIn(HEALING, evidence)], areLasting: lasting.length > 0 }
}

function brokenIn(invariants: Readonly<Record<string, Invariant>>, evidence: Evidence): readonly string[] {
  return Object.entries(invariants).flatMap(([name, invariant]) => invariant(evidence).map(said => `${name} — ${said}`))
}

function founderOf({ standings, founder }: Evidence): Standing {
  const standing = standings.find(({ actor }) => actor === founder)
  if (standing === undefined) throw new Error('the founder has lost the group')
  return standing
}

function accountsAtHead(evidence: Evidence): ReadonlySet<AccountId> {
  return new Set(founderOf(evidence).head.members.map(({ account }) => account))
}

/** Those who are in, by the founder's word. */
function present(evidence: Evidence): readonly Standing[] {
  const members = accountsAtHead(evidence)
  return evidence.standings.filter(({ actor }) => members.has(actor.account))
}

/** Whether anybody ever tried to: then nothing is certain about them but what holds for all. */
function wasPutOut({ ledger }: Evidence, account: AccountId): boolean {
  return ledger.asked.some(({ kind, about }) => about === account && (kind === 'remove' || kind === 'leave'))
}

/** By the founder, whom nobody outranks, and let in by nobody since. */
function removedForGood({ ledger, founder }: Evidence): readonly AccountId[] {
  const last = new Map<AccountId, boolean>()
  for (const { by, kind, about, isPromised } of ledger.asked) {
    if (about === undefined) continue
    if (kind === 'add') last.set(about, false)
    else if (kind === 'remove' && isPromised && by === founder) last.set(about, true)
  }
  return [...last].flatMap(([account, isOut]) => (isOut ? [account] : []))
}

/** Members from the beginning whom nobody tried to put out. */
function steady(evidence: Evidence): readonly Standing[] {
  return present(evidence).filter(({ actor }) => evidence.founding.includes(actor) && !wasPutOut(evidence, actor.account))
}

/** Members who came in later, whom nobody tried to put out. */
function newcomers(evidence: Evidence): readonly Standing[] {
  return present(evidence).filter(({ actor }) => !evidence.founding.includes(actor) && !wasPutOut(evidence, actor.account))
}

/** What each has said, as their own device has it. */
function ofTheirOwn(standings: readonly Standing[]): readonly { standing: Standing; messages: readonly StoredMessage[] }[] {
  return standings.map(standing => ({
    standing,
    messages: standing.messages.filter(({ device }) => device === standing.actor.person.device.id)
  }))
}

/** Members who got another place since all is well around the group, once each time. */
function letInAnewInCalm(evidence: Evidence): readonly AccountId[] {
  const { group, head } = founderOf(evidence)
  const { calmSinceMs = Infinity } = evidence
  const way = new Set(pathTo(group.tree, head.id))
  const inCalm = evidence.actors.flatMap(({ person }) => person.commits.filter(({ child, atMs }) => way.has(child) && atMs >= calmSinceMs))
  return inCalm.flatMap(({ letInAnew }) => letInAnew)
}

function historyHash({ messages }: Standing): string {
  return createHash('sha256')
    .update(messages.map(({ id }) => id).join())
    .digest('hex')
}

/** What was done to the group, by whom and where it stands; that there was a split is each one's own experience. */
function storyOf({ happenings }: Standing): readonly string[] {
  return happenings.flatMap(({ epoch, atMs, parts }) =>
    parts.flatMap(part => (part.kind === 'split' ? [] : [`${epoch.slice(0, 6)}@${atMs} ${JSON.stringify(part)}`]))
  )
}

/** Who came in second reads on from there. */
function isTail(story: readonly string[], other: readonly string[]): boolean {
  const [shorter, longer] = story.length < other.length ? [story, other] : [other, story]
  return shorter.every((line, i) => line === longer[longer.length - shorter.length + i])
}

function stateOf({ head, authenticator, conversation }: Standing): string {
  const { id, members, roles, profile } = head
  const accounts = members.map(({ leaf, account }) => `${leaf}:${account.slice(0, 6)}`).join(' ')
  return `${id.slice(0, 8)} ${authenticator.slice(0, 8)} [${accounts}] ${JSON.stringify(roles)} ${profile.name} ${conversation.name}`
}

const isSame =
  ({ id }: StoredMessage) =>
  (other: StoredMessage): boolean =>
    other.id === id
const nameOf = ({ actor }: Standing): string => actor.person.name

function nameIn({ actors }: Evidence, account: AccountId | undefined): string {
  return actors.find(actor => actor.account === account)?.person.name ?? String(account)
}

function accountOf(evidence: Evidence, device: string): AccountId | undefined {
  return evidence.actors.find(({ person }) => person.device.id === device)?.account
}

function twice(texts: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return texts.filter(text => seen.has(text) || !seen.add(text))
}
