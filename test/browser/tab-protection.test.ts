import type { Locator, Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { violations } from './accessibility.js'
import { withAuthenticator } from './authenticator.js'
import { relayPage } from './relay-page.js'

const WAIT = { timeout: 60_000 }

const protection = suite('what protects the profile of a tab')

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })

async function begin(page: Page, origin: string): Promise<void> {
  await page.goto(origin)
  await page.getByLabel('Your name').fill('Ada')
  await button(page, 'Begin').click()
  await page.getByText('Welcome, Ada').waitFor(WAIT)
}

async function openSettings(page: Page): Promise<void> {
  await page.locator('.sidebar-head > .icon-button').last().click()
  await page.getByRole('tab', { name: 'Profile' }).click(WAIT)
}

async function openChange(page: Page): Promise<void> {
  await openSettings(page)
  await page.getByText('Change what protects them').click()
}

const choose = (page: Page, label: string): Promise<unknown> =>
  page.getByLabel('What opens this profile from now on').selectOption({ label })
const changed = (page: Page): Promise<void> => page.getByText('Changed: this opens your profile from now on.').waitFor(WAIT)

async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase, WAIT)
  await button(page, 'Unlock').click()
}

/** From now on the browser refuses to write this. */
const refuse = (page: Page, file: string): Promise<void> =>
  page.evaluate(refused => {
    // oxlint-disable-next-line typescript/unbound-method -- called with its store below
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      if (key === refused) throw new DOMException('the disk is full', 'QuotaExceededError')
      return put.call(this, value, key)
    }
  }, file)

relayPage(protection, 'is set, changed and taken away later, by whichever tab, and all of them know', async ({ chromium, origin }) => {
  const { page: leader, errors } = await chromium.open()
  await withAuthenticator(leader)
  await begin(leader, origin)
  const page = await leader.context().newPage()
  await withAuthenticator(page)
  await page.goto(origin)
  await page.getByText('Welcome, Ada').waitFor(WAIT)
  await openSettings(leader)
  await leader.getByText('Nothing protects your keys').waitFor(WAIT)

  await openChange(page)
  await page.getByLabel('New passphrase').fill('the first one')
  assert.equal(await violations(page), [])
  await button(page, 'Change it').click()
  await changed(page)
  await page.getByText('A passphrase seals your keys on this disk.').waitFor(WAIT)
  await leader.getByText('A passphrase seals your keys on this disk.').waitFor(WAIT)
  // What the vault is sealed under by now was handed on: the next tab opens it without asking.
  await leader.close()
  await page.getByLabel('Your name').fill('Ada Lovelace')
  await button(page, 'Save').click()
  await page.getByText('Welcome, Ada Lovelace').waitFor(WAIT)

  await page.reload()
  await unlock(page, 'not this one')
  await page.getByRole('alert').waitFor(WAIT)
  await unlock(page, 'the first one')
  await page.locator('.layout').waitFor(WAIT)
  await openChange(page)
  await choose(page, 'A passkey of this device')
  await page.getByLabel('Passphrase until now').fill('not this one')
  await button(page, 'Change it').click()
  await page.getByText('That passphrase does not open it.').waitFor(WAIT)
  await page.getByLabel('Passphrase until now').fill('the first one')
  await button(page, 'Change it').click()
  await changed(page)
  await page.getByText('A passkey seals your keys in this browser.').waitFor(WAIT)

  await page.reload()
  await button(page, 'Unlock with your passkey').click(WAIT)
  await page.locator('.layout').waitFor(WAIT)
  await openChange(page)
  await choose(page, 'Nothing')
  await button(page, 'Change it').click()
  await changed(page)
  await page.reload()
  await page.locator('.layout').waitFor(WAIT)
  await page.locator('.sidebar-head > .icon-button').last().click()
  await page.getByRole('tab', { name: 'Recovery and backup' }).click(WAIT)
  await button(page, 'Show the words').click()
  await page.locator('.phrase li').nth(23).waitFor(WAIT)
  assert.equal(errors, [])
})

const PASSPHRASE_NEXT = { choice: 'A passphrase', field: 'New passphrase' }
const PASSKEY_NEXT = { choice: 'A passkey of this device', field: 'Passphrase until now' }

/** What the disk refuses cuts the change off there; then the page begins anew. */
async function changeInVain(page: Page, refused: Parameters<typeof refuse>[1], { choice, field }: typeof PASSPHRASE_NEXT): Promise<void> {
  await refuse(page, refused)
  await openChange(page)
  await choose(page, choice)
  await page.getByLabel(field).fill('another')
  await button(page, 'Change it').click()
  await page.getByText('The disk did not take it.').waitFor(WAIT)
  await page.reload()
}

relayPage(protection, 'opens by the old or by the new one, wherever a change of it is cut off', async ({ chromium, origin }) => {
  const { page } = await chromium.open()
  await withAuthenticator(page)
  await page.goto(origin)
  await page.getByLabel('Your name').fill('Ada')
  await page.getByText('Protect what is kept here').click()
  await page.getByLabel('A passkey of this device').check()
  await button(page, 'Begin').click()
  await page.getByText('Welcome, Ada').waitFor(WAIT)

  await changeInVain(page, 'vault', PASSPHRASE_NEXT)
  await button(page, 'Unlock with your passkey').click(WAIT)
  await page.getByText('Welcome, Ada').waitFor(WAIT)

  // The vault has the next one, and nothing says so.
  await changeInVain(page, 'passkey', PASSPHRASE_NEXT)
  await page.getByText('was being changed when Parley was closed').waitFor(WAIT)
  assert.equal(await violations(page), [])
  await button(page, 'Unlock with your passkey').click()
  await page.getByRole('alert').waitFor(WAIT)
  await unlock(page, 'another')
  await page.getByText('Welcome, Ada').waitFor(WAIT)

  await changeInVain(page, 'passkey', PASSKEY_NEXT)
  await button(page, 'Unlock with your passkey').click(WAIT)
  await page.getByText('Welcome, Ada').waitFor(WAIT)
  await page.reload()
  await button(page, 'Unlock with your passkey').waitFor(WAIT)
  assert.is(await page.getByLabel('Passphrase', { exact: true }).count(), 0)
})

protection.run()
