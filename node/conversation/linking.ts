import { ChatError, isChatError, toError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { LINK_NONCE_BYTES, linkCommitment, linkWords } from '../identity/link-words.js'
import { readDeviceLink } from '../identity/device-link.js'
import { relaysOfCircuits } from '../network/relay-address.js'
import { LinkAnswer, LinkRequest, type LinkBegin, type LinkHandover } from '../wire/generated/introduction.js'
import type { ConversationContext } from './context.js'
import { passing } from './on-link.js'

/** The new device's person confirms within this: sooner than whoever asks us gives up. */
const PATIENCE_MS = 45_000
const ASK_AGAIN_MS = 1_000

/** What both devices show, and whom it is about. */
export interface LinkComparison {
  readonly device: DeviceId
  readonly words: string
}

/** What is given to a device that was confirmed. */
export interface LinkContents {
  readonly handover: Omit<LinkHandover, 'parts'>
  /** Encoded AccountIndexes. */
  readonly parts: readonly Uint8Array[]
}

/** The side of the device that has the account: nothing is given before its person has compared the words. */
export interface Linking {
  /** Says hello to the device that shows this text. @throws ERR_CARD, ERR_UNREACHABLE, ERR_TIMEOUT, ERR_KNOCK_REFUSED for an old text */
  begin(text: string): Promise<LinkComparison>
  /**
   * The words are the same on both: `contents` certifies the device and says what it gets. Resolves with what `contents` made once the
   * new device has it all on disk. @throws ERR_NOT_FOUND where nothing was begun with that device, ERR_TIMEOUT, what `contents` does
   */
  confirm<T extends LinkContents>(device: DeviceId, contents: () => Promise<T>): Promise<T>
}

export function createLinking({
  links,
  relays,
  clock,
  primitives,
  self
}: Pick<ConversationContext, 'links' | 'relays' | 'clock' | 'primitives' | 'self'>): Linking {
  let compared: LinkComparison | undefined
  let kept: readonly Stop[] = []

  function letGo(): void {
    for (const stop of kept) stop()
    kept = []
  }

  async function ask(device: DeviceId, request: Partial<LinkRequest>): Promise<LinkAnswer> {
    const body = LinkRequest.encode({ nonce: new Uint8Array(0), ...request })
    return decodeAnswer(await links.request(device, 'link', body))
  }

  /** One end of a circuit is a member of its relay, and the new device is nobody yet: where it can't be reached otherwise, this account joins. */
  async function askFirst(device: DeviceId, addresses: readonly string[], begin: LinkBegin): Promise<LinkAnswer> {
    try {
      return await ask(device, { begin })
    } catch (err) {
      const strange = relaysOfCircuits(addresses).filter(({ id }) => !relays.isUp(id) || relays.info(id)?.standing !== 'member')
      if (!isChatError(err, 'ERR_UNREACHABLE') || strange.length === 0) throw err
      kept = [...kept, ...strange.map(relay => relays.keep(relay))]
      await Promise.all(strange.map(({ id }) => relays.join(id).catch(passing)))
      return ask(device, { begin })
    }
  }

  /** For as long as the new device waits for its person. */
  async function askPatiently(device: DeviceId, request: Partial<LinkRequest>): Promise<void> {
    const untilMs = clock.now() + PATIENCE_MS
    for (;;) {
      try {
        await ask(device, request)
        return
      } catch (err) {
        if (!isChatError(err, 'ERR_BUSY') || clock.now() >= untilMs) throw err
      }
      await new Promise<void>(resolve => clock.after(ASK_AGAIN_MS, resolve))
    }
  }

  return {
    async begin(text) {
      const { device, token, addresses } = await readDeviceLink(primitives, text)
      if (device === self.device) throw new ChatError('ERR_INVALID_ARGUMENT', 'this text is of this device; give it to the other one')
      letGo()
      compared = undefined
      await links.learn(device, addresses)
      kept = [links.keep(device)]
      const nonce = primitives.randomBytes(LINK_NONCE_BYTES)
      const commitment = await linkCommitment(primitives, nonce)
      const begun = await askFirst(device, addresses, { token, certificate: self.certificate(), commitment, name: self.name() })
      await ask(device, { nonce })
      const pair = { account: self.account, known: self.device, added: device }
      compared = { device, words: await linkWords(primitives, pair, { known: nonce, added: begun.nonce }) }
      return compared
    },
    async confirm(device, contents) {
      if (compared?.device !== device)
        throw new ChatError('ERR_NOT_FOUND', 'nothing was begun with that device; type parley device link TEXT')
      const made = await contents()
      try {
        await askPatiently(device, { handover: { ...made.handover, parts: made.parts.length } })
        for (const index of made.parts) await ask(device, { part: { index } })
        // It waits for no more; where this is lost, it ends a little later.
        await ask(device, {}).catch(passing)
      } finally {
        letGo()
        compared = undefined
      }
      return made
    }
  }
}

function decodeAnswer(body: Uint8Array): LinkAnswer {
  try {
    const answer = LinkAnswer.decode(body)
    if (answer.nonce.length !== 0 && answer.nonce.length !== LINK_NONCE_BYTES) throw new RangeError('a nonce of another length')
    return answer
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'an answer of the new device that does not decode', { cause: toError(err) })
  }
}
