import { signal } from '@preact/signals'
import { render } from 'preact'
import type { Chat } from '../node/api/chat-api.js'
import type { PageHost } from './state/page-host.js'

/** Shows the page on this node, for as long as the document is there. */
export function mountPage({ api, standing }: PageHost): void {
  const root = document.getElementById('page')
  if (root === null) throw new Error('the document has no place for the page')
  const chats = signal<readonly Chat[]>([])
  standing.subscribe(now => {
    if (now !== 'ready') return
    void api.chats().then(all => (chats.value = all))
  })
  render(<List />, root)

  function List() {
    return (
      <ul>
        {chats.value.map(({ id, title }) => (
          <li key={id}>{title}</li>
        ))}
      </ul>
    )
  }
}
