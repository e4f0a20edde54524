import type { Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parsePhrase } from '../../node/identity/phrase.js'
import { untilNothingIsMissing } from '../e2e/crowd.js'
import type { RelayProcess } from '../e2e/relay-process.js'
import type { Seen } from './chromium.js'
import { handsOn, type Hands } from './hands.js'
import { accept, begin, button, chooseNew, isDirect, NEW, newInvite, openTalk, said, WAIT, write } from './page-person.js'
import { asksNobodyElse, relayPage, type PageStage } from './relay-page.js'
import { KEEP_CONNECTIONS } from './tab-paths.js'

const firstTalk = suite('the first talk of those who open the page of a relay')

type ByKeys = Seen & { readonly hands: Hands }

/** The same without a mouse, led there by an invite: to the first message. */
async function beginByKeys({ chromium }: PageStage, name: string, invite: string, hello: string): Promise<ByKeys> {
  const seen = await chromium.open()
  const { page } = seen
  await page.addInitScript(KEEP_CONNECTIONS)
  const hands = await handsOn(page)
  await page.goto(invite)
  await hands.areAt('input')
  await hands.type(name)
  await hands.press('Enter')
  await hands.areAt('dialog *')
  await hands.goTo('button', 'Ask')
  await hands.press('Enter')
  await hands.areAt('.composer textarea')
  await hands.type(hello)
  await hands.press('Enter')
  await said(page, hello).waitFor(WAIT)
  return { ...seen, hands }
}

/** Answers and reacts to what was said last, looks at who said it, and is back at the list. */
async function answerByKeys({ page, hands }: ByKeys, greeting: string, answer: string): Promise<void> {
  await hands.areAt('.composer textarea')
  await hands.goTo('.message', greeting, 'Shift+Tab')
  await hands.press('r')
  await hands.areAt('.composer textarea')
  await hands.type(answer)
  await hands.press('Enter')
  await said(page, answer).waitFor(WAIT)
  await hands.goTo('.message', answer, 'Shift+Tab')
  await hands.goTo('.message', greeting, 'ArrowUp')
  await hands.goTo('.message button', '👍')
  await hands.press('Enter')
  await said(page, greeting).locator('.reaction').waitFor(WAIT)
  await hands.press('Escape')
  await hands.areAt('.chat-item')
  await hands.press('Enter')
  await hands.areAt('.composer textarea')
  await hands.goTo('.chat-head-who', '', 'Shift+Tab')
  await hands.press('Enter')
  await hands.areAt('dialog *')
  await hands.goTo('dialog button', 'Block')
  await hands.press('Escape')
  await hands.areAt('.chat-head-who')
  await hands.press('Escape')
  await hands.areAt('.chat-item')
  assert.is(await hands.pointed(), 0)
}

/** What is loaded later than all else knows somebody by now. */
async function enterDirectory(page: Page): Promise<void> {
  await page.locator('.pill').click()
  await untilNothingIsMissing(async () => {
    await button(page, 'Run all checks').click()
    await page.locator('.checks .row').first().waitFor(WAIT)
    const lines = await page.locator('.checks .row', { hasText: 'directory' }).allInnerTexts()
    return lines.some(line => /\b[1-9]\d* nodes? known\b|\bof [1-9]/.test(line)) ? [] : ['a node in the directory', ...lines]
  })
  await page.keyboard.press('Escape')
}

/** What somebody who is blocked writes waits at the relay until they are not. */
async function blockAndLift({ page }: Seen, name: string, blocked: Seen): Promise<void> {
  await openTalk(page, name)
  await page.locator('.chat-head-who').click()
  await button(page, 'Block').click(WAIT)
  await page.locator('.sure .danger').click()
  await page.getByRole('button', { name: 'Unblock' }).first().waitFor(WAIT)
  await page.keyboard.press('Escape')
  await write(blocked.page, 'are you angry?')
  await said(blocked.page, 'are you angry?').locator('.tick-stored').waitFor(WAIT)
  assert.is(await said(page, 'are you angry?').count(), 0)
  await page.locator('.request').getByRole('button', { name: 'Unblock' }).click(WAIT)
  await said(page, 'are you angry?').waitFor(WAIT)
}

/** Two who see each other need nobody else to talk, and nobody at all to read what they said. */
async function goOnWithout(relay: RelayProcess, one: Seen, name: string, other: Seen): Promise<void> {
  await isDirect(one.page)
  await isDirect(other.page)
  // Who was blocked is linked anew, by the relay first.
  await untilNothingIsMissing(async () => {
    await one.page.locator('.pill').click()
    const row = one.page.locator('.dialog .row').filter({ hasText: name }).first()
    const says = await row.innerText({ timeout: 2_000 }).catch(() => 'no link')
    await one.page.keyboard.press('Escape')
    return says.includes('direct') ? [] : [`a direct link to ${name}`, says]
  })
  await relay.kill()
  await openTalk(one.page, name)
  await write(one.page, 'is the relay gone?')
  await said(other.page, 'is the relay gone?').waitFor(WAIT)
  await write(other.page, 'we are not')
  await said(one.page, 'we are not').waitFor(WAIT)
  await one.page.reload()
  await openTalk(one.page, name)
  for (const text of ['is the relay gone?', 'we are not']) await said(one.page, text).waitFor(WAIT)
}

relayPage(
  firstTalk,
  'leads by keys, in two steps, from a link to a conversation, and from the picture of a code, directly, and goes on without the relay',
  async stage => {
    const ada = await begin(stage, 'Ada')
    await ada.page.locator('.layout').waitFor(WAIT)
    assert.is(await ada.page.locator('.words-reminder').count(), 0)
    const { uri, picture } = await newInvite(ada.page)
    const bob = await beginByKeys(stage, 'Bob', uri, 'hello from a link')

    const cleo = await begin(stage, 'Cleo')
    await cleo.page.locator('.layout').waitFor(WAIT)
    await chooseNew(cleo.page, NEW.link)
    await cleo.page.locator('input[type=file]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture })
    await cleo.page.waitForFunction(wanted => document.querySelector('textarea')?.value === wanted, uri, WAIT)
    await button(cleo.page, 'Ask').click()
    await write(cleo.page, 'hello from a picture')

    for (const [name, { page }, how] of [
      ['Bob', bob, 'a link'],
      ['Cleo', cleo, 'a picture']
    ] as const) {
      await accept(ada.page, name)
      await said(ada.page, `hello from ${how}`).waitFor(WAIT)
      await write(ada.page, `welcome, ${name}`)
      await said(page, `welcome, ${name}`).waitFor(WAIT)
      await isDirect(page)
    }

    await answerByKeys(bob, 'welcome, Bob', 'and by keys alone')
    await openTalk(ada.page, 'Bob')
    await said(ada.page, 'and by keys alone').locator('.quote').filter({ hasText: 'welcome, Bob' }).waitFor(WAIT)
    await said(ada.page, 'welcome, Bob').locator('.reaction').filter({ hasText: '👍' }).waitFor(WAIT)

    // The words of recovery are offered now that there is something to lose, and kept nowhere once they are written down.
    await ada.page.locator('.words-reminder .storage-warning-text').click()
    await ada.page.getByRole('button', { name: 'Show the words' }).click(WAIT)
    await ada.page.locator('.phrase li').nth(23).waitFor(WAIT)
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
    await enterDirectory(ada.page)
    await chooseNew(ada.page, NEW.group)
    await ada.page.getByLabel('Name of the group').fill('All of us')
    await ada.page.locator('.row-choice').filter({ hasText: 'Bob' }).click()
    await button(ada.page, 'Create').click()
    await ada.page.locator('.chat-head').filter({ hasText: 'All of us' }).waitFor(WAIT)
    await write(ada.page, 'welcome to the group')
    await bob.page.locator('.chat-item').filter({ hasText: 'All of us' }).waitFor(WAIT)
    await blockAndLift(ada, 'Cleo', cleo)
    for (const { errors } of [ada, bob, cleo]) assert.equal(errors, [])
    await goOnWithout(stage.pageRelay, ada, 'Cleo', cleo)
  }
)

asksNobodyElse(firstTalk)

firstTalk.run()
