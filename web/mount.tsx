import { render } from 'preact'
import type { ConversationId } from '../node/base/ids.js'
import { takeFromAddress } from './state/address.js'
import { createPage } from './state/page.js'
import type { PageHost } from './state/page-host.js'
import { Page } from './view/page.js'
import { PageProvider } from './view/page-context.js'

const INVITE = /^#\/i\/([\w-]+)$/
const CHAT = /^#\/c\/([\w-]+)$/

/** Shows the page on this node, for as long as the document is there. An invite in the address is offered to be taken, and a chat opened. */
export function mountPage(host: PageHost): void {
  const root = document.getElementById('page')
  if (root === null) throw new Error('the document has no place for the page')
  const page = createPage(host)
  takeFromAddress(INVITE, (_, link) => page.place.show({ name: 'add', link }))
  takeFromAddress(CHAT, chat => page.place.go(chat as ConversationId))
  render(
    <PageProvider value={page}>
      <Page />
    </PageProvider>,
    root
  )
}
