import { DRAWINGS, type Pen, type StickerName } from './sticker-drawings.js'

const DARK = '#3a1c05'
const line = (stroke: string, width: number) =>
  ({ fill: 'none', stroke, 'stroke-width': width, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }) as const

const PENS: { readonly [P in Pen]: Readonly<Record<string, string | number>> } = {
  body: { fill: '#f3a25e', stroke: DARK, 'stroke-width': 3, 'stroke-linejoin': 'round' },
  cheek: { fill: '#e67f4b' },
  paper: { fill: '#fffdf9', stroke: DARK, 'stroke-width': 2 },
  petrol: { fill: '#2a8f98', stroke: DARK, 'stroke-width': 2 },
  red: { fill: '#d8432b', stroke: DARK, 'stroke-width': 2 },
  dot: { fill: DARK },
  ink: line(DARK, 4),
  thin: line(DARK, 2.5),
  air: line('currentColor', 3.5)
}

/** One of the pack. Comes in a file of its own, when the first is to be seen. */
export function Sticker({ name }: { readonly name: StickerName }) {
  return (
    <svg viewBox="-6 -12 108 108" aria-hidden="true" focusable="false">
      {DRAWINGS[name].map(([pen, d], at) => (
        <path key={at} d={d} {...PENS[pen]} />
      ))}
    </svg>
  )
}
