import { MAX_BODY_BYTES } from '../../node/network/link-frame.js'
import { RelayKnockBox, RelayKnocks } from '../../node/wire/generated/relay.js'
import { decoded, ownAccount } from '../bodies.js'
import type { Answer } from '../context.js'

const PAGE_BYTES = MAX_BODY_BYTES - 16

/** Lists one's own box. */
export const knocks: Answer = async ({ boxes }, session, body) => {
  const { after } = decoded(() => RelayKnocks.decode(body))
  const { knocks: found, more } = await boxes.list(ownAccount(session), after, PAGE_BYTES)
  return RelayKnockBox.encode({ knocks: [...found], more })
}
