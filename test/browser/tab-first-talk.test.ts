import type { Locator, Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parsePhrase } from '../../node/identity/phrase.js'
import { KEEP_CONNECTIONS } from './tab-person.js'
import { relayPage, type PageStage } from './relay-page.js'
import { selectedCandidates } from './tab-paths.js'

const WAIT = { timeout: 60_000 }

const firstTalk = suite('the first talk of those who open the page of a relay')

interface Begun {
  readonly page: Page
  readonly errors: readonly string[]
}

/** Somebody in a browser profile of their own, who types their name; led there by an invite where there is one. */
async function begin({ chromium, origin }: PageStage, name: string, invite = ''): Promise<Begun> {
  const { page, errors } = await chromium.open()
  await page.addInitScript(KEEP_CONNECTIONS)
  await page.goto(`${origin}/${invite.replace('parley:', '#/i/')}`)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Begin', exact: true }).click()
  return { page, errors }
}

const said = (page: Page, text: string): Locator => page.locator('.message').filter({ hasText: text })

async function write(page: Page, text: string): Promise<void> {
  await page.locator('.composer textarea').fill(text)
  await page.keyboard.press('Enter')
  await said(page, text).waitFor(WAIT)
}

async function accept(page: Page, name: string): Promise<void> {
  await page.locator('.chat-item').filter({ hasText: name }).click(WAIT)
  await page.getByRole('button', { name: 'Accept', exact: true }).click(WAIT)
  await page.locator('.composer textarea').waitFor(WAIT)
}

async function chooseFrom(page: Page, item: number): Promise<void> {
  await page.locator('.sidebar-head [popovertarget]').click()
  await page.getByRole('menuitem').nth(item).click()
}

relayPage(firstTalk, 'leads from a link to a conversation in two clicks, and from the picture of a code, directly', async stage => {
  const ada = await begin(stage, 'Ada')
  await ada.page.locator('.layout').waitFor(WAIT)
  assert.is(await ada.page.locator('.words-reminder').count(), 0)
  await chooseFrom(ada.page, 0)
  await ada.page.locator('.qr path').waitFor({ state: 'attached', ...WAIT })
  const picture = await ada.page.locator('.qr').screenshot()
  const invite = (await ada.page.locator('.link-text').innerText()).trim()
  await ada.page.keyboard.press('Escape')

  const bob = await begin(stage, 'Bob', invite)
  await bob.page.getByRole('button', { name: 'Ask', exact: true }).click(WAIT)
  await write(bob.page, 'hello from a link')

  const cleo = await begin(stage, 'Cleo')
  await cleo.page.locator('.layout').waitFor(WAIT)
  await chooseFrom(cleo.page, 1)
  await cleo.page.locator('input[type=file]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture })
  await cleo.page.waitForFunction(wanted => document.querySelector('textarea')?.value === wanted, invite, WAIT)
  await cleo.page.getByRole('button', { name: 'Ask', exact: true }).click()
  await write(cleo.page, 'hello from a picture')

  for (const [name, { page }, how] of [
    ['Bob', bob, 'a link'],
    ['Cleo', cleo, 'a picture']
  ] as const) {
    await accept(ada.page, name)
    await said(ada.page, `hello from ${how}`).waitFor(WAIT)
    await write(ada.page, `welcome, ${name}`)
    await said(page, `welcome, ${name}`).waitFor(WAIT)
    await page.waitForFunction(() => peerConnections.some(({ connectionState }) => connectionState === 'connected'), null, WAIT)
    const kinds = await selectedCandidates(page)
    assert.ok(kinds.length >= 2 && kinds.every(kind => ['host', 'srflx', 'prflx'].includes(kind)), kinds.join(', '))
  }

  // The words of recovery are offered now that there is something to lose, and kept nowhere once they are written down.
  await ada.page.locator('.words-reminder .storage-warning-text').click()
  await ada.page.getByRole('button', { name: 'Show the words' }).click(WAIT)
  parsePhrase((await ada.page.locator('.phrase li').allInnerTexts()).join(' '))
  await ada.page.getByRole('button', { name: 'I have them' }).click()
  await ada.page.locator('.words-reminder').waitFor({ state: 'detached' })
  await ada.page.getByText('only your written phrase has it').waitFor()
  await ada.page.keyboard.press('Escape')
  await ada.page.reload()
  await ada.page.locator('.chat-item').filter({ hasText: 'Cleo' }).click(WAIT)
  await said(ada.page, 'welcome, Cleo').waitFor(WAIT)
  assert.is(await ada.page.locator('.words-reminder').count(), 0)

  // What is fetched when it is asked for.
  await ada.page.keyboard.press('Control+k')
  await ada.page.locator('.find-input:focus').waitFor()
  await ada.page.keyboard.type('picture')
  await ada.page.locator('.found').filter({ hasText: 'hello from a picture' }).waitFor(WAIT)
  await ada.page.keyboard.press('Escape')
  await said(ada.page, 'welcome, Cleo').locator('.tick').click()
  await ada.page.locator('.why li').first().waitFor(WAIT)
  await ada.page.keyboard.press('Escape')
  await chooseFrom(ada.page, 2)
  await ada.page.getByLabel('Name of the group').fill('All of us')
  await ada.page.locator('.row-choice').filter({ hasText: 'Bob' }).click()
  await ada.page.getByRole('button', { name: 'Create', exact: true }).click()
  await ada.page.locator('.chat-head').filter({ hasText: 'All of us' }).waitFor(WAIT)
  await write(ada.page, 'welcome to the group')
  await bob.page.locator('.chat-item').filter({ hasText: 'All of us' }).waitFor(WAIT)
  for (const { errors } of [ada, bob, cleo]) assert.equal(errors, [])
})

firstTalk.run()
