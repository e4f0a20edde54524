import type { Hit } from '../../node/api/message.js'
import { Avatar } from './avatar.js'
import { usePage } from './page-context.js'

/** Where and when something was said by whom, and the part of it that was looked for. */
export function FoundMessage({ hit, isInOneChat }: { readonly hit: Hit; readonly isInOneChat: boolean }) {
  const { directory, times, words } = usePage()
  const chat = directory.chats.value.find(({ id }) => id === hit.chat)
  const who = hit.outgoing ? words.value.common.you : hit.senderName
  const title = chat?.title ?? ''
  const isWhoSaid = isInOneChat || hit.outgoing || chat?.kind === 'group'
  return (
    <>
      <Avatar
        id={isInOneChat ? hit.sender : ((chat && directory.contactOf(chat)?.account) ?? hit.chat)}
        name={isInOneChat ? who : title}
        group={!isInOneChat && chat?.kind === 'group'}
        size="small"
      />
      <span class="found">
        <span class="found-head">
          <span class="found-title">
            <bdi>{isInOneChat ? who : title}</bdi>
          </span>
          <time class="found-time" dateTime={new Date(hit.sentAtMs).toISOString()}>
            {times.value.brief(hit.sentAtMs)}
          </time>
        </span>
        <span class="found-text">
          {!isInOneChat && isWhoSaid && (
            <>
              <bdi>{who}</bdi>
              {': '}
            </>
          )}
          <Excerpt hit={hit} />
        </span>
      </span>
    </>
  )
}

function Excerpt({ hit: { excerpt, matches } }: { readonly hit: Hit }) {
  const parts = matches.flatMap(([from, to], i) => [
    excerpt.slice(matches[i - 1]?.[1] ?? 0, from),
    <mark key={from}>{excerpt.slice(from, to)}</mark>
  ])
  return (
    <bdi>
      {parts}
      {excerpt.slice(matches.at(-1)?.[1] ?? 0)}
    </bdi>
  )
}
