import type { Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inChromium } from './chromium.js'
import { onStage, openChat } from './open-page.js'
import { STAGE_NOW_MS, type StagedLine, type StagedTalk } from './staged-chat.js'

const searching = suite('searching in the page')

const MESSAGES = 5_000
const A_DAY_MINUTES = 24 * 60

const lines = (count: number): readonly StagedLine[] =>
  Array.from({ length: count }, (_, i) => [i % 3 === 0 ? undefined : 'Grace Hopper', (count - i) * 7, `${i} of the lines`])
const TALKS: readonly StagedTalk[] = [
  { with: { name: 'Grace Hopper' }, lines: lines(MESSAGES) },
  { with: { name: 'Alan Turing' }, lines: [['Alan Turing', 5, 'Have you seen my teacup?']] }
]

/** The message that has the focus, where it can be seen. */
const reached = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const row = document.activeElement as HTMLElement
    const [at, box] = [row.getBoundingClientRect(), (document.querySelector('.scroller') as HTMLElement).getBoundingClientRect()]
    return at.top >= box.top && at.bottom <= box.bottom ? (row.querySelector('.bubble')?.textContent ?? '') : 'out of sight'
  })

async function lookFor(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.locator('.find-input:focus').waitFor()
  await page.keyboard.type(text)
}

const isAtEnd = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const box = document.querySelector('.scroller') as HTMLElement
    return box.scrollHeight - box.clientHeight - box.scrollTop < 2
  })

inChromium(
  searching,
  'goes from what was said long ago to its context, on in both directions, and back, with the keyboard alone',
  async chromium => {
    await onStage(chromium, TALKS, async ({ page, chat, errors }) => {
      await openChat(page, 'Alan')
      await page.locator('.composer textarea').fill('said elsewhere')
      await page.keyboard.press('Enter')
      await page.locator('.message.ours', { hasText: 'said elsewhere' }).waitFor()
      await lookFor(page, 'LÍNES 1234')
      await page.locator('.found mark').nth(1).waitFor()
      assert.equal(await page.locator('.found mark').allTextContents(), ['1234', 'lines'])
      await page.keyboard.press('Enter')
      await page.locator('.flash').waitFor({ state: 'attached' })
      await page.locator('.message:focus').waitFor()
      assert.match(await reached(page), '1234 of the lines')
      await page.locator('.jump-far').waitFor()

      const numbers = async (): Promise<number[]> =>
        (await page.locator('.message .bubble').allTextContents()).map(text => Number.parseInt(text, 10))
      for (let presses = 0; !(await numbers()).includes(1_300); presses++) {
        assert.ok(presses < 40, 'comes on downwards')
        await page.keyboard.press('End')
      }
      const seen = await numbers()
      assert.equal(
        seen,
        seen.map((_, i) => (seen[0] ?? 0) + i),
        'without a hole'
      )
      // What comes meanwhile changes nothing about it, and stands at the end.
      chat.hear('Grace Hopper', 'something new')
      await page.locator('.chat-item .badge').first().waitFor()
      assert.not((await page.locator('.message .bubble').allTextContents()).some(text => text.includes('something new')))
      await page.locator('.jump-far').dispatchEvent('click')
      await page.locator('.message', { hasText: 'something new' }).waitFor()
      await page.locator('.jump-far').waitFor({ state: 'detached' })
      assert.equal(errors, [])
    })
  }
)

inChromium(searching, 'finds people and messages together, and in one conversation its own alone', async chromium => {
  await onStage(chromium, TALKS, async ({ page }) => {
    await lookFor(page, 'tea')
    await page.locator('.found').first().waitFor()
    await page.locator('.find-input').fill('grace')
    await page.locator('.find-item bdi', { hasText: 'Grace Hopper' }).waitFor()
    await page.locator('.found').first().waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await openChat(page, 'Grace')
    await page.locator('.chat-head .icon-button').nth(1).click()
    await page.locator('.find-input').fill('tea')
    await page.locator('.find-none', { hasText: 'Nothing' }).waitFor()
  })
})

inChromium(searching, 'goes to a day', async chromium => {
  await onStage(chromium, TALKS, async ({ page }) => {
    await openChat(page, 'Alan')
    await openChat(page, 'Grace')
    await page.locator('.chat-head .icon-button').nth(1).click()
    const day = await page.evaluate(
      at => {
        const then = new Date(at)
        return [then.getFullYear(), then.getMonth() + 1, then.getDate()].map(part => String(part).padStart(2, '0')).join('-')
      },
      STAGE_NOW_MS - 10 * A_DAY_MINUTES * 60_000
    )
    await page.locator('.find-day input').fill(day)
    await page.locator('.find-day button').click()
    await page.locator('.flash').waitFor({ state: 'attached' })
    const first = await page.evaluate(() => document.activeElement?.querySelector('time')?.dateTime ?? '')
    const local = await page.evaluate(at => new Date(at).toDateString(), first)
    assert.is(local, new Date(`${day}T12:00:00`).toDateString())
    await page.locator('.jump-far').dispatchEvent('click')
    await page.locator('.jump-far').waitFor({ state: 'detached' })
    assert.ok(await isAtEnd(page))
  })
})

searching.run()
