import { serviceDependencies, transportSymbol, TypedEventEmitter } from '@libp2p/interface'
import type {
  Connection,
  CreateListenerOptions,
  DialTransportOptions,
  Listener,
  ListenerEvents,
  Startable,
  Stream,
  Transport,
  Upgrader
} from '@libp2p/interface'
import type { WebRTCTransportComponents } from '@libp2p/webrtc'
import type { Multiaddr } from '@multiformats/multiaddr'
import { limited } from './dial-within.js'

const SIGNALLING_PROTOCOL = '/webrtc-signaling/0.0.1'

/**
 * WebRTC between two peers that meet on a circuit. The library costs 50 to 160 ms to load, and most runs never use it: it is
 * loaded for the first dial, or when the first peer signals.
 * @param answerMs how long the answering side may take from the first signal to the connection
 */
export function lazyWebRTC(stunServers: () => readonly string[], answerMs: number) {
  const rtcConfiguration = (): RTCConfiguration => ({ iceServers: stunServers().map(urls => ({ urls })) })
  return (components: WebRTCTransportComponents): Transport & Startable & { readonly [serviceDependencies]: string[] } => {
    let loading: Promise<Transport> | undefined

    async function load(): Promise<Transport> {
      const { webRTC } = await import('@libp2p/webrtc')
      const transport = webRTC({ rtcConfiguration })(patient(components, answerMs))
      await components.registrar.unhandle(SIGNALLING_PROTOCOL)
      if ('start' in transport && typeof transport.start === 'function') await transport.start()
      return transport
    }

    async function onSignal(stream: Stream, connection: Connection): Promise<void> {
      await (loading ??= load())
      await components.registrar.getHandler(SIGNALLING_PROTOCOL).handler(stream, connection)
    }

    return {
      listenFilter: onlyWebRTC,
      dialFilter: onlyWebRTC,
      [transportSymbol]: true as const,
      [Symbol.toStringTag]: '@libp2p/webrtc',
      [serviceDependencies]: ['@libp2p/identify', '@libp2p/circuit-relay-v2-transport'],
      async dial(address: Multiaddr, options: DialTransportOptions): Promise<Connection> {
        const transport = await (loading ??= load())
        return transport.dial(address, options)
      },
      createListener: (_options: CreateListenerOptions) => createListener(components),
      async start(): Promise<void> {
        await components.registrar.handle(SIGNALLING_PROTOCOL, onSignal, { runOnLimitedConnection: true })
      },
      async stop(): Promise<void> {
        // Where it can't be loaded, whoever dialled was told: there is nothing to stop.
        const transport = await loading?.catch(() => undefined)
        if (transport === undefined) await components.registrar.unhandle(SIGNALLING_PROTOCOL)
        else if ('stop' in transport && typeof transport.stop === 'function') await transport.stop()
      }
    }
  }
}

/**
 * The library takes the time that a stranger's socket is given for its handshake as its own limit. Here the other side has shown
 * who it is, and what takes so long is the way between the two.
 */
function patient(components: WebRTCTransportComponents, answerMs: number): WebRTCTransportComponents {
  const { upgrader } = components
  const createInboundAbortSignal: Upgrader['createInboundAbortSignal'] = signal => {
    const limit = limited(signal, answerMs)
    return Object.assign(limit.signal, { clear: () => limit.clear() })
  }
  // Each inherits the rest, which for `components` libp2p looks up by name.
  const patientUpgrader = Object.create(upgrader, { createInboundAbortSignal: { value: createInboundAbortSignal } }) as Upgrader
  return Object.create(components, { upgrader: { value: patientUpgrader } }) as WebRTCTransportComponents
}

function onlyWebRTC(addresses: Multiaddr[]): Multiaddr[] {
  return addresses.filter(address => address.getComponents().some(({ name }) => name === 'webrtc'))
}

function circuits(listener: Listener): Multiaddr[] {
  return listener.getAddrs().filter(address => address.getComponents().at(-1)?.name === 'p2p-circuit')
}

/** Announces every circuit address as a place to start WebRTC from; it has no socket of its own. */
function createListener({ transportManager, events }: WebRTCTransportComponents): Listener {
  const emitter = new TypedEventEmitter<ListenerEvents>()

  function onListening({ detail }: CustomEvent<Listener>): void {
    if (detail !== listener && circuits(detail).length > 0) emitter.safeDispatchEvent('listening')
  }

  const listener: Listener = Object.assign(emitter, {
    async listen(): Promise<void> {
      events.addEventListener('transport:listening', onListening)
    },
    getAddrs(): Multiaddr[] {
      const others = transportManager.getListeners().filter(other => other !== listener)
      return others.flatMap(circuits).map(address => address.encapsulate('/webrtc'))
    },
    updateAnnounceAddrs(): void {
      // nothing is added to announced addresses
    },
    async close(): Promise<void> {
      events.removeEventListener('transport:listening', onListening)
      queueMicrotask(() => emitter.safeDispatchEvent('close'))
    }
  })
  return listener
}
