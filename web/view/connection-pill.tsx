import { areAllOut } from '../state/own-relays.js'
import type { PageState } from '../state/page.js'
import { usePage } from './page-context.js'

type Mood = 'good' | 'fair' | 'bad' | 'busy'

/** How things stand between us and the others, in a word. */
export function ConnectionPill() {
  const page = usePage()
  const { mood, text } = standingOf(page)
  return (
    <button type="button" class={`pill pill-${mood}`} onClick={() => page.place.show({ name: 'connection' })}>
      <span class="pill-dot" aria-hidden="true" />
      <span class="visually-hidden">{page.words.value.connection.title}: </span>
      <span role="status">{text}</span>
    </button>
  )
}

function standingOf({ standing, directory, words, isLoaded }: PageState): { readonly mood: Mood; readonly text: string } {
  const { connection } = words.value
  if (standing.value === 'lost') return { mood: 'bad', text: connection.lost }
  if (standing.value !== 'ready' || !isLoaded.value) return { mood: 'busy', text: connection.opening }
  const relays = directory.status.value?.relays ?? []
  const links = directory.linked.value.size
  if (links === 0 && !relays.some(({ up, isHere }) => up && isHere !== true)) return { mood: 'bad', text: connection.offline }
  if (areAllOut(relays)) return { mood: 'fair', text: connection.unkept }
  return links > 0 ? { mood: 'good', text: connection.online(links) } : { mood: 'fair', text: connection.relayOnly }
}
