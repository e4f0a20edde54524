import { awaitLinkAt } from '../../node/api/awaiting-link.js'
import type { ChatApi } from '../../node/api/chat-api.js'
import { isChatError } from '../../node/base/errors.js'
import type { AsyncStop } from '../../node/base/lifecycle.js'
import type { Comparison } from '../../node/conversation/newcomer.js'
import { reach } from '../../node/network/reachability.js'
import { relayAddress } from '../../node/network/relay-address.js'
import { protectStorage } from './storage.js'
import type { NewTabProfile } from './tab.js'
import { startTabLibp2p } from './tab-libp2p.js'
import { tabPlace } from './tab-place.js'

export interface LinkWish {
  /** Multiaddr of the relay that the other device reaches this browser through. */
  readonly relay: string
  /** As of `AwaitingLink`. @returns what opens the profile from now on; undefined where the words are not the same on both */
  readonly compare: (comparison: Comparison) => Promise<Pick<NewTabProfile, 'protection'> | undefined>
}

/** A browser without a profile that can be linked now. */
export interface LinkableTab {
  /** `parley-link:` … */
  readonly text: string
  /** Once the profile is open. @returns whether others can reach it there from now on. @throws as of `LinkableDevice` */
  readonly linked: Promise<boolean>
  readonly close: AsyncStop
}

interface Parts {
  /** Of the profile, once it is open. */
  readonly api: Pick<ChatApi, 'relays' | 'addRelay'>
  readonly open: (passphrase: string | undefined) => void
  readonly passphraseOf: (profile: Pick<NewTabProfile, 'name' | 'protection'>) => Promise<string | undefined>
}

/** @throws as `awaitLinkAt` */
export async function linkTab({ relay, compare }: LinkWish, { api, open, passphraseOf }: Parts): Promise<LinkableTab> {
  const place = tabPlace()
  let passphrase: string | undefined
  const device = await awaitLinkAt({
    place,
    relays: [relay],
    startLibp2p: seed => startTabLibp2p({ primitives: place.primitives, seed }),
    async compare(comparison) {
      const agreed = await compare(comparison)
      if (agreed === undefined) return undefined
      passphrase = await passphraseOf({ name: comparison.name, ...agreed })
      return { passphrase }
    }
  })

  async function opened(): Promise<boolean> {
    await device.linked
    await device.close()
    await protectStorage()
    open(passphrase)
    return nameRelay(api, relay)
  }

  return { text: device.text, linked: opened(), close: device.close }
}

/**
 * A tab is found at the relays of its account alone: where a browser can dial none of them, the one that it was linked through is added.
 * @returns whether there is one by now
 */
async function nameRelay(api: Parts['api'], address: string): Promise<boolean> {
  const named = await api.relays()
  if (named.some(relay => isDialableHere(relay.address))) return true
  const isNamed = named.some(({ relay }) => relay === relayAddress(address).id)
  // An address that leads there from here alone is no better for all others than the one they know.
  if (isNamed && reach([address]) !== 'internet') return false
  try {
    await api.addRelay({ address })
    return true
  } catch (err) {
    if (!isChatError(err)) throw err
    return false // it takes members by invite, there are three already, or it does not answer: the person is told
  }
}

/** A page over HTTPS dials secure sockets of the internet alone. */
function isDialableHere(address: string): boolean {
  if (!/\/wss?(\/|$)/.test(address)) return false
  return location.protocol !== 'https:' || (/\/(wss|tls)\//.test(address) && reach([address]) === 'internet')
}
