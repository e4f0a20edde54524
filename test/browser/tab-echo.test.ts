import type { Locator, Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inBothThemes } from './page-states.js'
import { relayPage } from './relay-page.js'

const WAIT = { timeout: 60_000 }

const echo = suite('Echo, in the page of a relay')

const said = (page: Page, text: string): Locator => page.locator('.message').filter({ hasText: text })
const answered = (page: Page, text: string): Locator => page.locator('.message').filter({ has: page.locator('.quote', { hasText: text }) })

async function ask(page: Page, text: string): Promise<void> {
  await page.locator('.composer textarea').fill(text)
  await page.keyboard.press('Enter')
  await answered(page, text).waitFor(WAIT)
}

relayPage(echo, 'answers at one click, is there after a reload, and goes when it is let go', async ({ chromium, origin }) => {
  const { page, errors } = await chromium.open()
  await page.goto(origin)
  await page.getByLabel('Your name').fill('Ada')
  await page.getByRole('button', { name: 'Begin', exact: true }).click()
  await page.getByRole('button', { name: 'Try it with Echo' }).waitFor(WAIT)
  await page.getByRole('button', { name: 'Try it with Echo' }).click()
  await said(page, 'I am Echo.').waitFor(WAIT)
  await ask(page, 'is this on?')
  assert.is(await said(page, 'is this on?').count(), 2)
  assert.is(await page.locator('#chat-about').innerText(), 'Lives on this device')
  assert.equal(await inBothThemes(page), [])

  await page.reload()
  await page.locator('.chat-item').filter({ hasText: 'Echo' }).click(WAIT)
  await answered(page, 'is this on?').waitFor(WAIT)
  await ask(page, 'still there?')

  await page.locator('.sidebar-head [popovertarget]').click()
  assert.is(await page.getByRole('menuitem', { name: 'Try it with Echo' }).count(), 0)
  await page.keyboard.press('Escape')
  await page.locator('.chat-head-who').click()
  await page.getByRole('button', { name: 'Let Echo go' }).waitFor(WAIT)
  await page.getByRole('button', { name: 'Let Echo go' }).click()
  await page.locator('.sure .danger').click()
  await page.getByRole('button', { name: 'Try it with Echo' }).waitFor(WAIT)
  assert.is(await page.locator('.chat-item').count(), 0)
  assert.equal(errors, [])
})

echo.run()
