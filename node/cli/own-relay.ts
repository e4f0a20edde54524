import { multiaddr } from '@multiformats/multiaddr'
import { isChatError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import type { AsyncStop } from '../base/lifecycle.js'
import { MAX_RELAYS } from '../identity/device-list.js'
import { complain } from '../host/terminal/complaint.js'
import { showSize } from '../host/terminal/size.js'
import type { OpenNode } from '../api/open-node.js'
import type { Context } from './command.js'

/** A relay in the process of a node, for its account alone. */
export interface OwnRelay {
  readonly id: DeviceId
  readonly limits: { readonly retentionDays: number; readonly bytesPerAccount: number }
  /** The best first; each ends in `/p2p/` and the relay's id. */
  addresses(): readonly string[]
  readonly close: AsyncStop
}

export type StartRelay = (account: AccountId) => Promise<OwnRelay>

export interface RelayBeside {
  /** The relay once it listens and the account names it; undefined where none was wanted, or where it was told why there is none. Never rejects. */
  readonly ready: Promise<OwnRelay | undefined>
  readonly close: AsyncStop
}

/** Starts a relay beside a node that runs, which waits for nothing of it. */
export function runRelayBeside(
  context: Context,
  node: Pick<OpenNode, 'api' | 'nameRelayHere'>,
  start: StartRelay | undefined
): RelayBeside {
  let relay: OwnRelay | undefined
  async function begin(startRelay: StartRelay): Promise<OwnRelay | undefined> {
    const { account } = await node.api.identity()
    relay = await startRelay(account)
    const [address] = relay.addresses()
    try {
      if (address !== undefined) await node.nameRelayHere(address)
      return relay
    } catch (err) {
      if (!isChatError(err, 'ERR_QUOTA')) throw err
      context.terminal.note(
        `No relay runs here: ${MAX_RELAYS} others are named already. --no-relay leaves this line out; parley relay remove makes room.`
      )
      await relay.close()
      relay = undefined
      return undefined
    }
  }
  const ready = (start === undefined ? Promise.resolve(undefined) : begin(start)).catch((err: unknown) => {
    complain(context, err)
    return undefined
  })
  return {
    ready,
    async close() {
      await ready
      await relay?.close()
    }
  }
}

/** `ws://192.168.1.7:4002`, and what it keeps. */
export function relayCells(relay: OwnRelay): readonly [where: string, keeps: string] {
  const [address = ''] = relay.addresses()
  const { limits } = relay
  return [showAddress(address), `keeps messages ${limits.retentionDays} days, ${showSize(limits.bytesPerAccount)}`]
}

function showAddress(address: string): string {
  const components = address === '' ? [] : multiaddr(address).getComponents()
  const [host, port] = components
  if (host?.value === undefined || port?.name !== 'tcp') return address
  const scheme = components.some(({ name }) => name === 'ws') ? 'ws' : 'tcp'
  return `${scheme}://${host.name === 'ip6' ? `[${host.value}]` : host.value}:${port.value}`
}
