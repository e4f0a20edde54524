import { toHex, utf8 } from '../base/bytes.js'
import type { DeviceId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import type { Conversation } from './conversation.js'
import { EPOCH_PREFIX_BYTES, prefixesOf } from './giving.js'
import { knownPresences } from './presences.js'
import { flatten, type SeqRange } from './progress.js'

/** What an asker shows to have, of what is not here. */
export interface Shown {
  readonly lacking: ReadonlyMap<DeviceId, readonly SeqRange[]>
  /** Whether they know newer presences. */
  readonly isAhead: boolean
  /** Whether they take us for somebody who is out, and we do not: they say so where we ask. */
  readonly isDoubting: boolean
  /** Prefixes of the epochs that they know, one behind the other. */
  readonly epochs: Uint8Array
}

/**
 * Who asks shows what they have, and is asked for it in turn. What they could not give to us as we are, they are not asked for again: of two who
 * can't give each other something, each would ask for ever.
 */
export interface AskedBack {
  isNews(conversation: Conversation, device: DeviceId, shown: Shown): Promise<boolean>
  /** They gave all that they could. */
  answered(conversation: Conversation, device: DeviceId): void
  /** The link to them is down: what they doubt they are asked about once more over the next. */
  parted(conversation: Conversation, device: DeviceId): void
}

export function createAskedBack({ sha256 }: Pick<Primitives, 'sha256'>): AskedBack {
  /** By conversation and device. */
  const asked = new Map<string, { readonly digest: string; isAnswered: boolean }>()
  /** How far we had come when we asked them why they take us for somebody who is out. */
  const doubts = new Map<string, string>()

  /** Once over each link: who knows nothing of where we are would ask us in turn. */
  function isNewDoubt(conversation: Conversation, device: DeviceId): boolean {
    const [key, way] = [keyOf(conversation, device), wayOf(conversation)]
    if (doubts.get(key) === way) return false
    doubts.set(key, way)
    return true
  }

  return {
    async isNews(conversation, device, shown) {
      const wanted = wantedOf(conversation, shown)
      if (wanted === undefined) return shown.isDoubting && isNewDoubt(conversation, device)
      const key = keyOf(conversation, device)
      const digest = toHex(await sha256(utf8(wanted)))
      const known = asked.get(key)
      if (known?.digest !== digest) asked.set(key, { digest, isAnswered: false })
      return known?.digest !== digest || !known.isAnswered
    },
    answered(conversation, device) {
      const shown = asked.get(keyOf(conversation, device))
      if (shown !== undefined) shown.isAnswered = true
    },
    parted: (conversation, device) => void doubts.delete(keyOf(conversation, device))
  }
}

const keyOf = ({ id }: Conversation, device: DeviceId): string => `${id} ${device}`

/** How far its groups have come, in one spelling. */
export const wayOf = ({ groups }: Conversation): string => groups.map(({ head, epochs }) => `${head} ${epochs.size}`).join()

/** All that is shown and not here, in one spelling: undefined where there is nothing. */
function wantedOf(conversation: Conversation, { lacking, isAhead, epochs }: Shown): string | undefined {
  const ours = new Set(prefixesOf(conversation, Infinity))
  const others: string[] = []
  for (let i = 0; i < epochs.length; i += EPOCH_PREFIX_BYTES) {
    const prefix = toHex(epochs.subarray(i, i + EPOCH_PREFIX_BYTES))
    if (!ours.has(prefix)) others.push(prefix)
  }
  if (lacking.size === 0 && !isAhead && others.length === 0) return undefined
  const messages = [...lacking].map(([device, ranges]) => `${device} ${flatten(ranges).join()}`)
  const presences = isAhead ? knownPresences(conversation).map(({ device, toldAtMs }) => `${device} ${toldAtMs}`) : []
  return [wayOf(conversation), ...others, ...messages, ...presences].join('\n')
}
