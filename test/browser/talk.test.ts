import type { Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newPageLink } from '../../node/api/page-link.js'
import { AT_HOME, scene, type Stage } from '../e2e/harness.js'
import type { Person } from '../e2e/person.js'
import { inChromium, type Chromium, type Seen } from './chromium.js'

const talk = suite('a person with the page of their node')

function pageScene(title: string, play: (stage: Stage, chromium: Chromium) => Promise<void>): void {
  let chromium: Chromium | undefined
  scene(
    (named, run) =>
      inChromium(talk, named, async started => {
        chromium = started
        await run()
      }),
    title,
    async stage => {
      if (chromium === undefined) throw new Error('no Chromium was started')
      await play(stage, chromium)
    }
  )
}

async function pageOf(chromium: Chromium, person: Person): Promise<Seen> {
  const seen = await chromium.open()
  await seen.page.goto((await newPageLink(person.api)) ?? '')
  await seen.page.locator('.layout').waitFor()
  return seen
}

const write = async (page: Page, text: string): Promise<void> => {
  await page.locator('.composer textarea').fill(text)
  await page.keyboard.press('Enter')
  await page.locator('.message.ours').filter({ hasText: text }).waitFor()
}
async function copiedReport(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Run all checks' }).click()
  await page.getByRole('button', { name: 'Copy the report' }).click()
  await page.getByText('Copied', { exact: true }).waitFor()
  return page.evaluate(() => navigator.clipboard.readText())
}
const tickOf = (page: Page, text: string) => page.locator('.message.ours').filter({ hasText: text }).locator('.tick')

pageScene('adds somebody by their link, and talks: ticks say what has really become of it', async (stage, chromium) => {
  const [ada, bob] = await Promise.all([stage.person('ada'), stage.person('bob')])
  const { page, errors, requests } = await pageOf(chromium, ada)
  const { uri } = await bob.api.createInvite({})
  await page.getByRole('button', { name: 'Add a link' }).click()
  await page.getByLabel('Link', { exact: true }).fill(uri)
  await page.getByLabel('First message').fill('It is me')
  await page.getByRole('button', { name: 'Ask', exact: true }).click()
  await page.locator('.message.ours').filter({ hasText: 'It is me' }).waitFor()
  await bob.events.next('contact:changed', ({ contact }) => contact.state === 'request')
  assert.is(await tickOf(page, 'It is me').getAttribute('class'), 'tick tick-queued', 'nobody has taken it yet')

  await bob.api.accept({ contact: 'ada' })
  await page.locator('.messages .tick-delivered').waitFor()
  const [chat] = await bob.api.chats()
  await bob.api.send({ chat: chat?.id ?? '', text: 'Hello Ada' })
  await page.locator('.message.theirs').filter({ hasText: 'Hello Ada' }).waitFor()
  await write(page, 'Hello Bob')
  const { message } = await bob.events.next('message:received', event => event.message.text === 'Hello Bob')
  await bob.api.markRead({ chat: message.chat, message: message.id })
  await page.locator('.message.ours').filter({ hasText: 'Hello Bob' }).locator('.tick-read').waitFor()

  await page.locator('.message.ours').filter({ hasText: 'Hello Bob' }).locator('.tick-button').click()
  await page.locator('.why li').filter({ hasText: 'read on bob' }).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.pill').click()
  await page.locator('.dialog .row').filter({ hasText: 'bob' }).filter({ hasText: 'direct' }).waitFor()
  const report = await copiedReport(page)
  assert.match(report, /^Parley \S+, page in Mozilla/)
  const token = await page.evaluate(() => sessionStorage.getItem('parley.token') ?? '')
  assert.ok(token.length > 20)
  const secrets = ['bob', 'Hello', 'It is me', uri.slice('parley:'.length), token]
  assert.equal(
    secrets.filter(secret => report.includes(secret)),
    [],
    report
  )
  const own = new URL(page.url()).host
  assert.equal(
    requests.filter(url => new URL(url).host !== own),
    []
  )
  assert.equal(errors, [])
})

pageScene('keeps what was typed while the node is away, and goes on with it without a reload', async (stage, chromium) => {
  const ada = await stage.person('ada')
  const bob = await stage.person('bob')
  const seen = await chromium.open()
  const link = new URL((await newPageLink(ada.api)) ?? '')
  await seen.page.goto(link.href)
  const { page } = seen
  await page.locator('.layout').waitFor()
  await ada.api.add({ invite: (await bob.api.createInvite({})).uri })
  await bob.events.next('contact:changed', ({ contact }) => contact.state === 'request')
  await bob.api.accept({ contact: 'ada' })
  await page.locator('.chat-item').filter({ hasText: 'bob' }).click()
  await page.locator('.composer textarea').fill('written in the dark')
  await page.locator('.chat-head .avatar-linked').waitFor()

  await ada.stop()
  await page.locator('.banner').waitFor()
  await page.locator('.avatar-linked').first().waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  await page.locator('.notice-bad').waitFor()
  assert.is(await page.locator('.composer textarea').inputValue(), 'written in the dark')

  await ada.start([...AT_HOME, '--http-port', link.port])
  await page.locator('.banner').waitFor({ state: 'detached' })
  await page.locator('.composer textarea').press('Enter')
  await bob.events.next('message:received', ({ message }) => message.text === 'written in the dark')
})

pageScene('answers a stranger’s request, and blocks; is told where the address is no longer good', async (stage, chromium) => {
  const [ada, bob] = await Promise.all([stage.person('ada'), stage.person('bob')])
  const { page } = await pageOf(chromium, ada)
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  const uri = await page.locator('.link-text').innerText()
  await page.keyboard.press('Escape')
  await bob.api.add({ invite: uri.trim(), message: 'may I?' })
  const request = page.locator('.chat-item').filter({ hasText: 'bob' }).filter({ hasText: 'wants to talk' })
  await request.click()
  await page.locator('.message.theirs').filter({ hasText: 'may I?' }).waitFor()
  assert.is(await page.locator('.composer').count(), 0, 'nothing can be written before they are accepted')
  await page.getByRole('button', { name: 'Accept' }).click()
  await bob.events.next('contact:changed', ({ contact }) => contact.state === 'accepted')
  await write(page, 'you may')
  await bob.events.next('message:received', ({ message }) => message.text === 'you may')

  await page.locator('.chat-head-who').click()
  await page.getByRole('button', { name: 'They are the same' }).click()
  await page.locator('.dialog').getByText('Verified', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Block' }).click()
  await page.locator('.sure').getByRole('button', { name: 'Block' }).click()
  await page.getByRole('button', { name: 'Unblock' }).first().waitFor()
  assert.is((await ada.api.contacts())[0]?.state, 'blocked')

  for (const { id } of await ada.api.tokens()) await ada.api.revokeToken({ id })
  await page.getByText('npx parley page').waitFor()
})

talk.run()
