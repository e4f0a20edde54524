import type { Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { untilNothingIsMissing } from '../e2e/crowd.js'
import type { Seen } from './chromium.js'
import { accept, begin, isDirect, newInvite, openTalk, readMessages, said, typeName, WAIT, write } from './page-person.js'
import { asksNobodyElse, relayPage, type PageStage } from './relay-page.js'
import { KEEP_CONNECTIONS } from './tab-paths.js'

const away = suite('somebody in the page of a relay')

const pill = (page: Page, mood: 'good' | 'fair' | 'bad') => page.locator(`.pill-${mood}`)
const tick = (page: Page, text: string, state: 'queued' | 'stored' | 'delivered' | 'read') => said(page, text).locator(`.tick-${state}`)

/** Of both sides: nothing is missing, nothing stands there twice. */
const bothRead = (one: Page, other: Page, all: readonly string[]): Promise<number> =>
  untilNothingIsMissing(async () => {
    const [seen, there] = await Promise.all([readMessages(one), readMessages(other)])
    return [seen, there].map(saw => saw.toSorted().join(' | ')).filter(saw => saw !== all.toSorted().join(' | '))
  })

/** Two tabs of one browser, both before there is a profile: what one of them makes the other one finds. */
async function beginInTwoTabs({ chromium, origin }: PageStage, invite: string, hello: string): Promise<Seen & { readonly second: Page }> {
  const seen = await chromium.open()
  const context = seen.page.context()
  await context.addInitScript(KEEP_CONNECTIONS)
  const second = await context.newPage()
  await second.goto(origin)
  await second.getByLabel('Your name').waitFor(WAIT)
  await seen.page.goto(invite)
  await typeName(seen.page, 'Bob')
  await seen.page.getByLabel('First message').fill(hello, WAIT)
  await seen.page.getByRole('button', { name: 'Ask', exact: true }).click()
  await openTalk(second, 'Ada')
  await said(second, hello).waitFor(WAIT)
  return { ...seen, second }
}

/**
 * Chromium's emulation holds back what goes over WebSockets, lets no new one come up, and says so to the page; WebRTC it leaves alone.
 * So the other side hangs up.
 */
async function cutOff(page: Page, others: Page): Promise<void> {
  await page.context().setOffline(true)
  await others.evaluate(() => peerConnections.forEach(connection => connection.close()))
}

/**
 * Nothing in the page runs any more, as in one that is frozen or on a machine that sleeps: a window without a screen is never hidden, and
 * Chromium freezes hidden ones alone.
 */
async function fallAsleep(page: Page): Promise<() => Promise<unknown>> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Debugger.enable')
  const paused = new Promise<unknown>(resolve => devtools.once('Debugger.paused', resolve))
  await devtools.send('Debugger.pause')
  await paused
  return () => devtools.send('Debugger.disable')
}

relayPage(away, 'misses nothing and says nothing twice: offline, asleep, closed, or gone on in another tab', async stage => {
  const ada = await begin(stage, 'Ada')
  const { uri } = await newInvite(ada.page)
  const bob = await beginInTwoTabs(stage, uri, 'hello from Bob')
  const all = ['hello from Bob']
  async function writeOne(page: Page, text: string): Promise<void> {
    all.push(text)
    await write(page, text)
  }
  await accept(ada.page, 'Bob')
  await writeOne(ada.page, 'welcome, Bob')
  await said(bob.page, 'welcome, Bob').waitFor(WAIT)
  await isDirect(bob.page)
  for (const page of [ada.page, bob.page, bob.second]) await pill(page, 'good').waitFor(WAIT)

  await cutOff(bob.page, ada.page)
  await writeOne(bob.page, 'written in a tunnel')
  await writeOne(bob.second, 'and in the next one')
  await writeOne(ada.page, 'where are you?')
  for (const page of [bob.page, bob.second]) await pill(page, 'bad').filter({ hasText: 'Nobody reachable' }).waitFor(WAIT)
  await tick(ada.page, 'where are you?', 'stored').waitFor(WAIT)
  assert.is(await tick(bob.page, 'written in a tunnel', 'queued').count(), 1)
  await pill(ada.page, 'fair').waitFor(WAIT)
  assert.is(await said(ada.page, 'written in a tunnel').count(), 0)
  await bob.page.context().setOffline(false)
  await bothRead(bob.page, ada.page, all)
  for (const page of [ada.page, bob.page, bob.second]) await pill(page, 'good').waitFor(WAIT)
  await tick(bob.page, 'written in a tunnel', 'delivered')
    .or(tick(bob.page, 'written in a tunnel', 'read'))
    .waitFor(WAIT)

  const wakeUp = await fallAsleep(bob.page)
  await writeOne(ada.page, 'are you asleep?')
  await tick(ada.page, 'are you asleep?', 'stored').waitFor(WAIT)
  await wakeUp()
  await bothRead(bob.page, ada.page, all)

  // Said in one tab, while the one that runs the node is closed.
  const typed = Array.from({ length: 8 }, (_, i) => `one after another ${i}`)
  all.push(...typed)
  for (const [at, text] of typed.entries()) {
    await bob.second.waitForFunction(() => document.querySelector('textarea')?.value === '', null, WAIT)
    await bob.second.locator('.composer textarea').fill(text)
    await bob.second.keyboard.press('Enter')
    if (at === 4) await bob.page.close()
  }
  await bothRead(bob.second, ada.page, all)
  await pill(bob.second, 'good').waitFor(WAIT)

  // What waits for a closed tab is with the relay alone, once who said it has gone, too.
  await bob.second.close()
  await pill(ada.page, 'fair').waitFor(WAIT)
  await writeOne(ada.page, '我今天去北京，Café')
  await tick(ada.page, 'Café', 'stored').waitFor(WAIT)
  await ada.page.close()
  const back = await bob.page.context().newPage()
  await back.goto(stage.origin)
  await openTalk(back, 'Ada')
  await said(back, 'Café').waitFor(WAIT)
  assert.equal((await readMessages(back)).toSorted(), all.toSorted())
  for (const [words, found] of [
    ['北京 cafe', 1],
    ['TUNN writ', 1],
    ['nobody', 0]
  ] as const) {
    await back.keyboard.press('Control+k')
    await back.locator('.find-input:focus').fill(words)
    if (found > 0) await back.locator('.found').first().waitFor(WAIT)
    else await back.getByText('Nothing was found').first().waitFor(WAIT)
    assert.is(await back.locator('.found').count(), found, words)
    await back.keyboard.press('Escape')
  }
  assert.equal(
    [...ada.errors, ...bob.errors].filter(error => !/^WebSocket.*ERR_INTERNET_DISCONNECTED/.test(error)),
    []
  )
})

asksNobodyElse(away)

away.run()
