import type { Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { violations } from './accessibility.js'
import { inChromium } from './chromium.js'
import { onStage, openChat } from './open-page.js'
import { A_DAY } from './stage.js'

const states = suite('the states of the page')

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
  'request of a stranger': page => openChat(page, 'Babbage'),
  'blocked contact': page => openChat(page, 'Lord B.'),
  'group that was left': page => openChat(page, 'Book club'),
  'menu of what is new': page => page.locator('.sidebar-head [popovertarget]').click(),
  invite: async page => {
    await fromMenu(page, 0)
    await page.locator('.qr path').waitFor({ state: 'attached' })
    for (const fold of await page.locator('.fold summary').all()) await fold.click()
  },
  'add a link': page => fromMenu(page, 1),
  'new group': page => fromMenu(page, 2),
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
  'settings: devices': page => settings(page, 2),
  'settings: relays': page => settings(page, 3),
  'settings: recovery': page => settings(page, 4),
  'settings: about': page => settings(page, 5)
}

async function broken(page: Page, rules: 'all' | 'contrast' = 'all'): Promise<readonly string[]> {
  const found: string[] = []
  for (const [state, reach] of Object.entries(STATES)) {
    await page.evaluate(() => history.replaceState(null, ''))
    await page.reload()
    await page.locator('.chat-item').first().waitFor()
    await reach(page)
    found.push(...(await violations(page, rules)).map(line => `${state}: ${line}`))
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (wide > 0) found.push(`${state}: ${wide} px wider than the window`)
  }
  return found
}

const NARROW = { viewport: { width: 360, height: 740 } }

inChromium(
  states,
  'break nothing of WCAG 2.2 AA: in light and in dark, wide and narrow, from left to right and from right to left',
  async chromium => {
    const broke = async (options: Parameters<typeof onStage>[3], rules?: 'contrast'): Promise<readonly string[]> => {
      const found: string[] = []
      await onStage(chromium, A_DAY, async ({ page, errors }) => void found.push(...(await broken(page, rules)), ...errors), options)
      return found
    }
    const [light, dark, narrow] = await Promise.all([
      broke({}),
      broke({ colorScheme: 'dark' }, 'contrast'),
      broke({ locale: 'ar', ...NARROW })
    ])
    assert.equal({ light, dark, narrow }, { light: [], dark: [], narrow: [] })
  }
)

inChromium(states, 'break nothing where there is nobody yet', async chromium => {
  await onStage(
    chromium,
    [],
    async ({ page }) => {
      await page.getByRole('button', { name: 'Jemanden einladen' }).waitFor()
      assert.equal(await violations(page), [])
    },
    { locale: 'de', ...NARROW }
  )
})

states.run()
