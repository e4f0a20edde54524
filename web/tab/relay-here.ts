/** The relay that this page came from, as far as it says. */
export interface RelayHere {
  /** A multiaddr that ends in its peer id. */
  readonly address: string
  /** Whether anybody may join. */
  readonly open: boolean
}

/** Undefined where this page came from no relay. */
export async function relayHere(): Promise<RelayHere | undefined> {
  try {
    const answer = await fetch('/relay.json')
    if (!answer.ok) return undefined
    const { relay, open } = (await answer.json()) as { relay: string; open: boolean }
    return { address: relayAddressAt(new URL(location.href), relay), open }
  } catch {
    return undefined // offline, or not a relay: whoever makes a profile names one later
  }
}

/** A relay listens for WebSockets where its page is. */
export function relayAddressAt({ protocol, hostname, port }: URL, relay: string): string {
  const isSecure = protocol === 'https:'
  const tcp = port === '' ? (isSecure ? '443' : '80') : port
  return `${hostOf(hostname)}/tcp/${tcp}/${isSecure ? 'wss' : 'ws'}/p2p/${relay}`
}

function hostOf(hostname: string): string {
  if (hostname === 'localhost') return '/ip4/127.0.0.1'
  if (hostname.startsWith('[')) return `/ip6/${hostname.slice(1, -1)}`
  return /^\d+(\.\d+){3}$/.test(hostname) ? `/ip4/${hostname}` : `/dns/${hostname}`
}
