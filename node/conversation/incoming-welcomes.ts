import { equals } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { LogId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import { requireSignature, unwrap } from '../session/log-envelope.js'
import type { LogAccess } from '../session/session.js'
import { joined, readPart, type WelcomePart } from './welcome-parts.js'

/** Half a MiB each. Of more, the one that something came of longest ago is let go. */
const MAX_UNFINISHED = 16

/**
 * Welcomes out of the envelopes that they come in: one, or many, of which each holds a part. Parts are in memory alone: until all are here
 * nobody is told that any is, and the letter comes again.
 */
export interface IncomingWelcomes<Knock> {
  /** What the letter was knocked with whose log this is, while parts of it are to come. */
  begun(log: LogId): Knock | undefined
  /**
   * One envelope of a letter. @returns the Welcome once it is whole
   * @throws ERR_MALFORMED, ERR_DECRYPT, ERR_SIGNATURE; ERR_KNOCK_REFUSED for a part from whom nothing is kept
   */
  take(knock: Knock, access: LogAccess, envelope: Uint8Array): Promise<Uint8Array | undefined>
  /** Indexes of the parts that are to come. */
  lacking(log: LogId): readonly number[]
}

interface Unfinished<Knock> {
  readonly knock: Knock
  readonly count: number
  readonly digest: Uint8Array
  readonly parts: Map<number, WelcomePart>
}

export function createIncomingWelcomes<Knock>(primitives: Primitives, mayLeaveParts: (knock: Knock) => boolean): IncomingWelcomes<Knock> {
  const unfinished = new Map<LogId, Unfinished<Knock>>()

  async function contentOf(access: LogAccess, bytes: Uint8Array): Promise<Uint8Array> {
    const { envelope, content } = await unwrap(primitives, access, bytes)
    await requireSignature(primitives, envelope)
    return content
  }

  async function keep(knock: Knock, log: LogId, part: WelcomePart): Promise<Uint8Array | undefined> {
    if (!mayLeaveParts(knock))
      throw new ChatError('ERR_KNOCK_REFUSED', 'a Welcome in parts is taken from those alone who are expected to let us in')
    const { count, digest } = part
    const letter = unfinished.get(log) ?? { knock, count, digest, parts: new Map<number, WelcomePart>() }
    if (count !== letter.count || !equals(digest, letter.digest))
      throw new ChatError('ERR_MALFORMED', 'parts of two Welcomes stand in one log')
    letter.parts.set(part.index, part)
    unfinished.delete(log)
    if (letter.parts.size === count) return joined(primitives, [...letter.parts.values()])
    unfinished.set(log, letter)
    for (const oldest of unfinished.keys()) if (unfinished.size > MAX_UNFINISHED) unfinished.delete(oldest)
    return undefined
  }

  return {
    begun: log => unfinished.get(log)?.knock,
    async take(knock, access, envelope) {
      const content = await contentOf(access, envelope)
      const part = readPart(content)
      return part === undefined ? content : keep(knock, access.log, part)
    },
    lacking(log) {
      const letter = unfinished.get(log)
      const indexes = Array.from({ length: letter?.count ?? 0 }, (_, index) => index)
      return indexes.filter(index => letter?.parts.has(index) !== true)
    }
  }
}
