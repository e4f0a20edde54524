import type { Locator, Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parsePhrase } from '../../node/identity/phrase.js'
import { violations } from './accessibility.js'
import { relayPage } from './relay-page.js'

const WAIT = { timeout: 60_000 }
const FILE_PASSPHRASE = 'of the file'

const damage = suite('the page of a profile that is damaged')

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })

/** One bit of the vault is another one. */
const damageVault = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('parley files')
        opening.addEventListener('error', reject)
        opening.addEventListener('success', () => {
          const transaction = opening.result.transaction('files', 'readwrite')
          const files = transaction.objectStore('files')
          const reading: IDBRequest<Uint8Array> = files.get('vault')
          reading.addEventListener('success', () => files.put(reading.result.with(40, (reading.result[40] ?? 0) ^ 1), 'vault'))
          transaction.addEventListener('abort', reject)
          transaction.addEventListener('complete', () => {
            opening.result.close()
            resolve()
          })
        })
      })
  )

relayPage(damage, 'says so, gives the words that lie open, is cleared, and comes back by words and backup', async stage => {
  const cleo = await stage.person('Cleo')
  await cleo.api.addRelay({ address: stage.pageRelay.address })
  const { uri } = await cleo.api.createInvite({})
  const { page, errors } = await stage.chromium.open()
  // As in a browser that does not tell which databases there are.
  await page.addInitScript(() => Reflect.deleteProperty(IDBFactory.prototype, 'databases'))
  await page.goto(stage.origin)
  await page.getByLabel('Your name').fill('Ada')
  await button(page, 'Begin').click()
  await page.getByRole('button', { name: 'Add a link' }).first().click(WAIT)
  await page.getByLabel('Link', { exact: true }).fill(uri)
  await button(page, 'Ask').click()
  await page.getByRole('heading', { name: 'Cleo' }).waitFor(WAIT)
  await page.locator('.sidebar-head > .icon-button').last().click()
  await page.getByRole('tab', { name: 'Recovery and backup' }).click(WAIT)
  await page.getByLabel('Passphrase for the file').fill(FILE_PASSPHRASE)
  await page.getByLabel('Once more, to save one').fill(FILE_PASSPHRASE)
  const downloading = page.waitForEvent('download', WAIT)
  await button(page, 'Save a backup').click()
  const backup = await (await downloading).path()

  await damageVault(page)
  await page.reload()
  await page.getByText('What is kept here is damaged').waitFor(WAIT)
  await button(page, 'Show the 24 words').click()
  const words = (await page.locator('.phrase li').allInnerTexts()).join(' ')
  assert.is(parsePhrase(words), words)
  await button(page, 'Clear this browser and begin anew').click()
  assert.equal(await violations(page), [])
  await page.getByRole('group').getByRole('button', { name: 'Clear this browser and begin anew' }).click()

  await page.getByRole('button', { name: 'I have the 24 words of an account' }).click(WAIT)
  await page.getByLabel('The 24 words').fill(words)
  await page.getByLabel('Your name').fill('Ada')
  await page.locator('#backup-file').setInputFiles(backup)
  await page.getByLabel('Passphrase of the backup').fill('another')
  await button(page, 'Go on without a relay').click()
  await page.getByText('That passphrase does not open it.').waitFor(WAIT)
  assert.equal(await violations(page), [])
  await page.getByLabel('Passphrase of the backup').fill(FILE_PASSPHRASE)
  await button(page, 'Go on without a relay').click()
  await page.getByText('Cleo').first().waitFor(WAIT)
  assert.equal(errors, [])
})

damage.run()
