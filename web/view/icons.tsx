const PATHS = {
  plus: 'M12 5v14M5 12h14',
  search: 'M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13ZM20 20l-4.800-4.800',
  gear: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM9 19.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z',
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M5 12h13M12 5.500l6.500 6.500L12 18.500',
  down: 'M6 9l6 6 6-6',
  more: 'M11.500 6h1v.01h-1ZM11.500 12h1v.01h-1ZM11.500 18h1v.01h-1Z',
  mute: 'M6 9.500A6 6 0 0 1 15.800 6M18 11c0 4 1.500 5.500 1.500 5.500H8M10 20h4M4 4l16 16',
  bell: 'M6 16.500V11a6 6 0 0 1 12 0v5.500ZM4.500 16.500h15M10 20h4',
  people:
    'M9 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM3 19.500c.4-3.300 2.800-5 6-5s5.600 1.700 6 5M15.500 4.900a3.500 3.500 0 0 1 0 6.300M17.500 14.900c2 .6 3.200 2.200 3.500 4.600',
  person: 'M12 11.500a3.750 3.750 0 1 0 0-7.500 3.750 3.750 0 0 0 0 7.500ZM5 20c.5-3.600 3.300-5.500 7-5.500s6.500 1.900 7 5.500',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700l-1.600 1.600M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700l1.600-1.600',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  camera: 'M4 8h3.500L9 5.500h6L16.500 8H20v11H4zM12 16.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7Z',
  image: 'M4 5h16v14H4zM8.500 10.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3ZM4.500 18l5.500-5 3.500 3 2.500-2 4 3.500',
  device: 'M5 5h14v10H5zM2.500 19h19',
  relay: 'M5 5h14v6H5zM5 13h14v6H5zM8 8v.01M8 16v.01',
  shield: 'M12 3.500l7 2.500v5.500c0 4.500-3 7.500-7 9-4-1.500-7-4.500-7-9V6ZM9 12l2.200 2.200L15.200 10',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  warning: 'M12 4l9 16H3ZM12 10v4.500M12 17.200v.01',
  invite: 'M10 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM3.500 19.500c.4-3.300 3-5 6.500-5s6.100 1.700 6.500 5M19 7v6M16 10h6',
  leave: 'M10 5H5v14h5M14 8l4 4-4 4M9 12h9',
  key: 'M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 12h9M18 12v3M15 12v2',
  file: 'M6 3.500h8l4 4v13H6zM14 3.500v4h4',
  reply: 'M10 6L4.500 11.500 10 17M4.500 11.500H13c4 0 6.500 2 6.500 6.500',
  forward: 'M14 6l5.500 5.500L14 17M19.500 11.500H11c-4 0-6.500 2-6.500 6.500',
  smile: 'M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17ZM8.500 14a4.200 4.200 0 0 0 7 0M9.200 9.500v.01M14.800 9.500v.01',
  pencil: 'M5 19l.8-3.800L15.500 5.500l3 3L8.800 18.200ZM13 8l3 3',
  trash: 'M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7M10.500 11v5M13.500 11v5',
  pin: 'M12 20v-5M7 15h10l-2-3.500V6.500L16.500 4h-9L9 6.500v5Z',
  timer: 'M12 20.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15ZM12 9v4l2.500 2M9.500 3h5',
  clock: 'M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17ZM12 7.500V12l3 2',
  pulse: 'M3 12h4l2.500-6 4 12 2.500-6h5'
} as const

export type IconName = keyof typeof PATHS

/** Drawn in the colour of the text beside it, which says the same to those who don't see it. */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg class={`icon icon-${name}`} width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  )
}

/** A P that is a speech bubble, and another voice in it. */
export function Logo({ size = 28 }: { readonly size?: number }) {
  return (
    <svg class="logo" width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <path class="logo-bubble" d={BUBBLE} />
      <circle class="logo-voice" cx="35" cy="27" r="8.500" />
    </svg>
  )
}

const BUBBLE = 'M35 5a22 22 0 1 1-9 42v7.500c0 4.200-5 6.300-8 3.300l-2.900-2.900A7.500 7.500 0 0 1 13 49.600V27A22 22 0 0 1 35 5Z'
