import type { ChatApi } from '../../node/api/chat-api.js'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { Chromium, Seen } from './chromium.js'
import { served } from './served.js'
import { createStagedChat, STAGE_NOW_MS, type StagedTalk } from './staged-chat.js'

export interface Staged extends Seen {
  readonly chat: ReturnType<typeof createStagedChat>
  readonly link: URL
}

/** The page on a staged chat, open and ready, at the moment of the stage. `listen` stands between them. */
export async function onStage(
  chromium: Chromium,
  talks: readonly StagedTalk[],
  play: (staged: Staged) => Promise<void>,
  { listen = () => ({}), ...options }: BrowserContextOptions & { listen?: (chat: ChatApi) => Partial<ChatApi> } = {}
): Promise<void> {
  const chat = createStagedChat(talks)
  await served({ ...chat, ...listen(chat) }, async link => {
    const seen = await chromium.open(options)
    await seen.page.clock.setFixedTime(STAGE_NOW_MS)
    await seen.page.goto(link.href)
    await seen.page.locator('.layout').waitFor()
    await play({ ...seen, chat, link })
    await seen.page.context().close()
  })
  chat.close()
}

export async function openChat(page: Page, title: string): Promise<void> {
  await page
    .locator('.chat-item')
    .filter({ has: page.locator('.chat-item-title', { hasText: title }) })
    .first()
    .click()
  await page.locator('.message').first().waitFor()
}
