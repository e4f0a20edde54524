import type { InvariantName } from '../invariants.js'

/** One mistake that somebody could make, as a replacement in a compiled file of the product. */
export interface Bug {
  readonly name: string
  /** Which of those it is that everybody expects here, if it is one of them. */
  readonly classic?: Classic
  /** Below `dist/`. */
  readonly file: string
  /** Stands there exactly once. */
  readonly right: string
  readonly wrong: string
  /** What it must be caught as, one or another of these: what else comes of it says not that they see what they are there for. */
  readonly seenAs: readonly InvariantName[]
  /** One of the first 50 that find it, where one does: a hunt begins with it. The others are hunted in soak alone. */
  readonly seed?: number
}

/** Mistakes that others have made. */
export const CLASSICS = [
  'acknowledge before durable',
  'head by chain length',
  'forgotten proposal',
  'sealing twice from a restored state',
  'receipt before batch',
  'dropped gap',
  'two commits from one parent'
] as const
export type Classic = (typeof CLASSICS)[number]

export const BUGS: readonly Bug[] = [
  {
    name: 'acknowledges before it is durable',
    classic: 'acknowledge before durable',
    file: 'node/conversation/conversations.js',
    right: 'await batch.durable;',
    wrong: 'batch.durable.catch(() => undefined);',
    seenAs: ['what was promised is there when the power comes back', 'what was acknowledged is delivered to all it was for'],
    seed: 11
  },
  {
    name: 'chooses the head by the length of its chain',
    classic: 'head by chain length',
    file: 'node/conversation/group-epochs.js',
    right: 'const { head, struck } = standAtHead(group.tree);',
    wrong:
      'const { struck } = standAtHead(group.tree); const head = [...group.tree.commits.keys()].reduce((best, id) => (pathTo(group.tree, id).length > pathTo(group.tree, best).length ? id : best), group.head);',
    seenAs: ['one head: epoch, authenticator, members, roles and name', 'a removal stands'],
    seed: 21
  },
  {
    name: 'chooses the head without strikes',
    file: 'node/session/strikes.js',
    right: 'return !(node !== undefined && isWithin(at, node)) && !undoing.some',
    wrong: 'return false && !undoing.some',
    seenAs: ['a removal stands'],
    seed: 10
  },
  {
    name: 'forgets what a lost fork had added',
    classic: 'forgotten proposal',
    file: 'node/conversation/membership-plan.js',
    right: 'of lostAdds) {',
    wrong: 'of []) {',
    seenAs: ['whoever a fork had let in is in, also where it lost', 'whoever was let in is in'],
    seed: 10
  },
  {
    name: 'seals on from a restored state',
    classic: 'sealing twice from a restored state',
    file: 'node/conversation/conversation-loading.js',
    right: 'epoch: await session.skipTo(epoch, reserved)',
    wrong: 'epoch',
    seenAs: ['no epoch, leaf and generation is used twice'],
    seed: 3
  },
  {
    name: 'acknowledges what still waits to be written',
    file: 'node/conversation/receiving.js',
    right: 'result: { intake: taken, verdicts: answers } };',
    wrong: 'result: { intake: taken, verdicts: answers }, canWait: true };',
    seenAs: ['what was promised is there when the power comes back', 'what was acknowledged is delivered to all it was for'],
    seed: 15
  },
  {
    name: 'says at a meeting that it has what is not on disk yet',
    classic: 'receipt before batch',
    file: 'node/conversation/meeting.js',
    right: 'return conversations.write(conversation, async () => {\n            const epoch',
    wrong: 'return (async change => (await change()).result)(async () => {\n            const epoch',
    seenAs: ['what was promised is there when the power comes back', 'what was acknowledged is delivered to all it was for'],
    seed: 11
  },
  {
    name: 'does not write down how far it has counted',
    file: 'node/conversation/sending.js',
    right: 'context.records.counters(conversation),',
    wrong: '',
    seenAs: ['an answer stands behind what it answers'],
    seed: 43
  },
  {
    name: 'answers by its own clock alone',
    file: 'node/conversation/content-taking.js',
    right: 'if (came.hlc > conversation.hlc)',
    wrong: 'if (false)',
    seenAs: ['an answer stands behind what it answers'],
    seed: 35
  },
  {
    name: 'forgets with its power that a commit of its own waits',
    file: 'node/conversation/record-codec.js',
    right: 'pending: group.pending === undefined ? EMPTY : fromHex(group.pending)',
    wrong: 'pending: EMPTY',
    seenAs: ['one signed commit per device and parent'],
    seed: 3
  },
  {
    name: 'takes a gap for read',
    classic: 'dropped gap',
    file: 'node/conversation/content-taking.js',
    right: 'progress = add(progress, { first: message.seq, last: message.seq });',
    wrong: 'progress = add(progress, { first: 1, last: message.seq });',
    seenAs: ['what somebody shows to have of a device is on their disk'],
    seed: 2
  },
  {
    name: 'shows a message twice',
    file: 'node/conversation/content-taking.js',
    right: 'if (has(progress, message.seq)) {',
    wrong: 'if (false) {',
    seenAs: ['nothing is shown twice, or told twice'],
    seed: 5
  },
  {
    name: 'does not hear that it was put out',
    file: 'node/conversation/group-epochs.js',
    right: 'group.tree = growTree(group.tree, [{ header, seenAt: now }]);',
    wrong: '',
    seenAs: ['nobody is in who is not a member, and all who are know it'],
    seed: 4
  },
  {
    name: 'counts those who came in later among whom a message was for',
    file: 'node/conversation/audience.js',
    right: 'const before = conversation.audiences.at(-1)?.accounts;',
    wrong: 'const before = audienceOf(conversation, conversation.nextSeq);',
    seenAs: ['a message is counted for those who were in as it was said', 'what was acknowledged is delivered to all it was for'],
    seed: 13
  },
  {
    name: 'publishes for ever, and as often, what somebody out of reach lacks',
    file: 'node/conversation/publishing.js',
    right: 'AGAIN_AFTER_MS * PATIENCE ** (row.times - 1)',
    wrong: 'AGAIN_AFTER_MS',
    seenAs: ['nothing grows over an hour of rest'],
    seed: 24
  },
  {
    name: 'does not write down what the person wants',
    file: 'node/conversation/membership.js',
    right: 'edit();\n            return { writes: [records.membership(conversation)], result: undefined };',
    wrong: 'edit();\n            return { writes: [], result: undefined };',
    seenAs: ['what was promised is there when the power comes back'],
    seed: 11
  },
  {
    name: 'commits again from a parent whose commit waits',
    classic: 'two commits from one parent',
    file: 'node/conversation/membership.js',
    right: 'if (group.pending !== undefined)',
    wrong: 'if (group.pending !== undefined && (group.again === group.head || !(group.again = group.head)))',
    seenAs: ['one signed commit per device and parent'],
    seed: 1
  },
  {
    name: 'does not write down what it has of somebody',
    file: 'node/conversation/intake.js',
    right: 'writes.push(records.holding(conversation, device, now));',
    wrong: 'void now;',
    seenAs: ['what somebody shows to have of a device is on their disk'],
    seed: 1
  }
]

/** Caught as nothing: with it, what a run comes by sooner or later throws. */
export const THROWING: Bug = {
  name: 'throws when it hears that it was put out',
  file: 'node/conversation/group-epochs.js',
  right: 'group.tree = growTree(group.tree, [{ header, seenAt: now }]);',
  wrong: 'group.tree = undefined.tree;',
  seenAs: [],
  seed: 2
}

export function bugCalled(name: string): Bug {
  const bug = [...BUGS, THROWING].find(one => one.name === name)
  if (bug === undefined) throw new Error(`no bug is called ${name}`)
  return bug
}

/** @throws where the code has moved on: then the replacement has to follow it */
export function plant({ name, file, right, wrong }: Bug, source: string): string {
  const parts = source.split(right)
  if (parts.length !== 2) throw new Error(`${name}: its place stands ${parts.length - 1} times in ${file}, and not once`)
  return parts.join(wrong)
}
