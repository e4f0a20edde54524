import { concat, fromHex, uint32 } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import { MAX_PLAINTEXT_BYTES } from '../../node/session/message.js'
import { requireSignature, unwrap } from '../../node/session/log-envelope.js'
import { MAX_FORWARD_GENERATIONS } from '../../node/session/ratchet.js'
import type { Known, Opened, Sealed } from '../../node/session/session.js'
import { sealEnvelope } from '../../node/wire/envelope.js'
import { openModelCommit } from './model-commit.js'
import { KIND, type ModelContext, type ModelEpoch, derive, ratchetOf, withModelRatchet } from './model-epoch.js'
import { requireSigned, signed, split } from './model-key-package.js'
import { afterOpening, isUnopened } from './model-ratchet.js'

const HEAD_BYTES = 9
const NONCE = new Uint8Array(12)

/** Kind (1 B) ‖ leaf (4 B) ‖ generation (4 B) ‖ encrypted: epoch (32 B) ‖ plaintext ‖ the sender's signature. */
export async function sealModelMessage(context: ModelContext, epoch: ModelEpoch, plaintext: Uint8Array): Promise<Sealed> {
  if (plaintext.length > MAX_PLAINTEXT_BYTES) throw new ChatError('ERR_TOO_LARGE', `a message has at most ${MAX_PLAINTEXT_BYTES} bytes`)
  const { primitives } = context
  const { ownLeaf, nextGeneration: generation } = epoch
  const head = concat([Uint8Array.of(KIND.message), uint32(ownLeaf), uint32(generation)])
  const inner = await signed(context, concat([fromHex(epoch.id), head, plaintext]))
  const key = await derive(context, epoch.secret, 'message', head)
  const content = concat([head, await primitives.aesGcmSeal(key, NONCE, inner, head)])
  const envelope = await sealEnvelope(primitives, epoch.logKey, epoch.logAccess.wrapKey, content)
  const ratchet = { ...ratchetOf(epoch, ownLeaf), next: generation + 1 }
  return { epoch: withModelRatchet(epoch, ownLeaf, ratchet), generation, envelope }
}

export async function openModelEnvelope(
  context: ModelContext,
  epoch: ModelEpoch,
  bytes: Uint8Array,
  { isSigned }: Known = { isSigned: false }
): Promise<Opened> {
  const { primitives } = context
  const { envelope, content } = await unwrap(primitives, epoch.logAccess, bytes)
  if (content[0] === KIND.commit) {
    if (!isSigned) await requireSignature(primitives, envelope)
    return openModelCommit(context, epoch, content.subarray(1))
  }
  if (content[0] !== KIND.message || content.length < HEAD_BYTES) throw new ChatError('ERR_MALFORMED', 'neither a message nor a commit')
  const head = content.subarray(0, HEAD_BYTES)
  const numbers = new DataView(head.buffer, head.byteOffset, HEAD_BYTES)
  const [leaf, generation] = [numbers.getUint32(1), numbers.getUint32(5)]
  const sender = epoch.group.leaves.find(other => other.leaf === leaf)
  if (sender === undefined) throw new ChatError('ERR_MALFORMED', `there is nobody at leaf ${leaf}`)
  const ratchet = ratchetOf(epoch, leaf)
  if (!isUnopened(ratchet, generation)) throw new ChatError('ERR_REPLAY', `generation ${generation} of leaf ${leaf} was opened before`)
  if (generation - ratchet.next > MAX_FORWARD_GENERATIONS) throw new ChatError('ERR_DECRYPT', 'too far ahead: open those before it first')
  if (!isSigned) await requireSignature(primitives, envelope)
  const key = await derive(context, epoch.secret, 'message', head)
  const inner = await primitives.aesGcmOpen(key, NONCE, content.subarray(HEAD_BYTES), head)
  await requireSigned(context, sender, inner)
  const opened = withModelRatchet(epoch, leaf, afterOpening(ratchet, generation))
  const { account, device } = sender
  return {
    kind: 'message',
    epoch: opened,
    sender: { leaf, account, device },
    generation,
    plaintext: split(inner).statement.slice(32 + HEAD_BYTES)
  }
}
