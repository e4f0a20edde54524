// The pictures of web/README.md, made anew: node dist/test/browser/screenshots.js
import type { BrowserContextOptions, Page } from 'playwright-core'
import { fileURLToPath } from 'node:url'
import { inChromium } from './chromium.js'
import { onStage, openChat } from './open-page.js'
import { A_DAY } from './stage.js'

const FOLDER = fileURLToPath(new URL('../../../web/screenshots/', import.meta.url))
const WIDE: BrowserContextOptions = { viewport: { width: 1_100, height: 690 } }
const NARROW: BrowserContextOptions = { viewport: { width: 360, height: 690 } }

const PICTURES: readonly (readonly [name: string, options: BrowserContextOptions, reach: (page: Page) => Promise<void>])[] = [
  ['conversation', { ...WIDE, colorScheme: 'light' }, page => openChat(page, 'Grace')],
  ['group', { ...WIDE, colorScheme: 'dark' }, page => openChat(page, 'Analytical')],
  ['list', { ...NARROW, colorScheme: 'light' }, async () => undefined],
  [
    'why',
    { ...NARROW, colorScheme: 'dark' },
    async page => {
      await openChat(page, 'Grace')
      await page.locator('.tick-button').nth(-2).click()
      await page.locator('.why li').first().waitFor()
    }
  ],
  [
    'paths',
    { ...NARROW, colorScheme: 'light' },
    async page => {
      await page.locator('.pill').click()
      await page.locator('.path-trip').first().waitFor()
    }
  ],
  ['arabic', { ...NARROW, colorScheme: 'dark', locale: 'ar' }, page => openChat(page, 'Grace')]
]

let end = async (): Promise<void> => undefined
async function runToEnd(run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } finally {
    await end()
  }
}
const atOnce = Object.assign((_title: string, run: () => Promise<void>): void => void runToEnd(run), {
  skip(): never {
    throw new Error('there is no Chromium here')
  },
  after(close: () => Promise<void>): void {
    end = close
  }
})

inChromium(atOnce, 'pictures', async chromium => {
  for (const [name, options, reach] of PICTURES)
    await onStage(
      chromium,
      A_DAY,
      async ({ page }) => {
        await reach(page)
        // Where nothing is that it could point at.
        await page.mouse.move(0, 0)
        await page.evaluate(() => Promise.all(document.getAnimations().map(animation => animation.finished)).then(() => undefined))
        await page.screenshot({ path: `${FOLDER}${name}.png` })
      },
      options
    )
})
