import type { BrowserContextOptions, Page } from 'playwright-core'
import type { ChatApi } from '../../node/api/chat-api.js'
import { ChatError } from '../../node/base/errors.js'
import { violations } from './accessibility.js'
import type { Chromium } from './chromium.js'
import { onStage, openChat } from './open-page.js'
import { A_DAY } from './stage.js'

const fromMenu = async (page: Page, item: number): Promise<void> => {
  await page.locator('.sidebar-head [popovertarget]').click()
  await page.getByRole('menuitem').nth(item).click()
}
const settings = async (page: Page, section: number): Promise<void> => {
  await page.locator('.sidebar-head > .icon-button').last().click()
  await page.getByRole('tab').nth(section).click()
}

/** How to get into each state from the list. */
const STATES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  list: async () => undefined,
  conversation: page => openChat(page, 'Grace'),
  'why a message waits': async page => {
    await openChat(page, 'Grace')
    await page.locator('.tick-button').last().click()
    await page.locator('.why li').first().waitFor()
  },
  'group with unread and a gap': page => openChat(page, 'Analytical'),
  'answers, reactions and markup': page => openChat(page, 'Sophie'),
  'what can be done with a message': async page => {
    await openChat(page, 'Sophie')
    await page.locator('.message').nth(1).hover()
    await page.locator('.actions [aria-haspopup=menu]').click()
  },
  'a message is answered, with an emoji': async page => {
    await openChat(page, 'Sophie')
    await page.locator('.message').nth(1).focus()
    await page.keyboard.press('r')
    await page.locator('.about').waitFor()
    await page.locator('.composer [aria-haspopup=dialog]').click()
    await page.locator('.emoji').first().waitFor()
  },
  'what is pinned': async page => {
    await openChat(page, 'Sophie')
    await page.locator('.pins-bar').click()
    await page.locator('.pinned-row').waitFor()
  },
  stickers: async page => {
    await openChat(page, 'فاطمة')
    await page.locator('.sticker svg').nth(1).waitFor()
    await page.locator('.composer [aria-haspopup=dialog]').click()
    await page.locator('.picker-tabs .tab').nth(1).click()
    await page.locator('.sticker-grid svg').first().waitFor()
  },
  'somebody is called by name': async page => {
    await openChat(page, 'Analytical')
    await page.locator('.composer textarea').pressSequentially('well @')
    await page.locator('.suggestions li').nth(1).waitFor()
    await page.keyboard.press('ArrowDown')
  },
  'deleting is asked about': async page => {
    await openChat(page, 'Sophie')
    await page.locator('.message').nth(1).hover()
    await page.locator('.actions [aria-haspopup=menu]').click()
    await page.getByRole('menuitem').last().click()
    await page.locator('.dialog .quote').waitFor()
  },
  'asked where to forward a message': async page => {
    await openChat(page, 'Sophie')
    await page.locator('.message').nth(1).focus()
    await page.keyboard.press('f')
    await page.locator('.forward .row').nth(1).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
  },
  'what failed, and can be sent again': async page => {
    await openChat(page, 'Emmy Noether')
    await page.locator('.tick-button').click()
    await page.locator('.why .button').waitFor()
  },
  'a message is written anew': async page => {
    await openChat(page, 'Sophie')
    await page.locator('.message.ours').first().focus()
    await page.keyboard.press('e')
    await page.locator('.about').waitFor()
  },
  'away from the newest': async page => {
    await openChat(page, 'Sophie')
    // What is still being placed goes to the end once more.
    await page.waitForFunction(() => {
      document.querySelector('.scroller')?.scrollTo(0, 0)
      return document.querySelector('.jump') !== null
    })
  },
  'a draft in the list': async page => {
    await openChat(page, 'Grace')
    await page.locator('.composer textarea').fill('perhaps')
    await page.keyboard.press('Escape')
    await page.locator('.chat-item').filter({ hasText: 'perhaps' }).locator('.draft').waitFor()
  },
  'messages that can not be read, and a notice of it': async page => {
    await page.locator('.chat-item').filter({ hasText: 'Mary' }).click()
    await page.locator('.timeline .button').waitFor()
    await page.locator('.notice').first().waitFor()
  },
  'the node is away': async page => {
    await openChat(page, 'Grace')
    await page.evaluate(() => dispatchEvent(new Event('node-away')))
    await page.locator('.banner').waitFor()
  },
  'request of a stranger': page => openChat(page, 'Babbage'),
  'blocked contact': page => openChat(page, 'Lord B.'),
  'group that was left': async page => {
    await openChat(page, 'Book club')
    await page.locator('.chat-head-who').click()
    await page.locator('.dialog .rows .row').first().waitFor()
    if ((await page.locator('.notice').count()) > 0) throw new Error('something was asked for that is not allowed')
  },
  'menu of what is new': page => page.locator('.sidebar-head [popovertarget]').click(),
  invite: async page => {
    await fromMenu(page, 0)
    await page.locator('.qr path').waitFor({ state: 'attached' })
    for (const fold of await page.locator('.fold summary').all()) await fold.click()
  },
  'add a link': async page => {
    await fromMenu(page, 1)
    await page.locator('.dialog textarea').first().waitFor()
  },
  'the camera is on': async page => {
    await fromMenu(page, 1)
    await page.locator('.dialog .buttons .button').first().click()
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0)
  },
  'a link that is none': async page => {
    await fromMenu(page, 1)
    await page.locator('.dialog textarea').first().fill('parley:nothing')
    await page.locator('.dialog .primary').click()
    await page.locator('.notice-bad').waitFor()
  },
  'new group': async page => {
    await fromMenu(page, 2)
    await page.locator('.dialog input').first().waitFor()
  },
  'details of a person': async page => {
    await openChat(page, 'Grace')
    await page.locator('.chat-head-who').click()
    await page.locator('.safety-number span').first().waitFor()
  },
  'details of a group': async page => {
    await openChat(page, 'Analytical')
    await page.locator('.chat-head-who').click()
    await page.locator('.dialog .row').nth(4).waitFor()
    await page.locator('.fold summary').click()
  },
  'somebody is to leave a group': async page => {
    await openChat(page, 'Analytical')
    await page.locator('.chat-head-who').click()
    await page.locator('.dialog .row .icon-button').first().click()
    await page.locator('.sure').waitFor()
  },
  connection: async page => {
    await page.locator('.pill').click()
    await page.locator('.block .button').first().click()
    await page.locator('.checks .row').first().waitFor()
  },
  'go to a conversation': page => page.keyboard.press('Control+k'),
  'messages that were found': async page => {
    await page.keyboard.press('Control+k')
    await page.locator('.find-input').fill('the')
    await page.locator('.found mark').first().waitFor()
  },
  'nothing was found': async page => {
    await page.keyboard.press('Control+k')
    await page.locator('.find-input').fill('nobody said this')
    await page.locator('.find-item').first().waitFor({ state: 'detached' })
  },
  'search in a conversation': async page => {
    await openChat(page, 'Grace')
    await page.locator('.chat-head .icon-button').nth(1).click()
    await page.locator('.find-day').waitFor()
  },
  'settings: profile': page => settings(page, 0),
  'settings: look': page => settings(page, 1),
  'settings: devices': async page => {
    await settings(page, 2)
    await page.locator('.tab-panel textarea').waitFor()
  },
  'settings: relays': page => settings(page, 3),
  'settings: recovery': page => settings(page, 4),
  'settings: about': page => settings(page, 5),
  'no key to the node': async page => {
    await page.evaluate(() => sessionStorage.clear())
    await page.reload()
    await page.locator('.blank code').waitFor()
  }
}

/** A node with one conversation that it can't read, in a browser that may throw away what it keeps. */
const inTrouble = (chat: ChatApi): Partial<ChatApi> => ({
  async status() {
    return { ...(await chat.status()), storage: { persistent: false, bytesUsed: 12_000_000, bytesAvailable: 900_000_000 } }
  },
  async history(args) {
    const { title } = (await chat.chats()).find(({ id }) => id === args.chat) ?? {}
    if (title === 'Mary Somerville') throw new ChatError('ERR_STORE', 'the disk gave back something else than was written')
    return chat.history(args)
  }
})

/** Lets a test take the node away: sockets end, and new ones can't be opened. */
function losable(): void {
  const open: WebSocket[] = []
  let isAway = false
  addEventListener('node-away', () => {
    isAway = true
    for (const socket of open) socket.close()
  })
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      if (isAway) throw new Error('away')
      super(url, protocols)
      open.push(this)
    }
  }
}

async function broken(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  await page.addInitScript(losable)
  for (const [state, reach] of Object.entries(STATES)) {
    await page.evaluate(() => history.replaceState(null, ''))
    await page.reload()
    await page.locator('.chat-item').first().waitFor()
    await reach(page)
    found.push(...(await inBothThemes(page)).map(line => `${state}: ${line}`))
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (wide > 0) found.push(`${state}: ${wide} px wider than the window`)
  }
  return found
}

/** Themes differ in contrast alone. */
export async function inBothThemes(page: Page): Promise<readonly string[]> {
  const light = await violations(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await violations(page, 'contrast')
  await page.emulateMedia({ colorScheme: 'light' })
  return [...light, ...dark.map(line => `dark: ${line}`)]
}

export const NARROW: BrowserContextOptions = { viewport: { width: 360, height: 740 } }

/** What breaks WCAG 2.2 AA, light or dark, in any state that the page can be in, or is wider than the window; and errors. */
export async function brokenStates(chromium: Chromium, options: BrowserContextOptions): Promise<readonly string[]> {
  const found: string[] = []
  await onStage(chromium, A_DAY, async ({ page, errors }) => void found.push(...(await broken(page)), ...errors), {
    listen: inTrouble,
    ...options
  })
  return found
}
