import type { Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { MessageId } from '../../node/base/ids.js'
import { inChromium } from './chromium.js'
import { onStage } from './open-page.js'
import { A_DAY } from './stage.js'

const list = suite('the list, and what calls from it')

const row = (page: Page, title: string) => page.locator('.chat-row').filter({ hasText: title })

inChromium(
  list,
  'mutes a conversation, pins it and calls it read without opening it, by mouse and by keyboard, and from its details',
  async chromium => {
    await onStage(chromium, A_DAY, async ({ page, errors }) => {
      await row(page, 'Analytical Engine').click({ button: 'right' })
      await page.locator('[role=menuitem]:focus').filter({ hasText: 'Mark as read' }).press('Enter')
      await row(page, 'Analytical Engine').locator('.badge:not(.badge-asking)').waitFor({ state: 'detached' })
      assert.is(await page.locator('.chat-head').count(), 0, 'it was not opened')

      await row(page, 'Alan Turing').locator('.chat-item').focus()
      await page.keyboard.press('Shift+F10')
      await page.locator('[role=menuitem]:focus').waitFor()
      await page.keyboard.press('ArrowDown')
      await page.locator('[role=menuitem]:focus').filter({ hasText: 'Unmute' }).press('Enter')
      await row(page, 'Alan Turing').locator('.icon-mute').waitFor({ state: 'detached' })
      await row(page, 'Alan Turing').locator('.chat-item:focus').waitFor()

      await row(page, 'Grace Hopper').hover()
      await row(page, 'Grace Hopper').locator('.chat-row-more').click()
      await page.getByRole('menuitem', { name: 'Mute' }).click()
      await row(page, 'Grace Hopper').locator('.icon-mute').waitFor()

      const titles = (): Promise<string[]> => page.locator('.chat-item-title').allInnerTexts()
      const before = await titles()
      await row(page, 'Alan Turing').click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Pin to the top' }).press('Enter')
      await row(page, 'Alan Turing').locator('.icon-pin').waitFor()
      const requests = await page.locator('.preview-call').count()
      assert.is((await titles())[requests], 'Alan Turing', 'whoever asks comes first')

      await row(page, 'Alan Turing').locator('.chat-item').click()
      await page.locator('.chat-head-who').click()
      await page.getByLabel('Pin to the top').uncheck()
      await row(page, 'Alan Turing').locator('.icon-pin').waitFor({ state: 'detached' })
      assert.equal(await titles(), before)
      await page.getByLabel('Pin to the top').check()
      await row(page, 'Alan Turing').locator('.icon-pin').waitFor()
      assert.equal(errors, [])
    })
  }
)

/** Stands in for the notices of a system, and for somebody who looks elsewhere. */
function listening(): void {
  const told: { title: string; body?: string }[] = []
  const notices: EventTarget[] = []
  Object.assign(globalThis, {
    told,
    notices,
    asked: 0,
    Notification: class extends EventTarget {
      static permission = 'default'
      static async requestPermission(): Promise<string> {
        ;(globalThis as unknown as { asked: number }).asked++
        this.permission = 'granted'
        return 'granted'
      }
      close(): void {}
      constructor(title: string, { body }: NotificationOptions = {}) {
        super()
        notices.push(this)
        told.push({ title, ...(body === undefined ? {} : { body }) })
      }
    }
  })
  document.hasFocus = () => false
}

inChromium(
  list,
  'asks to call only when the person wants it, says no more than they let it, and never of what is muted',
  async chromium => {
    await onStage(chromium, A_DAY, async ({ page, chat, errors }) => {
      await page.addInitScript(listening)
      await page.reload()
      await page.locator('.chat-item').first().waitFor()
      const asked = (): Promise<number> => page.evaluate(() => (globalThis as unknown as { asked: number }).asked)
      const toldOf = async (text: string, calls = 1): Promise<unknown> => {
        chat.hear('Grace Hopper', text)
        await row(page, 'Grace Hopper').filter({ hasText: text }).waitFor()
        await page.waitForFunction(least => (globalThis as unknown as { told: unknown[] }).told.length >= least, calls)
        return page.evaluate(() => (globalThis as unknown as { told: unknown[] }).told.splice(0))
      }
      const say = async (says: string): Promise<void> => {
        await page.getByRole('button', { name: 'Settings' }).click()
        await page.getByRole('tab').nth(1).click()
        if (says === 'who') await page.getByLabel('Tell me about new messages').check()
        else await page.getByLabel('What a notice says').selectOption(says)
        await page.keyboard.press('Escape')
      }
      assert.equal(await toldOf('one', 0), [])
      assert.is(await asked(), 0, 'nobody asked the browser before the person did')

      await say('who')
      assert.is(await asked(), 1)
      assert.equal(await toldOf('two'), [{ title: 'New message from Grace Hopper' }])
      await say('nothing')
      assert.equal(await toldOf('three'), [{ title: 'New message' }])
      await say('words')
      assert.equal(await toldOf('four'), [{ title: 'New message from Grace Hopper', body: 'four' }])

      const unread = await row(page, 'Grace Hopper').locator('.badge').innerText()
      const [grace] = (await chat.chats()).filter(({ title }) => title === 'Grace Hopper')
      assert.ok(grace?.newest)
      chat.append({ type: 'message:received', message: { ...grace.newest, id: 'f'.repeat(64) as MessageId, text: '', setsLifetimeS: 60 } })
      await row(page, 'Grace Hopper').filter({ hasText: 'Grace Hopper set messages to disappear' }).waitFor()
      assert.is(await row(page, 'Grace Hopper').locator('.badge').innerText(), unread, 'what was set is nothing to be read')
      const left = { ...grace.newest, id: 'e'.repeat(64) as MessageId, text: '', leaving: true, outgoing: true } as const
      chat.append({ type: 'message:received', message: left })
      await row(page, 'Grace Hopper').filter({ hasText: 'You left the group' }).waitFor()

      chat.hear('Alan Turing', 'psst')
      await row(page, 'Alan Turing').filter({ hasText: 'psst' }).waitFor()
      assert.equal(
        await page.evaluate(() => (globalThis as unknown as { told: unknown[] }).told),
        [],
        'that one is set, and that one muted'
      )
      await page.evaluate(() => (globalThis as unknown as { notices: EventTarget[] }).notices.at(-1)?.dispatchEvent(new Event('click')))
      await page.locator('.chat-head h1').filter({ hasText: 'Grace Hopper' }).waitFor()
      assert.equal(errors, [])
    })
  }
)

list.run()
