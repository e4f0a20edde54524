import { render } from 'preact'
import { createPage } from './state/page.js'
import type { PageHost } from './state/page-host.js'
import { Page } from './view/page.js'
import { PageProvider } from './view/page-context.js'

const INVITE = /^#\/i\/[\w-]+$/

/** Shows the page on this node, for as long as the document is there. An invite in the address is offered to be taken. */
export function mountPage(host: PageHost): void {
  const root = document.getElementById('page')
  if (root === null) throw new Error('the document has no place for the page')
  const page = createPage(host)
  if (INVITE.test(location.hash)) {
    page.place.show({ name: 'add', link: location.href })
    history.replaceState(history.state, '', location.pathname)
  }
  render(
    <PageProvider value={page}>
      <Page />
    </PageProvider>,
    root
  )
}
