import { Icon } from './icons.js'

const TINTS = 8
const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

const letterOf = (name: string): string => {
  for (const { segment } of segments.segment(name.trim())) return segment.toLocaleUpperCase()
  return '?'
}

/** The same tint for the same account or group on every screen. */
export function Avatar(props: {
  readonly id: string
  readonly name: string
  readonly size?: 'small' | 'large'
  readonly group?: boolean
  readonly linked?: boolean
}) {
  const tint = Number.parseInt(props.id.slice(0, 6), 16) % TINTS || 0
  return (
    <span class={`avatar tint-${tint} ${props.size ?? ''}`} aria-hidden="true">
      {props.group === true ? <Icon name="people" size={props.size === 'large' ? 34 : 22} /> : letterOf(props.name)}
      {props.linked === true && <span class="avatar-linked" />}
    </span>
  )
}
