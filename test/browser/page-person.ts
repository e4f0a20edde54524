import type { Locator, Page } from 'playwright-core'
import * as assert from 'uvu/assert'
import { untilNothingIsMissing } from '../e2e/crowd.js'
import type { Seen } from './chromium.js'
import type { PageStage } from './relay-page.js'
import { KEEP_CONNECTIONS, selectedCandidates } from './tab-paths.js'

// Somebody who has opened the page that a relay serves, in a browser profile of their own: whatever they do is clicks and keys.

export const WAIT = { timeout: 60_000 }
/** Of the menu of what is new. */
export const NEW = { invite: 0, link: 1, group: 2 } as const

type Served = Pick<PageStage, 'chromium' | 'origin'>

/** Types a name, and nothing else. */
export async function begin({ chromium, origin }: Served, name: string): Promise<Seen> {
  const seen = await chromium.open()
  await seen.page.addInitScript(KEEP_CONNECTIONS)
  await seen.page.goto(origin)
  await typeName(seen.page, name)
  return seen
}

/** Follows the link of an invite, and asks. */
export async function beginInvited({ chromium }: Pick<Served, 'chromium'>, name: string, invite: string, hello: string): Promise<Seen> {
  const seen = await chromium.open()
  const { page } = seen
  await page.addInitScript(KEEP_CONNECTIONS)
  await page.goto(invite)
  await page.getByRole('heading', { name: /invites you$/ }).waitFor(WAIT)
  await typeName(page, name)
  await page.locator('dialog').getByRole('heading', { name: 'invites you' }).waitFor(WAIT)
  assert.is(await page.getByLabel('Link', { exact: true }).count(), 0)
  await page.getByLabel('First message').fill(hello, WAIT)
  await button(page, 'Ask').click()
  await said(page, hello).waitFor(WAIT)
  return seen
}

export async function typeName(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name)
  await button(page, 'Begin').click()
}

export const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })

export async function chooseNew(page: Page, item: number): Promise<void> {
  await page.locator('.sidebar-head [popovertarget]').click(WAIT)
  await page.getByRole('menuitem').nth(item).click()
}

export async function showSettings(page: Page, section: string): Promise<void> {
  await page.locator('.sidebar-head > .icon-button').last().click()
  await page.getByRole('tab', { name: section }).click(WAIT)
}

/** The link that the page shows for an invite, and the picture of its code. */
export async function newInvite(page: Page): Promise<{ readonly uri: string; readonly picture: Buffer }> {
  await chooseNew(page, NEW.invite)
  await page.locator('.qr path').waitFor({ state: 'attached', ...WAIT })
  const picture = await page.locator('.qr').screenshot()
  const uri = (await page.locator('.link-text').innerText()).trim()
  await page.keyboard.press('Escape')
  return { uri, picture }
}

export const openTalk = (page: Page, title: string): Promise<void> => page.locator('.chat-item').filter({ hasText: title }).click(WAIT)

export async function accept(page: Page, name: string): Promise<void> {
  await openTalk(page, name)
  await button(page, 'Accept').click(WAIT)
  await page.locator('.composer textarea').waitFor(WAIT)
}

/** The messages of the open conversation with this text. */
export const said = (page: Page, text: string): Locator => page.locator('.message').filter({ hasText: text })

export async function write(page: Page, text: string): Promise<void> {
  await page.locator('.composer textarea').fill(text)
  await page.keyboard.press('Enter')
  await said(page, text).waitFor(WAIT)
}

/** The messages of the open conversation as they can be read: what they say, and what was done to them. */
export const readMessages = (page: Page): Promise<readonly string[]> =>
  page.locator('.messages .message').evaluateAll(all =>
    all.map(one => {
      const text = one.querySelector('.body > div')?.textContent ?? ''
      const edited = one.querySelector('.edited') === null ? [] : ['(edited)']
      const reactions = [...one.querySelectorAll('.reaction')].map(
        ({ children: [emoji, count] }) => `${emoji?.textContent} ${count?.ariaHidden === 'true' ? count.textContent : 1}`
      )
      return [text, ...edited, ...reactions].join(' ')
    })
  )

/** Until nothing stands between the machines, as the browser says itself, and links to those who are gone are given up. */
export async function isDirect(page: Page): Promise<void> {
  await untilNothingIsMissing(async () => {
    const kinds = await selectedCandidates(page)
    return kinds.length >= 2 && kinds.every(kind => ['host', 'srflx', 'prflx'].includes(kind)) ? [] : ['a direct link', ...kinds]
  })
}
