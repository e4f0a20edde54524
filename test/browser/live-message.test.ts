import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inChromium } from './chromium.js'
import { onStage, openChat } from './open-page.js'
import { A_DAY } from './stage.js'

const live = suite('what is asked about a message')

inChromium(live, 'shows it as it is by now, and goes once it was deleted meanwhile', async chromium => {
  await onStage(chromium, A_DAY, async ({ page, chat, errors }) => {
    await openChat(page, 'Sophie')
    const sophie = (await chat.chats()).find(({ title }) => title.startsWith('Sophie'))
    const { messages } = await chat.history({ chat: sophie?.id ?? '' })
    const [mine, hers] = [messages.find(({ outgoing }) => outgoing), messages.find(({ outgoing, text }) => !outgoing && text !== '')]
    assert.ok(mine && hers)

    const own = page.locator('.message.ours').first()
    await own.focus()
    await own.locator('.actions [aria-haspopup=menu]').press('Enter')
    await page.locator('[role=menuitem]:focus').waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Delete for everybody' }).waitFor()
    await chat.deleteMessage({ message: mine.id })
    await page.locator('dialog').waitFor({ state: 'detached' })

    await page.locator('.message:not(.ours)').first().focus()
    await page.keyboard.press('f')
    await page.locator('.forward input:focus').waitFor()
    chat.append({ type: 'message:changed', message: { ...hers, text: 'Said otherwise' } })
    await page.locator('dialog').getByText('Said otherwise').waitFor()
    chat.append({ type: 'message:changed', message: { ...hers, text: '', deleted: true } })
    await page.getByText('That message is not there any more').waitFor()
    await page.locator('dialog').waitFor({ state: 'detached' })
    assert.equal(errors, [])
  })
})

live.run()
