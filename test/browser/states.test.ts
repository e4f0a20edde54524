import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inChromium } from './chromium.js'
import { onStage, openChat } from './open-page.js'
import { brokenStates, inBothThemes, NARROW } from './page-states.js'
import { HOSTILE } from './stage.js'

const states = suite('the states of the page')

inChromium(states, 'break nothing of WCAG 2.2 AA in light or in dark, wide and from left to right', async chromium => {
  assert.equal(await brokenStates(chromium, {}), [])
})

inChromium(states, 'break nothing where there is nobody yet', async chromium => {
  await onStage(
    chromium,
    [],
    async ({ page }) => {
      await page.getByRole('button', { name: 'Jemanden einladen' }).waitFor()
      assert.equal(await inBothThemes(page), [])
    },
    { locale: 'de', ...NARROW }
  )
})

inChromium(states, 'break nothing where somebody hostile has written', async chromium => {
  await onStage(chromium, HOSTILE, async ({ page }) => {
    await openChat(page, '<img')
    assert.equal(await inBothThemes(page), [])
    await page.locator('.chat-head-who').click()
    await page.locator('.portrait-name').waitFor()
    assert.equal(await inBothThemes(page), [])
  })
})

states.run()
