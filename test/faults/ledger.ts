import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ErrorCode } from '../../node/base/errors.js'
import type { Message } from '../../node/api/message.js'

/** What became of one call of `send`, as its caller knows. */
export interface Sent {
  readonly text: string
  outcome: 'under way' | 'resolved' | 'rejected'
  /** Why it was rejected. */
  code?: ErrorCode
}

/** What somebody asked to be sent, in the order of the calls. Texts are unique. */
export interface Ledger {
  readonly name: string
  readonly sent: readonly Sent[]
}

export interface Evidence {
  readonly ledgers: readonly Ledger[]
  /** Of both sides, in each side's own order. */
  readonly histories: readonly (readonly Message[])[]
  /** Paths. */
  readonly sideFiles: readonly string[]
}

/** What broke a promise: each kind has a name, so that a test can ask for the one it provoked. */
export interface Finding {
  readonly kind: 'lost' | 'twice' | 'out of order' | 'made up' | 'histories differ' | 'key used twice'
  readonly what: string
}

/**
 * Holds what was sent against what was found: whatever `send` promised is on both sides exactly once, what it did not promise at
 * most once, each sender's messages in the order of the calls, both histories equal, and no ratchet key used twice.
 */
export async function findingsOf({ ledgers, histories, sideFiles }: Evidence): Promise<readonly Finding[]> {
  const findings = histories.flatMap((history, side) => ledgers.flatMap(ledger => compare(ledger, history, side)))
  const known = new Set(ledgers.flatMap(({ sent }) => sent.map(({ text }) => text)))
  for (const { text } of histories.flat()) if (!known.has(text)) findings.push({ kind: 'made up', what: text })
  const hashes = histories.map(historyHash)
  if (new Set(hashes).size > 1) findings.push({ kind: 'histories differ', what: hashes.join(' and ') })
  for (const sideFile of sideFiles)
    for (const line of repeated(await encryptions(sideFile))) findings.push({ kind: 'key used twice', what: line })
  return findings
}

/** SHA-256 over id and text, in order. */
export function historyHash(history: readonly Message[]): string {
  const hash = createHash('sha256')
  for (const { id, text } of history) hash.update(`${id} ${text}\n`)
  return hash.digest('hex').slice(0, 16)
}

/** One line for each encryption there ever was on that side: epoch, leaf, generation. */
export async function encryptions(sideFile: string): Promise<readonly string[]> {
  return (await readFile(sideFile, 'utf8')).split('\n').filter(line => line !== '')
}

function compare({ name, sent }: Ledger, history: readonly Message[], side: number): Finding[] {
  const findings: Finding[] = []
  const counts = new Map<string, number>()
  for (const { text } of history) counts.set(text, (counts.get(text) ?? 0) + 1)
  for (const { text, outcome } of sent) {
    const count = counts.get(text) ?? 0
    if (count === 0 && outcome === 'resolved') findings.push({ kind: 'lost', what: `${text}, on side ${side}` })
    if (count > 1) findings.push({ kind: 'twice', what: `${text}, on side ${side}` })
  }
  const calls = new Map(sent.map(({ text }, call) => [text, call]))
  let last = -1
  for (const { text } of history) {
    const call = calls.get(text)
    if (call === undefined) continue
    if (call < last) findings.push({ kind: 'out of order', what: `${text} of ${name}, on side ${side}` })
    last = call
  }
  return findings
}

function repeated(lines: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return lines.filter(line => seen.size === seen.add(line).size)
}
