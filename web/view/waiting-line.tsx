import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Message, Waits } from '../../node/api/message.js'
import { Icon } from './icons.js'
import { LazyWaitsText } from './lazy-views.js'
import { usePage } from './page-context.js'

/** Under the messages, while the newest of ours has not arrived: for whom it waits, when they were seen last, and who keeps it so long. */
export function WaitingLine() {
  const { api, conversation, directory, standing } = usePage()
  const waits = useSignal<Waits | undefined>(undefined)
  const thread = conversation.thread.value
  const newest = thread?.after === undefined ? thread?.messages.findLast(({ outgoing }) => outgoing) : undefined
  const isWaiting = newest !== undefined && (newest.state === 'queued' || newest.state === 'stored' || isPartly(newest))
  const message = isWaiting ? newest.id : undefined
  useEffect(() => {
    waits.value = undefined
    if (message === undefined || standing.value !== 'ready') return undefined
    let isOver = false
    api.why({ message }).then(
      why => void (isOver || (waits.value = why.waits)),
      () => undefined // its tick leads to all that is known, and says what went wrong
    )
    return () => void (isOver = true)
  }, [message, newest?.state, newest?.counts?.delivered, directory.linked.value, standing.value])
  if (message === undefined || waits.value === undefined || waits.value.people.length === 0) return null
  return (
    <p class="waiting" role="status">
      <Icon name="clock" size={14} />
      <LazyWaitsText waits={waits.value} />
    </p>
  )
}

/** Some of a group have it. */
const isPartly = ({ state, counts }: Message): boolean => state === 'delivered' && counts !== undefined && counts.delivered < counts.of
