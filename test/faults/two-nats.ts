import { execFileSync } from 'node:child_process'

/** Two homes, each behind a router that masquerades and lets nobody in unasked, and between them the public network. */
export interface TwoNats {
  /** Of the public network, where a relay may listen. */
  readonly ip4: string
  /** Commands that run the rest of their line there. */
  readonly inPublic: readonly string[]
  readonly inHomes: readonly [readonly string[], readonly string[]]
  /** Lets UDP pass between the two routers, or drops it; what goes to the public network itself always passes. */
  direct(isOpen: boolean): void
  /** Packets dropped on the way between the two routers since it was last closed. */
  dropped(): number
  /** All of it, also where making it failed half way. */
  remove(): void
}

const PUBLIC_IP4 = '203.0.113.1'

/** The netfilter rules of a router. What nobody inside asked for is dropped before it is tracked: tracked, it would take the port that is to be kept. */
const ROUTER = `
table ip router {
  chain incoming { type filter hook input priority 0; iifname "wan" ct state new drop; }
  chain passing { type filter hook forward priority 0; iifname "wan" ct state new drop; }
  chain leaving { type nat hook postrouting priority 100; oifname "wan" masquerade; }
}`

const BETWEEN = `
table ip between {
  chain passing { type filter hook forward priority 0; }
}`

/** Why two NATs can't be made here; undefined where they can. */
export function whyNoNats(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces need Linux'
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  const probe = nameOf('probe')
  try {
    run('ip', ['netns', 'add', probe])
    run('ip', ['netns', 'exec', probe, 'nft', '-f', '-'], ROUTER)
    run('ip', ['-n', probe, 'link', 'add', 'wan', 'type', 'veth', 'peer', 'name', 'lan'])
    return undefined
  } catch (err) {
    return err instanceof Error ? err.message : String(err)
  } finally {
    removeNamespace(probe)
  }
}

export function createTwoNats(): TwoNats {
  const center = nameOf('public')
  const sides = [1, 2].map(side => ({ side, router: nameOf(`router${side}`), home: nameOf(`home${side}`) }))
  const remove = (): void => [center, ...sides.flatMap(({ router, home }) => [router, home])].forEach(removeNamespace)
  try {
    addNamespace(center)
    ip(center, `address add ${PUBLIC_IP4}/32 dev lo`)
    enter(center, ['nft', '-f', '-'], BETWEEN)
    for (const { side, router, home } of sides) {
      addNamespace(router)
      addNamespace(home)
      ip(router, `link add wan type veth peer name side${side} netns ${center}`)
      ip(router, `link add lan type veth peer name eth netns ${home}`)
      address(router, 'wan', `198.51.100.${side}/32`)
      address(router, 'lan', `192.168.${side}.1/24`)
      address(home, 'eth', `192.168.${side}.2/24`)
      ip(center, `link set side${side} up`)
      ip(center, `route add 198.51.100.${side}/32 dev side${side} src ${PUBLIC_IP4}`)
      ip(router, `route add default via ${PUBLIC_IP4} dev wan onlink`)
      ip(home, `route add default via 192.168.${side}.1`)
      enter(router, ['nft', '-f', '-'], ROUTER)
    }
    for (const namespace of [center, ...sides.map(({ router }) => router)]) enter(namespace, ['sysctl', '-qw', 'net.ipv4.ip_forward=1'])
  } catch (err) {
    remove()
    throw err
  }
  const [home1, home2] = sides.map(({ home }) => into(home)) as [readonly string[], readonly string[]]
  return {
    ip4: PUBLIC_IP4,
    inPublic: into(center),
    inHomes: [home1, home2],
    direct(isOpen) {
      const rules = 'flush chain ip between passing\n'
      enter(center, ['nft', '-f', '-'], isOpen ? rules : `${rules}add rule ip between passing ip protocol udp counter drop\n`)
    },
    dropped() {
      const [, packets = '0'] = /counter packets (\d+)/.exec(enter(center, ['nft', 'list', 'chain', 'ip', 'between', 'passing'])) ?? []
      return Number(packets)
    },
    remove
  }
}

const nameOf = (place: string): string => `parley-${process.pid}-${place}`
const into = (namespace: string): readonly string[] => ['ip', 'netns', 'exec', namespace]

function addNamespace(namespace: string): void {
  run('ip', ['netns', 'add', namespace])
  ip(namespace, 'link set lo up')
}

function removeNamespace(namespace: string): void {
  try {
    run('ip', ['netns', 'delete', namespace])
  } catch {
    // It was never made.
  }
}

function address(namespace: string, device: string, cidr: string): void {
  ip(namespace, `address add ${cidr} dev ${device}`)
  ip(namespace, `link set ${device} up`)
}

function ip(namespace: string, command: string): void {
  run('ip', ['-n', namespace, ...command.split(' ')])
}

function enter(namespace: string, command: readonly string[], input = ''): string {
  const [program = '', ...args] = [...into(namespace), ...command]
  return run(program, args, input)
}

function run(program: string, args: readonly string[], input = ''): string {
  return execFileSync(program, args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] })
}
