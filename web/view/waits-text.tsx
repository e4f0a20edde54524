import type { Waits } from '../../node/api/message.js'
import { isolated } from '../strings/isolated.js'
import { usePage } from './page-context.js'

const MOST_NAMES = 3

/** For whom a message waits, when they were seen last, and who keeps it so long. */
export function WaitsText({ waits: { people, relays, untilMs } }: { readonly waits: Waits }) {
  const { conversation, times, words } = usePage()
  const { state, say } = words.value
  const [first] = people
  const others = people.length - MOST_NAMES
  const names = people.slice(0, MOST_NAMES).map(({ name }) => isolated(name))
  const whom = state.waitsFor(times.value.list(others > 0 ? [...names, say.others(others)] : names))
  const heard = conversation.thread.value?.messages.findLast(({ sender }) => sender === first?.account)?.sentAtMs
  const seenAtMs = first === undefined || people.length > 1 ? undefined : Math.max(first.seenAtMs ?? 0, heard ?? 0)
  const until = times.value.soon(untilMs)
  const waits = seenAtMs === undefined || seenAtMs === 0 ? whom : state.lastSeen(whom, times.value.ago(seenAtMs))
  return <span>{state.waitsAndKept(waits, relays > 0 ? state.relaysHold(relays, until) : state.keptHere(until))}</span>
}
