import { equals, equalsConstantTime } from '../base/bytes.js'
import { ChatError, toError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import { readCertificate } from '../identity/certificate.js'
import { cleanName } from '../identity/display-name.js'
import { MAX_LIVE_DEVICES, MAX_RELAYS } from '../identity/device-list.js'
import { LINK_NONCE_BYTES, linkCommitment, linkWords } from '../identity/link-words.js'
import type { DeviceLinkText } from '../identity/device-link.js'
import type { LinkHandler } from '../network/links.js'
import { LinkAnswer, LinkRequest, type LinkBegin, type LinkHandover } from '../wire/generated/introduction.js'
import { MAX_INDEX_PARTS } from './account-index.js'

const MAX_ADDRESSES = 16
/** Each new beginning is one more guess for who stands between. */
const MAX_BEGINNINGS = 8

/** Who asks, and what both devices show. */
export interface Comparison {
  readonly account: AccountId
  /** What its person is called. */
  readonly name: string
  readonly device: DeviceId
  readonly words: string
}

/** All that the account's device gave, not believed yet. */
export interface HandedOver {
  readonly from: DeviceId
  readonly account: AccountId
  readonly handover: LinkHandover
  /** Encoded AccountIndexes. */
  readonly parts: readonly Uint8Array[]
}

/**
 * The side of the device that has no account yet: it answers whoever has seen its text, and shows the words; nothing is taken before its
 * person has found them on the other device too.
 */
export interface Newcomer {
  readonly handler: LinkHandler
  /** These words are the same on both. */
  confirm(comparison: Pick<Comparison, 'words'>): void
}

interface Parts {
  readonly primitives: Primitives
  readonly text: DeviceLinkText
  /** There is something to compare: again where the other device begins again. */
  readonly compare: (comparison: Comparison) => void
  /** Called once, with all of it; resolves when it is durable. Where it throws, that is what the other device hears. */
  readonly adopt: (handed: HandedOver) => Promise<void>
  /** The other device knows that it is. */
  readonly end: () => void
}

interface Beginning {
  readonly from: DeviceId
  readonly account: AccountId
  readonly name: string
  readonly commitment: Uint8Array
  readonly nonce: Uint8Array
  words: string | undefined
  handover: LinkHandover | undefined
  parts: Uint8Array[]
}

export function createNewcomer({ primitives, text, compare, adopt, end }: Parts): Newcomer {
  let beginnings = 0
  let current: Beginning | undefined
  let confirmed: string | undefined
  let adopted = false

  async function begin(from: DeviceId, { token, certificate: encoded, commitment, name }: LinkBegin): Promise<Uint8Array> {
    if (!equalsConstantTime(token, text.token)) throw new ChatError('ERR_KNOCK_REFUSED', 'this device shows another text now')
    const isOther = current !== undefined && current.from !== from
    if (isOther || adopted || ++beginnings > MAX_BEGINNINGS)
      throw new ChatError('ERR_NOT_ALLOWED', 'a device is linking this one already; type parley device link on it again')
    const certificate = await readCertificate(primitives, encoded)
    if (certificate.device !== from) throw new ChatError('ERR_CERTIFICATE', 'a certificate of another device')
    const nonce = primitives.randomBytes(LINK_NONCE_BYTES)
    const { account } = certificate
    current = { from, account, name: cleanName(name), commitment, nonce, words: undefined, handover: undefined, parts: [] }
    return LinkAnswer.encode({ nonce })
  }

  async function reveal(beginning: Beginning, nonce: Uint8Array): Promise<void> {
    if (!equals(await linkCommitment(primitives, nonce), beginning.commitment)) {
      current = undefined
      throw new ChatError('ERR_SIGNATURE', 'what was revealed is not what was committed to')
    }
    const { from, account, name } = beginning
    const words = await linkWords(primitives, { account, known: from, added: text.device }, { known: nonce, added: beginning.nonce })
    beginning.words = words
    compare({ account, name, device: from, words })
  }

  function requireConfirmed({ words }: Beginning): void {
    if (words === undefined) throw new ChatError('ERR_PROTOCOL', 'nothing was compared yet')
    if (words !== confirmed) throw new ChatError('ERR_BUSY', 'the words are still to be confirmed on the new device')
  }

  async function takePart(beginning: Beginning, index: Uint8Array): Promise<void> {
    const { from, account, handover, parts } = beginning
    if (handover === undefined || parts.length >= handover.parts) throw new ChatError('ERR_PROTOCOL', 'a part that was not announced')
    parts.push(index)
    if (parts.length < handover.parts) return
    adopted = true
    await adopt({ from, account, handover, parts })
  }

  async function answer(from: DeviceId, body: Uint8Array): Promise<Uint8Array> {
    const request = decode(body)
    if (request.begin !== undefined) return begin(from, request.begin)
    if (current?.from !== from) throw new ChatError('ERR_PROTOCOL', 'begin at the beginning')
    if (request.nonce.length > 0) await reveal(current, request.nonce)
    else {
      requireConfirmed(current)
      if (request.handover !== undefined) Object.assign(current, { handover: request.handover, parts: [] })
      else if (request.part !== undefined) await takePart(current, request.part.index)
      else if (adopted) end()
    }
    return LinkAnswer.encode({ nonce: new Uint8Array(0) })
  }

  return {
    handler: {
      envelopes: async (_from, envelopes) => envelopes.map(() => 'ERR_UNKNOWN_LOG'),
      async request(from, kind, body) {
        if (kind !== 'link') throw new ChatError('ERR_NOT_ALLOWED', 'this device has no account yet')
        return answer(from, body)
      }
    },
    confirm: ({ words }) => void (confirmed = words)
  }
}

function decode(body: Uint8Array): LinkRequest {
  try {
    const request = LinkRequest.decode(body, {
      limits: { handover: { relays: MAX_RELAYS, devices: MAX_LIVE_DEVICES, devices$: { addresses: MAX_ADDRESSES } } }
    })
    const { handover } = request
    if (handover !== undefined && (handover.parts < 1 || handover.parts > MAX_INDEX_PARTS)) throw new RangeError('no number of parts')
    return request
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'a request to link that does not decode', { cause: toError(err) })
  }
}
