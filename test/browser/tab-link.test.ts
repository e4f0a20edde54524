import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newPhrase } from '../../node/identity/phrase.js'
import { acquaint } from '../e2e/acquaint.js'
import type { Person } from '../e2e/person.js'
import { primitives } from '../identity/people.js'
import { violations } from './accessibility.js'
import { relayPage } from './relay-page.js'

const WAIT = { timeout: 60_000 }
const LINK_THIS = 'I use Parley already: link this browser'

const linking = suite('a browser as a device of an account that is elsewhere')

const said = (page: Page, text: string): Locator => page.locator('.message').filter({ hasText: text })
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })
const received = (person: Person, text: string) => person.events.next('message:received', ({ message }) => message.text === text)

async function openChat(page: Page, title: string): Promise<void> {
  await page.locator('.chat-item').filter({ hasText: title }).click(WAIT)
}

async function shownText(page: Page): Promise<string> {
  await page.locator('.qr path').waitFor({ state: 'attached', ...WAIT })
  return (await page.locator('.link-text').innerText()).trim()
}

async function shownWords(page: Page): Promise<string> {
  return (await page.locator('.three-words').innerText(WAIT)).trim()
}

relayPage(linking, 'compares words, gets chats and history, talks as the account does, links the next one, and is put out', async stage => {
  const phrase = newPhrase(primitives)
  const phraseFile = join(await stage.folder(), 'words')
  await writeFile(phraseFile, phrase, { mode: 0o600 })
  const ada = await stage.person('Ada', { init: ['--phrase-file', phraseFile, '--without-relay'] })
  const bob = await stage.person('Bob')
  const { chat } = await acquaint(ada, bob, (await ada.api.createInvite({})).uri, 'hello from before')

  const { page, errors } = await stage.chromium.open()
  const broken: string[] = []
  const look = async (): Promise<void> => void broken.push(...(await violations(page)))
  await page.goto(stage.origin)
  await button(page, LINK_THIS).click()

  // Words that somebody finds to be others link nothing.
  const refused = await ada.api.linkDevice({ link: await shownText(page) })
  await look()
  assert.is(await shownWords(page), refused.words)
  await look()
  await button(page, 'They are not the same').click()
  await page.getByRole('alert').waitFor()
  await look()
  const refusal = await ada.api.confirmDevice({ device: refused.device, phrase }).then(
    () => 'linked',
    (err: unknown) => (err as { code: string }).code
  )
  assert.is.not(refusal, 'linked')
  assert.is((await ada.api.devices()).length, 1)

  await button(page, 'Try again').click()
  const { device, words } = await ada.api.linkDevice({ link: await shownText(page) })
  assert.is(await shownWords(page), words)
  assert.is.not(words, refused.words)
  await button(page, 'They are the same').click()
  await ada.api.confirmDevice({ device, name: 'browser', phrase })

  await openChat(page, 'Bob')
  // History comes over a direct link alone, which a busy machine takes its time to find.
  await said(page, 'hello from before').waitFor({ timeout: 2 * WAIT.timeout })
  await bob.api.send({ chat, text: 'to both' })
  await Promise.all([said(page, 'to both').waitFor(WAIT), received(ada, 'to both')])
  await page.locator('.composer textarea').fill('from the browser')
  await page.keyboard.press('Enter')
  await Promise.all([received(bob, 'from the browser'), received(ada, 'from the browser')])
  await ada.api.send({ chat, text: 'from the first' })
  await said(page, 'from the first').waitFor(WAIT)
  // It is found at the relay that it was linked through, which the account had not named.
  assert.equal(
    (await ada.api.relays()).map(({ address }) => address),
    [stage.pageRelay.address]
  )

  // One browser links the next, by the picture of its code.
  const next = await stage.chromium.open()
  await next.page.goto(stage.origin)
  await button(next.page, LINK_THIS).click()
  const text = await shownText(next.page)
  const picture = await next.page.locator('.qr').screenshot()
  await page.locator('.sidebar-head > .icon-button').last().click()
  await page.getByRole('tab', { name: 'Devices' }).click(WAIT)
  await page.locator('input[type=file]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture })
  await page.waitForFunction(wanted => document.querySelector<HTMLTextAreaElement>('.dialog textarea')?.value === wanted, text, WAIT)
  await button(page, 'Next').click()
  assert.is(await shownWords(page), await shownWords(next.page))
  await look()
  await button(next.page, 'They are the same').click()
  await page.getByLabel('or your 24 words').fill(phrase)
  await button(page, 'The words are the same: link it').click()
  await openChat(next.page, 'Bob')
  await said(next.page, 'from the browser').waitFor(WAIT)
  await page.keyboard.press('Escape')
  assert.equal(broken, [])
  assert.equal([...errors, ...next.errors], [])

  await ada.api.revokeDevice({ device: 'browser', phrase })
  await page.getByText('This device was put out of your account').waitFor(WAIT)
  await ada.api.send({ chat, text: 'only us' })
  await Promise.all([received(bob, 'only us'), said(next.page, 'only us').waitFor(WAIT)])
  assert.is(await said(page, 'only us').count(), 0)
  await look()
  await button(page, 'Clear this browser and begin anew').click()
  await page.getByRole('group').getByRole('button').last().click()
  await page.getByLabel('Your name').waitFor(WAIT)
  assert.equal(broken, [])
})

linking.run()
