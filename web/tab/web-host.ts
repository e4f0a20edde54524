import { openNodeAt, type OpenNode } from '../../node/api/open-node.js'
import type { Check } from '../../node/api/status.js'
import { noProbe } from '../../node/base/probe.js'
import { storageChecks, storageState } from './storage.js'
import { startTabLibp2p } from './tab-libp2p.js'
import { tabPlace } from './tab-place.js'

/** The composition root of a browser: the profile of this origin becomes a running node. @throws as `openNodeAt` */
export function openTabNode(passphrase: string | undefined): Promise<OpenNode> {
  const place = tabPlace()
  return openNodeAt({
    place,
    passphrase,
    probe: noProbe,
    async startNetwork(init) {
      const libp2p = await startTabLibp2p({ primitives: place.primitives, ...init })
      return { libp2p, gossip: libp2p.services.gossip.gossip }
    },
    listens: false,
    storage: storageState,
    checks: storageChecks,
    networkChecks: async () => [webRTCCheck()]
  })
}

function webRTCCheck(): Check {
  return 'RTCPeerConnection' in globalThis
    ? { name: 'webrtc', ok: true, detail: 'available: others are reached directly where their networks allow it' }
    : {
        name: 'webrtc',
        ok: false,
        detail: 'this browser has none',
        advice: 'messages go by relays; another browser reaches others directly'
      }
}
