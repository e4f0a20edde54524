import { createLibp2p } from 'libp2p'
import type { Libp2p } from '@libp2p/interface'
import { ChatError } from '../base/errors.js'
import { libp2pOptions, type NodeOptions, type NodeServices } from './libp2p-options.js'
import { requireNamed } from './named-addresses.js'

const DEFAULT_TCP_PORT = 4747
const DEFAULT_WS_PORT = 4748

export interface StartOptions extends Omit<NodeOptions, 'listen' | 'mdns'> {
  /** All interfaces on the default ports where they are free, on any free ports where not. */
  readonly listen?: readonly string[]
  readonly mdns?: boolean
}

export type RunningLibp2p = Libp2p<NodeServices>

/** A started node. @throws ERR_INVALID_ARGUMENT for what is no address, or when it can't listen at those that were asked for */
export async function startLibp2p({ listen, mdns = true, ...options }: StartOptions): Promise<RunningLibp2p> {
  requireNamed(options)
  if (listen !== undefined)
    return start({ ...options, mdns, listen }).catch((cause: unknown) => {
      throw cannotListen(listen, cause)
    })
  try {
    return await start({ ...options, mdns, listen: everywhere(DEFAULT_TCP_PORT, DEFAULT_WS_PORT) })
  } catch (err) {
    if (!(err instanceof Error) || err.name !== 'UnsupportedListenAddressesError') throw err
    return start({ ...options, mdns, listen: everywhere(0, 0) })
  }
}

function everywhere(tcpPort: number, wsPort: number): string[] {
  return ['/ip4/0.0.0.0', '/ip6/::'].flatMap(host => [`${host}/tcp/${tcpPort}`, `${host}/tcp/${wsPort}/ws`])
}

async function start(options: NodeOptions): Promise<RunningLibp2p> {
  return createLibp2p(await libp2pOptions(options))
}

function cannotListen(listen: readonly string[], cause: unknown): ChatError {
  const where = listen.map(address => JSON.stringify(address)).join(', ')
  return new ChatError(
    'ERR_INVALID_ARGUMENT',
    `can't listen at ${where}; name an address of this machine and a free port, such as /ip4/127.0.0.1/tcp/4001`,
    { cause }
  )
}
