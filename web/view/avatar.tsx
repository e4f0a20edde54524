import { Icon } from './icons.js'
import { tintOf } from './tint.js'

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
  return (
    <span class={`avatar tint-${tintOf(props.id)} ${props.size ?? ''}`} aria-hidden="true">
      {props.group === true ? <Icon name="people" size={props.size === 'large' ? 34 : 22} /> : letterOf(props.name)}
      {props.linked === true && <span class="avatar-linked" />}
    </span>
  )
}
