import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** Of the network that is parted. */
export type Side = 'west' | 'east'

/**
 * A network on loopback that falls into two parts and heals again. Every process on it dials through the door of its side, which knows by
 * that who dials, and by the port who is meant: so it cuts what goes from one side to the other, and nothing else.
 */
export interface PartedNetwork {
  /** What a process of this side is started with. */
  env(side: Side): Readonly<Record<string, string>>
  /** A process of this side listens there. Where nobody has said who does, all may dial. */
  holds(side: Side, port: number): void
  /** Ends every connection between the sides, and lets none begin until `heal`. */
  part(): void
  heal(): void
  /** Connections between the sides that were refused, and that were ended. */
  cut(): number
  /** What passed on each connection and direction, each stream whole. Empty unless `capture` is set. */
  captures(): readonly Uint8Array[]
  close(): Promise<void>
}

interface Wire {
  readonly from: Side
  readonly port: number
  readonly sockets: readonly [Socket, Socket]
}

const PROGRAM = new URL('through-door.js', import.meta.url).href
const TARGET_BYTES = 2

export async function createPartedNetwork({ capture = false }: { readonly capture?: boolean } = {}): Promise<PartedNetwork> {
  const sides = new Map<number, Side>()
  const wires = new Set<Wire>()
  const streams: Buffer[][] = []
  let isParted = false
  let cuts = 0

  const isAcross = ({ from, port }: Pick<Wire, 'from' | 'port'>): boolean => (sides.get(port) ?? from) !== from

  function pass(from: Side, client: Socket, port: number): void {
    if (isParted && isAcross({ from, port })) {
      cuts++
      client.destroy()
      return
    }
    const far = connect({ host: '127.0.0.1', port })
    const wire: Wire = { from, port, sockets: [client, far] }
    wires.add(wire)
    for (const [source, sink] of [wire.sockets, wire.sockets.toReversed()] as (readonly [Socket, Socket])[]) {
      source.setNoDelay(true)
      if (capture) keep(source)
      source.pipe(sink)
      // A reset is passed on as an end: which of the two it was is no matter to the other side.
      source.on('error', () => undefined)
      source.on('close', () => {
        sink.destroy()
        wires.delete(wire)
      })
    }
  }

  function keep(source: Socket): void {
    const pieces: Buffer[] = []
    streams.push(pieces)
    source.on('data', (piece: Buffer) => pieces.push(piece))
  }

  async function openDoor(side: Side): Promise<Server> {
    const server = createServer(client => {
      const give = (): void => void client.destroy()
      client.on('error', give)
      function listen(): void {
        const target = client.read(TARGET_BYTES) as Buffer | null
        if (target === null) return
        client.off('readable', listen)
        client.off('error', give)
        pass(side, client, target.readUInt16BE())
      }
      client.on('readable', listen)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  }

  const doors = { west: await openDoor('west'), east: await openDoor('east') }

  function end(which: Iterable<Wire>): void {
    for (const { sockets } of which) for (const socket of sockets) socket.destroy()
  }

  return {
    env(side) {
      const { port } = doors[side].address() as AddressInfo
      return { NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import=${PROGRAM}`, PARLEY_TEST_DOOR: String(port) }
    },
    holds: (side, port) => void sides.set(port, side),
    part() {
      isParted = true
      const across = [...wires].filter(isAcross)
      cuts += across.length
      end(across)
    },
    heal() {
      isParted = false
    },
    cut: () => cuts,
    captures: () => streams.map(pieces => Buffer.concat(pieces)),
    async close() {
      end(wires)
      for (const door of Object.values(doors)) {
        door.close()
        await once(door, 'close')
      }
    }
  }
}
