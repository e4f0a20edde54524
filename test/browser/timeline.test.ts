import type { Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatApi } from '../../node/api/chat-api.js'
import { inChromium } from './chromium.js'
import { onStage, openChat } from './open-page.js'
import { A_DAY } from './stage.js'
import type { StagedLine, StagedTalk } from './staged-chat.js'

const timeline = suite('the timeline')

const MESSAGES = 100_000
const PREPENDS = 100
const MOST_ROWS = 300
const STEP_DEADLINE_MS = 15_000
const LENGTHS = [3, 40, 11, 160, 7, 420, 25] as const

const lines = (count: number): readonly StagedLine[] =>
  Array.from({ length: count }, (_, i) => {
    const text = `${i} ${'a word or two '.repeat(30).slice(0, LENGTHS[i % LENGTHS.length])}`
    return [i % 3 === 0 ? undefined : 'Grace Hopper', (count - i) * 7, text]
  })
const talk = (count: number, more: Partial<StagedTalk> = {}): readonly StagedTalk[] => [
  { with: { name: 'Grace Hopper' }, lines: lines(count), ...more },
  { with: { name: 'Alan Turing' }, lines: lines(3) }
]

const rows = (page: Page): Promise<number> => page.locator('.messages > li').count()

/** Goes to the upper edge and waits until more is there: by how many pixels the row that stood there has moved, beyond the scrolling. */
const goUp = (page: Page): Promise<{ driftPx: number; ms: number }> =>
  page.evaluate(async deadlineMs => {
    const box = document.querySelector('.scroller') as HTMLElement
    const row = [...box.querySelectorAll<HTMLElement>('[data-message]')].find(
      one => one.getBoundingClientRect().bottom > box.getBoundingClientRect().top
    )
    if (row === undefined) throw new Error('no message is mounted')
    const firstOf = (): string => box.querySelector<HTMLElement>('[data-message]')?.dataset['message'] ?? ''
    const before = firstOf()
    const startedAt = performance.now()
    box.scrollTop = Math.min(box.scrollTop, 300)
    const wasAt = row.getBoundingClientRect().top
    while (firstOf() === before) {
      if (performance.now() - startedAt > deadlineMs) throw new Error('nothing older came in')
      await new Promise(requestAnimationFrame)
    }
    const ms = performance.now() - startedAt
    // Whatever is still to come of it.
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
    return { driftPx: Math.abs(row.getBoundingClientRect().top - wasAt), ms }
  }, STEP_DEADLINE_MS)

inChromium(timeline, `of ${MESSAGES} messages mounts few rows, and never moves while older ones come in`, async chromium => {
  const asked = { prepends: 0 }
  const listen = (chat: ChatApi): Partial<ChatApi> => ({
    history(args) {
      if (args.before !== undefined) asked.prepends++
      return chat.history(args)
    }
  })
  await onStage(
    chromium,
    talk(MESSAGES),
    async ({ page, errors }) => {
      const openedAt = performance.now()
      await openChat(page, 'Grace')
      const openMs = performance.now() - openedAt
      const times: number[] = []
      let mostRows = await rows(page)
      while (asked.prepends < PREPENDS) {
        const { driftPx, ms } = await goUp(page)
        assert.is(driftPx, 0, `drift after ${asked.prepends} prepends`)
        times.push(ms)
        mostRows = Math.max(mostRows, await rows(page))
      }
      assert.ok(mostRows <= MOST_ROWS, `${mostRows} rows were mounted`)
      const median = times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0
      const worst = Math.max(...times)
      console.log(
        `  Figure: of ${MESSAGES} messages, opened in ${openMs.toFixed(0)} ms; ${asked.prepends} prepends in ${times.length} steps up of ${median.toFixed(0)} ms, ${worst.toFixed(0)} ms at most; ${mostRows} rows at most`
      )
      assert.equal(errors, [])
    },
    { listen }
  )
})

inChromium(timeline, 'reads as little to open a long conversation as a short one', async chromium => {
  const asked = async (count: number): Promise<readonly number[]> => {
    const pages: number[] = []
    const listen = (chat: ChatApi): Partial<ChatApi> => ({
      async history(args) {
        const page = await chat.history(args)
        pages.push(page.messages.length)
        return page
      }
    })
    await onStage(chromium, talk(count), ({ page }) => openChat(page, 'Grace'), { listen })
    return pages
  }
  const few = await asked(100)
  assert.ok(few.length > 0)
  assert.equal(await asked(MESSAGES), few)
})

inChromium(timeline, 'stays where the person reads, and counts what has come below', async chromium => {
  await onStage(chromium, talk(400), async ({ page, chat }) => {
    await openChat(page, 'Grace')
    await page.locator('.scroller').evaluate(box => (box.scrollTop -= 1_500))
    await page.locator('.jump').waitFor()
    const place = (): Promise<number> =>
      page
        .locator('.message')
        .nth(30)
        .evaluate(row => row.getBoundingClientRect().top)
    const before = await place()
    for (const text of ['one', 'two', 'three']) chat.hear('Grace Hopper', text)
    await page.locator('.jump .badge').filter({ hasText: '3' }).waitFor()
    assert.is(await place(), before)
    await page.locator('.jump').click()
    await page.getByText('three', { exact: true }).last().waitFor()
    await page.locator('.jump').waitFor({ state: 'detached' })
  })
})

for (const [count, unread] of [
  [400, 30],
  [2_000, 1_200]
] as const)
  inChromium(
    timeline,
    `opens at the first of ${unread} unread, whatever was said elsewhere, and calls read what was seen`,
    async chromium => {
      const read: string[] = []
      const listen = (chat: ChatApi): Partial<ChatApi> => ({
        markRead(args) {
          read.push(args.message)
          return chat.markRead(args)
        }
      })
      await onStage(
        chromium,
        talk(count, { unread }),
        async ({ page, chat }) => {
          await openChat(page, 'Alan')
          await page.locator('.composer textarea').fill('said elsewhere')
          await page.keyboard.press('Enter')
          await page.locator('.message.ours', { hasText: 'said elsewhere' }).waitFor()
          await openChat(page, 'Grace')
          const divider = page.locator('[data-divider]')
          await divider.waitFor()
          const { y = 0 } = (await divider.boundingBox()) ?? {}
          assert.ok(y > 60 && y < 300, `the divider stands at ${y}`)
          const [first] = await chat.chats()
          const all = (await chat.history({ chat: first?.id ?? '', limit: count })).messages.filter(({ outgoing }) => !outgoing)
          const behind = page.locator('[data-divider] ~ [data-message]').first()
          assert.is(await behind.getAttribute('data-message'), all.at(-unread)?.id)
          const newest = all.at(-1)?.id ?? ''
          assert.not.ok(read.includes(newest), 'what was not seen is not read')
          await page.locator('.jump').click()
          await page.locator('.jump').waitFor({ state: 'detached' })
          await page.locator('.has-unread').waitFor({ state: 'detached' })
          assert.ok(read.includes(newest))
        },
        { listen }
      )
    }
  )

inChromium(timeline, 'says for whom the newest waits, and who keeps it; nothing more once it has arrived', async chromium => {
  await onStage(chromium, A_DAY, async ({ page, chat }) => {
    await openChat(page, 'Grace')
    const line = page.locator('.waiting', { hasText: 'Waiting' })
    await line.waitFor()
    assert.match(
      (await line.innerText()).replace(/[\u2066-\u2069]/g, ''),
      /^Waiting for Grace Hopper, last seen 41 min\S* ago; 2 relays hold it until Friday$/
    )
    const grace = (await chat.chats()).find(({ title }) => title === 'Grace Hopper')
    const newest = grace?.newest
    if (grace === undefined || newest === undefined) throw new Error('nothing was said')
    chat.append({ type: 'message:state', chat: grace.id, message: newest.id, state: 'delivered' })
    await line.waitFor({ state: 'detached' })
  })
})

timeline.run()
