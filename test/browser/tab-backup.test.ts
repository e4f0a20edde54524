import type { Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parsePhrase } from '../../node/identity/phrase.js'
import { indexed } from '../e2e/indexed.js'
import { accept, begin, beginInvited, button, newInvite, openTalk, readMessages, said, showSettings, WAIT, write } from './page-person.js'
import { relayPage } from './relay-page.js'

const backup = suite('a backup of the page of a relay')

async function shownWords(page: Page): Promise<string> {
  await button(page, 'Show the words').click(WAIT)
  await page.locator('.phrase li').nth(23).waitFor(WAIT)
  return (await page.locator('.phrase li').allInnerTexts()).join(' ')
}

/** As the browser keeps it. */
async function savedBackup(page: Page, passphrase: string): Promise<string> {
  await page.getByLabel('Passphrase for the file').fill(passphrase)
  await page.getByLabel('Once more, to save one').fill(passphrase)
  const [saved] = await Promise.all([page.waitForEvent('download', WAIT), button(page, 'Save a backup').click()])
  assert.is(saved.suggestedFilename(), 'parley.backup')
  return saved.path()
}

relayPage(backup, 'and the 24 words bring everything into another browser, where one goes on talking', async stage => {
  const ada = await begin(stage, 'Ada')
  const { uri } = await newInvite(ada.page)
  const bob = await beginInvited(stage, 'Bob', uri, 'remember me')
  await accept(ada.page, 'Bob')
  await write(ada.page, 'remember this')
  await said(bob.page, 'remember this').waitFor(WAIT)
  await showSettings(ada.page, 'Recovery and backup')
  const words = parsePhrase(await shownWords(ada.page))
  const file = await savedBackup(ada.page, 'open sesame')
  await indexed(words, stage.pageRelay)
  await ada.page.close()

  const { page, errors } = await stage.chromium.open()
  await page.goto(stage.origin)
  await page.getByRole('button', { name: 'I have the 24 words of an account' }).click()
  await page.getByLabel('The 24 words').fill(words, WAIT)
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByLabel('Passphrase of the backup').fill('open sesame')
  await button(page, 'Bring it back').click()
  await openTalk(page, 'Bob')
  await said(page, 'remember this').waitFor(WAIT)
  assert.equal((await readMessages(page)).toSorted(), ['remember me', 'remember this'])

  await write(bob.page, 'are you back?')
  await said(page, 'are you back?').waitFor(WAIT)
  await write(page, 'I am')
  await said(bob.page, 'I am').waitFor(WAIT)
  assert.equal([...ada.errors, ...errors, ...bob.errors], [])
})

backup.run()
