import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

/** The specification asks for so many light modules around it. */
const QUIET_MODULES = 4

interface Drawn {
  readonly size: number
  readonly path: string
}

/** Dark on light in both themes: not every reader takes it the other way round. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const drawn = useSignal<Drawn | undefined>(undefined)
  useEffect(() => {
    void draw(text).then(done => (drawn.value = done))
  }, [text])
  if (drawn.value === undefined) return <div class="qr qr-empty" aria-busy="true" />
  const { size, path } = drawn.value
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#0b1a1c" />
    </svg>
  )
}

async function draw(text: string): Promise<Drawn> {
  const { encode } = await import('uqr')
  const { data, size } = encode(text, { ecc: 'L', border: QUIET_MODULES })
  return { size, path: data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('') }
}
