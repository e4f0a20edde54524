import { type ClientState, type PrivateMessage, createApplicationMessage, decodeMlsMessage, encodeMlsMessage } from 'ts-mls'
import { unprotectPrivateMessage } from 'ts-mls/messageProtection.js'
import { decryptSenderData } from 'ts-mls/privateMessage.js'
import type { SenderData } from 'ts-mls/sender.js'
import { leafToNodeIndex, toLeafIndex } from 'ts-mls/treemath.js'
import { equals } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import { sealEnvelope } from '../wire/envelope.js'
import { openCommit } from './commit.js'
import { type MlsEpoch, applicationRatchet, withApplicationRatchet, withState } from './epoch.js'
import { requireSignature, unwrap } from './log-envelope.js'
import { unauthorised } from './lawful-change.js'
import { MAX_FORWARD_GENERATIONS, advance, isUnopened } from './ratchet.js'
import type { Known, Opened, Sealed } from './session.js'
import type { SessionContext } from './session-context.js'
import { decodeWhole, translated } from './translation.js'

/** 4 KiB less than the largest envelope holds: room for what MLS adds. */
export const MAX_PLAINTEXT_BYTES = 61_440

/** As `Session.seal`. */
export async function sealMessage({ primitives, suite }: SessionContext, epoch: MlsEpoch, plaintext: Uint8Array): Promise<Sealed> {
  if (plaintext.length > MAX_PLAINTEXT_BYTES) {
    throw new ChatError('ERR_TOO_LARGE', `a message has at most ${MAX_PLAINTEXT_BYTES} bytes, this one ${plaintext.length}`)
  }
  const { newState, privateMessage } = await createApplicationMessage(epoch.state, plaintext, suite)
  const content = encodeMlsMessage({ version: 'mls10', wireformat: 'mls_private_message', privateMessage })
  const envelope = await sealEnvelope(primitives, epoch.logKey, epoch.access.wrapKey, content)
  return { epoch: withState(epoch, newState), generation: epoch.nextGeneration, envelope }
}

/** As `Session.open`. */
export async function open(
  context: SessionContext,
  epoch: MlsEpoch,
  bytes: Uint8Array,
  { isSigned }: Known = { isSigned: false }
): Promise<Opened> {
  const { envelope, content } = await unwrap(context.primitives, epoch.access, bytes)
  const message = decodePrivateMessage(epoch, content)
  const sender = await openSender(context, epoch.state, message)
  if (message.contentType === 'application') checkUnopened(epoch.state, sender)
  if (!isSigned) await requireSignature(context.primitives, envelope)
  if (message.contentType === 'application') return openApplication(context, epoch, message, sender)
  if (message.contentType !== 'commit') throw new ChatError('ERR_MALFORMED', 'a proposal that is in no commit')
  // One commit per device and epoch, so nobody need keep the keys of later ones.
  if (sender.generation !== 0) throw unauthorised('is not the first of its device in this epoch')
  return openCommit(context, epoch, message, sender.leafIndex)
}

function decodePrivateMessage({ state }: MlsEpoch, content: Uint8Array): PrivateMessage {
  const framed = decodeWhole('this message', decodeMlsMessage, content)
  if (framed.wireformat !== 'mls_private_message') {
    throw new ChatError('ERR_MALFORMED', `expected a private message, got ${framed.wireformat}`)
  }
  const { groupId, epoch } = framed.privateMessage
  if (!equals(groupId, state.groupContext.groupId) || epoch !== state.groupContext.epoch) {
    throw new ChatError('ERR_DECRYPT', 'this message is of another epoch')
  }
  return framed.privateMessage
}

async function openSender({ suite }: SessionContext, { keySchedule }: ClientState, message: PrivateMessage): Promise<SenderData> {
  const sender = await translated('who sent this', () => decryptSenderData(message, keySchedule.senderDataSecret, suite))
  if (sender === undefined) throw new ChatError('ERR_MALFORMED', 'this message does not say who sent it')
  return sender
}

async function openApplication(context: SessionContext, epoch: MlsEpoch, message: PrivateMessage, sender: SenderData): Promise<Opened> {
  const { suite, config } = context
  const member = epoch.members.find(({ leaf }) => leaf === sender.leafIndex)
  if (member === undefined) throw new ChatError('ERR_MALFORMED', `there is nobody at leaf ${sender.leafIndex}`)
  const state = await readyFor(context, epoch.state, sender)
  const { keySchedule, secretTree, ratchetTree, groupContext } = state
  const { content, tree } = await translated('this message', () =>
    unprotectPrivateMessage(keySchedule.senderDataSecret, message, secretTree, ratchetTree, groupContext, config.keyRetentionConfig, suite)
  )
  if (content.content.contentType !== 'application') throw new ChatError('ERR_MALFORMED', 'expected application data')
  return {
    kind: 'message',
    epoch: withState(epoch, { ...state, secretTree: tree }),
    sender: member,
    generation: sender.generation,
    plaintext: content.content.applicationData
  }
}

/** @throws ERR_REPLAY, ERR_DECRYPT, ERR_MALFORMED */
function checkUnopened(state: ClientState, { leafIndex, generation }: SenderData): void {
  const ratchet = state.secretTree[leafToNodeIndex(toLeafIndex(leafIndex))]?.application
  if (ratchet === undefined) throw new ChatError('ERR_MALFORMED', `there is no leaf ${leafIndex}`)
  if (!isUnopened(ratchet, generation)) throw new ChatError('ERR_REPLAY', `generation ${generation} of leaf ${leafIndex} was opened before`)
  if (generation - ratchet.generation > MAX_FORWARD_GENERATIONS) {
    throw new ChatError('ERR_DECRYPT', `this is ${generation - ratchet.generation} messages ahead: open those before it first`)
  }
}

/** The state with that leaf's ratchet at this generation, where it was behind. */
async function readyFor({ suite }: SessionContext, state: ClientState, { leafIndex, generation }: SenderData): Promise<ClientState> {
  const ratchet = applicationRatchet(state, leafIndex)
  if (generation <= ratchet.generation) return state
  return withApplicationRatchet(state, leafIndex, await advance(suite.kdf, ratchet, generation))
}
