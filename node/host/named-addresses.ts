import { ChatError } from '../base/errors.js'
import { requireAddress } from '../identity/address.js'

interface NamedAddresses {
  readonly announce?: readonly string[] | undefined
  readonly bootstrap?: readonly string[] | undefined
}

/** What somebody typed, told apart before libp2p reads it, which names neither. @throws ERR_INVALID_ARGUMENT */
export function requireNamed({ announce = [], bootstrap = [] }: NamedAddresses): void {
  for (const address of announce) require(address, 'announce', 'name what others dial, such as /dns4/chat.example.org/tcp/4001')
  for (const address of bootstrap)
    require(address, 'bootstrap', 'name a node to enter the directory by, such as /dns4/relay.example.org/tcp/4001/p2p/12D3…')
}

function require(address: string, option: string, advice: string): void {
  try {
    requireAddress(address)
  } catch (cause) {
    throw new ChatError('ERR_INVALID_ARGUMENT', `--${option}: ${JSON.stringify(address)} is no multiaddr; ${advice}`, { cause })
  }
}
