import type { History } from '../api/message.js'
import type { RpcClient } from '../api/rpc-client.js'

const PAGE_LIMIT = 1_000

/** The newest `limit` messages, page by page, from the mark on where one is given. */
export async function newestMessages(daemon: Pick<RpcClient, 'history'>, chat: string, limit: number, mark?: string): Promise<History> {
  const pages: History[] = []
  let left = limit
  let before = mark
  do {
    const page = await daemon.history({ chat, limit: Math.min(left, PAGE_LIMIT), ...(before === undefined ? {} : { before }) })
    pages.unshift(page)
    left -= page.messages.length
    before = page.before
  } while (left > 0 && before !== undefined)
  return {
    messages: pages.flatMap(({ messages }) => messages),
    happenings: pages.flatMap(({ happenings }) => happenings),
    gaps: pages.at(-1)?.gaps ?? [],
    ...(before === undefined ? {} : { before })
  }
}
