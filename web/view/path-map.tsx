import type { ChatApi } from '../../node/api/chat-api.js'
import { useDialogWords } from './dialog-words.js'
import { usePage } from './page-context.js'

const WIDTH = 320
const HEIGHT = 220
const MOST = 12
const SHOWN_CHARACTERS = 14
/** Over which relay a circuit goes. */
const HOP = /\/p2p\/(?<relay>\w+)\/p2p-circuit/u

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

type Paths = Awaited<ReturnType<ChatApi['peers']>>
type Path = Paths[number]

interface Spot {
  readonly x: number
  readonly y: number
}

const MIDDLE: Spot = { x: WIDTH / 2, y: HEIGHT / 2 }
const between = (a: Spot, b: Spot, share: number): Spot => ({ x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share })

function spotOf(index: number, count: number): Spot {
  const angle = (index / count) * 2 * Math.PI - Math.PI / 2
  return { x: MIDDLE.x + Math.cos(angle) * (WIDTH / 2 - 52), y: MIDDLE.y + Math.sin(angle) * (HEIGHT / 2 - 36) }
}

/** Beside their relays stand those who are reached through one. */
const placeOf = ({ kind, via }: Path): number => (kind === 'relay' ? 0 : via === 'circuit' ? 1 : 2)

/**
 * This node in the middle; a whole line is a direct path, a dashed one goes through a relay, which it is drawn through, and on each stands its
 * round trip. The list beside it says the same in words.
 */
export function PathMap({ paths }: { readonly paths: Paths }) {
  const { directory } = usePage()
  const { connection } = useDialogWords()
  const shown = paths.toSorted((a, b) => placeOf(a) - placeOf(b)).slice(0, MOST)
  const spots = new Map<string, Spot>(shown.map(({ device }, index) => [device, spotOf(index, shown.length)]))
  return (
    <svg class="path-map" role="img" aria-label={connection.map(paths.length)} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} dir="ltr">
      {shown.map(path => (
        <Line key={path.device} path={path} spots={spots} />
      ))}
      {shown.map(path => (
        <End key={path.device} path={path} at={spots.get(path.device) ?? MIDDLE} />
      ))}
      <circle class="path-here" cx={MIDDLE.x} cy={MIDDLE.y} r="11" />
      <text class="path-here-name" x={MIDDLE.x} y={MIDDLE.y + 27} text-anchor="middle">
        {shortened(directory.me.value?.name ?? connection.here)}
      </text>
    </svg>
  )
}

function Line({ path, spots }: { readonly path: Path; readonly spots: ReadonlyMap<string, Spot> }) {
  const { words, times } = usePage()
  const to = spots.get(path.device) ?? MIDDLE
  const isCircuit = path.via === 'circuit'
  const relay = isCircuit ? spots.get(HOP.exec(path.address)?.groups?.['relay'] ?? '') : undefined
  // A relay that has no place of its own here stands halfway.
  const hop = relay ?? between(MIDDLE, to, 0.5)
  const from = isCircuit ? hop : MIDDLE
  const label = between(from, to, isCircuit ? 0.4 : 0.55)
  return (
    <g class={path.kind === 'relay' ? 'path-relay' : 'path-person'}>
      {isCircuit && relay === undefined && <line x1={MIDDLE.x} y1={MIDDLE.y} x2={hop.x} y2={hop.y} class="path-circuit" />}
      <line x1={from.x} y1={from.y} x2={to.x} y2={to.y} class={isCircuit ? 'path-circuit' : 'path-direct'} />
      {isCircuit && relay === undefined && <rect class="path-hop" x={hop.x - 4} y={hop.y - 4} width="8" height="8" rx="2" />}
      {path.roundTripMs !== undefined && (
        <text class="path-trip" x={label.x} y={label.y + 4} text-anchor="middle">
          {words.value.format.ms(times.value.number(Math.round(path.roundTripMs)))}
        </text>
      )}
    </g>
  )
}

function End({ path: { device, kind, name }, at }: { readonly path: Path; readonly at: Spot }) {
  return (
    <g class={kind === 'relay' ? 'path-relay' : 'path-person'}>
      {kind === 'relay' ? <rect x={at.x - 7} y={at.y - 7} width="14" height="14" rx="3" /> : <circle cx={at.x} cy={at.y} r="8" />}
      <text x={at.x} y={at.y < MIDDLE.y ? at.y - 14 : at.y + 23} text-anchor="middle">
        {shortened(name ?? device.slice(-6))}
      </text>
    </g>
  )
}

const shortened = (name: string): string => {
  const characters = [...segments.segment(name)].map(({ segment }) => segment)
  return characters.length <= SHOWN_CHARACTERS ? name : `${characters.slice(0, SHOWN_CHARACTERS - 1).join('')}…`
}
