import * as fc from 'fast-check'
import { toHex } from '../../node/base/bytes.js'
import type { AccountId, MessageId, SentAtMs } from '../../node/base/ids.js'
import type { Annotation } from '../../node/conversation/annotation.js'
import { signedMessage, type Said, type SignedMessage } from '../../node/conversation/content.js'
import type { Hlc } from '../../node/conversation/order.js'

export const someBytes = fc.uint8Array({ minLength: 32, maxLength: 32 })
const PLAIN = { noNullPrototype: true }
const parent = fc.record({ id: someBytes.map(bytes => toHex(bytes) as MessageId), hash: someBytes }, PLAIN)
/** Whole characters of every plane, and no lone surrogates. */
export const someText = fc.string({ unit: 'binary', minLength: 1, maxLength: 80 })

const someId = someBytes.map(bytes => toHex(bytes) as MessageId)
const someAnnotation: fc.Arbitrary<Annotation> = fc.oneof(
  fc.record({ target: someId, kind: fc.constantFrom('delete', 'pin', 'unpin'), text: fc.constant('') }, PLAIN),
  fc.record({ target: someId, kind: fc.constant('edit'), text: someText }, PLAIN),
  fc.record({ target: someId, kind: fc.constant('react'), text: fc.constantFrom('', '👍', '👩‍👩‍👧‍👦') }, PLAIN)
)
const over = fc.record({ target: someId, kind: fc.constant('edit' as const), text: fc.constant('') }, PLAIN)
const nothing = fc.constant('')
const someMention = fc.record(
  {
    account: someBytes.map(bytes => toHex(bytes) as AccountId),
    name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 9 }).filter(name => name.length <= 64)
  },
  PLAIN
)
const stickerName = fc.stringMatching(/^[a-z0-9-]{1,32}$/)
/** Everything that one can say to others. */
const someSaid: fc.Arbitrary<Said> = fc.oneof(
  fc.record({ text: someText }, PLAIN),
  fc.record({ text: someText, answers: someId }, PLAIN),
  fc.record({ text: someText, mentions: fc.array(someMention, { minLength: 1, maxLength: 16 }) }, PLAIN),
  fc.record({ text: someText, forwarded: fc.constant(true as const) }, PLAIN),
  fc.record({ text: someText, sticker: fc.record({ pack: stickerName, name: stickerName }, PLAIN) }, PLAIN),
  fc.record({ text: nothing, annotation: someAnnotation }, PLAIN),
  fc.record({ text: nothing, erased: someBytes }, PLAIN),
  fc.record({ text: nothing, annotation: over, erased: someBytes }, PLAIN),
  fc.record({ text: someText, lifetimeS: fc.integer({ min: 1, max: 0xffff_ffff }) }, PLAIN),
  fc.record({ text: nothing, setsLifetimeS: fc.integer({ min: 0, max: 0xffff_ffff }) }, PLAIN),
  fc.record({ text: nothing, erased: someBytes, isFaded: fc.constant(true as const) }, PLAIN)
)

/** Messages as one device numbers them. */
export const someMessages: fc.Arbitrary<SignedMessage[]> = fc
  .array(
    fc.record(
      {
        gap: fc.integer({ min: 1, max: 9 }),
        later: fc.bigInt({ min: 0n, max: 1n << 20n }),
        sentAtMs: fc.nat().map(ms => ms as SentAtMs),
        parents: fc.array(parent, { maxLength: 3 }),
        said: someSaid
      },
      PLAIN
    ),
    { maxLength: 12 }
  )
  .map(drafts => {
    let seq = 0
    let hlc = 1n
    return drafts.map(({ gap, later, said, ...fields }) =>
      signedMessage({ ...fields, ...said, seq: (seq += gap), hlc: (hlc += later) as Hlc })
    )
  })

export function plainMessage(seq: number, text: string): SignedMessage {
  return signedMessage({ seq, hlc: BigInt(seq) as Hlc, sentAtMs: 0 as SentAtMs, parents: [], text })
}
