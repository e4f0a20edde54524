import type { Locator, Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parsePhrase } from '../../node/identity/phrase.js'
import { withAuthenticator } from './authenticator.js'
import { inBothThemes } from './page-states.js'
import { relayPage } from './relay-page.js'

const WAIT = { timeout: 60_000 }

const passkey = suite('the page of a profile that a passkey protects')

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })

async function showSettings(page: Page, section: string): Promise<void> {
  await page.locator('.sidebar-head > .icon-button').last().click()
  await page.getByRole('tab', { name: section }).click(WAIT)
}

async function shownWords(page: Page): Promise<string> {
  await button(page, 'Show the words').click()
  await page.locator('.phrase li').nth(23).waitFor(WAIT)
  return (await page.locator('.phrase li').allInnerTexts()).join(' ')
}

relayPage(passkey, 'reminds of the 24 words, shows them, opens again, links and revokes: all by a touch of it', async stage => {
  const cleo = await stage.person('Cleo')
  await cleo.api.addRelay({ address: stage.pageRelay.address })
  const { uri } = await cleo.api.createInvite({})
  const { page, errors } = await stage.chromium.open()
  await withAuthenticator(page)
  const broken: string[] = []
  const look = async (): Promise<void> => void broken.push(...(await inBothThemes(page)))
  await page.goto(stage.origin)
  await page.getByLabel('Your name').fill('Ada')
  await page.getByText('Protect what is kept here').click()
  await page.getByLabel('A passkey of this device').check()
  await button(page, 'Begin').click()

  await page.getByRole('button', { name: 'Add a link' }).first().click(WAIT)
  await page.getByLabel('Link', { exact: true }).fill(uri)
  await page.getByLabel('First message').fill('It is me')
  await button(page, 'Ask').click()
  await page.locator('.words-reminder').getByText('Write these 24 words down').click(WAIT)
  const words = await shownWords(page)
  assert.is(parsePhrase(words), words)
  await look()
  await button(page, 'I have them').click()
  await page.locator('.words-reminder').waitFor({ state: 'detached', ...WAIT })

  await page.reload()
  await button(page, 'Unlock with your passkey').waitFor(WAIT)
  await look()
  await button(page, 'Unlock with your passkey').click()
  await page.locator('.layout').waitFor(WAIT)
  await showSettings(page, 'Recovery and backup')
  assert.is(await shownWords(page), words)
  assert.is(await page.locator('.words-reminder').count(), 0)
  await page.keyboard.press('Escape')

  const next = await stage.chromium.open()
  await next.page.goto(stage.origin)
  await button(next.page, 'I use Parley already: link this browser').click()
  const text = (await next.page.locator('.link-text').innerText(WAIT)).trim()
  await showSettings(page, 'Devices')
  await page.getByLabel('What the new device shows').fill(text)
  await button(page, 'Next').click()
  await button(next.page, 'They are the same').click(WAIT)
  assert.is(await page.getByLabel('Passphrase', { exact: true }).count(), 0)
  await button(page, 'Use your passkey').click(WAIT)
  await page.getByText('Your passkey has opened it').waitFor(WAIT)
  await look()
  await button(page, 'The words are the same: link it').click()
  await next.page.locator('.layout').waitFor(WAIT)

  await button(page, 'Revoke').click(WAIT)
  await button(page, 'Use your passkey').click(WAIT)
  await page.getByText('Your passkey has opened it').waitFor(WAIT)
  await page.locator('.block-call').getByRole('button', { name: 'Revoke', exact: true }).click()
  await next.page.getByText('This device was put out of your account').waitFor(WAIT)
  assert.equal(broken, [])
  assert.equal([...errors, ...next.errors], [])
})

passkey.run()
