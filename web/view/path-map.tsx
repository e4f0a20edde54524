import type { ChatApi } from '../../node/api/chat-api.js'
import type { DeviceId } from '../../node/base/ids.js'
import { usePage } from './page-context.js'

const WIDTH = 320
const HEIGHT = 200
const MOST = 12
const SHOWN_CHARACTERS = 12

type Paths = Awaited<ReturnType<ChatApi['peers']>>

/** This node in the middle; a whole line is a direct path, a dashed one goes through a relay. The list beside it says the same in words. */
export function PathMap({ paths, relays }: { readonly paths: Paths; readonly relays: ReadonlySet<DeviceId> }) {
  const { words, directory } = usePage()
  const { connection } = words.value
  const shown = paths.slice(0, MOST)
  const middle = { x: WIDTH / 2, y: HEIGHT / 2 }
  return (
    <svg class="path-map" role="img" aria-label={connection.map(paths.length)} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} dir="ltr">
      {shown.map(({ device, via, name }, index) => {
        const angle = (index / shown.length) * 2 * Math.PI - Math.PI / 2
        const at = { x: middle.x + Math.cos(angle) * (WIDTH / 2 - 48), y: middle.y + Math.sin(angle) * (HEIGHT / 2 - 34) }
        const isRelay = relays.has(device)
        return (
          <g key={device} class={isRelay ? 'path-relay' : 'path-person'}>
            <line x1={middle.x} y1={middle.y} x2={at.x} y2={at.y} class={via === 'direct' ? 'path-direct' : 'path-circuit'} />
            {isRelay ? <rect x={at.x - 7} y={at.y - 7} width="14" height="14" rx="3" /> : <circle cx={at.x} cy={at.y} r="8" />}
            <text x={at.x} y={at.y < middle.y ? at.y - 14 : at.y + 22} text-anchor="middle">
              {(name ?? device.slice(-6)).slice(0, SHOWN_CHARACTERS)}
            </text>
          </g>
        )
      })}
      <circle class="path-here" cx={middle.x} cy={middle.y} r="11" />
      <text class="path-here-name" x={middle.x} y={middle.y + 27} text-anchor="middle">
        {directory.me.value?.name.slice(0, SHOWN_CHARACTERS) ?? connection.here}
      </text>
    </svg>
  )
}
