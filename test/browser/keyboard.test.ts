import { once } from 'node:events'
import type { Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatApi } from '../../node/api/chat-api.js'
import { ChatError } from '../../node/base/errors.js'
import { inChromium } from './chromium.js'
import { handsOn } from './hands.js'
import { onStage, openChat } from './open-page.js'
import { A_DAY } from './stage.js'
import type { StagedLine } from './staged-chat.js'

const keyboard = suite('somebody with a keyboard alone')

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement
    return at === null || at === document.body ? 'nothing' : `${at.tagName.toLowerCase()}.${at.className.split(' ')[0]}`
  })
const title = (page: Page): Promise<string> => page.locator('.chat-head h1').innerText()

inChromium(keyboard, 'goes to a chat by its name and through the list, writes, and comes back', async chromium => {
  await onStage(chromium, A_DAY, async ({ page, errors }) => {
    await page.keyboard.press('Control+k')
    await page.locator('.find-input').waitFor()
    await page.keyboard.type('توري')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('hopp')
    await page.keyboard.press('Enter')
    await page.locator('.composer textarea').waitFor()
    assert.is(await title(page), 'Grace Hopper')
    await page.locator('.composer textarea:focus').waitFor()

    await page.keyboard.type('one')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('two')
    await page.keyboard.press('Enter')
    await page
      .locator('.message.ours')
      .filter({ hasText: /one\s*two/ })
      .waitFor()
    assert.is(await page.locator('.composer textarea').inputValue(), '')

    await page.keyboard.type('a draft')
    await page.keyboard.press('Alt+ArrowDown')
    await page.locator('.chat-head h1').filter({ hasText: 'Analytical' }).waitFor()
    await page.locator('.composer textarea:focus').waitFor()
    assert.is(await page.locator('.chat-item').filter({ hasText: 'Draft: a draft' }).count(), 1)
    await page.keyboard.press('Alt+ArrowUp')
    await page.locator('.chat-head h1').filter({ hasText: 'Grace' }).waitFor()
    assert.is(await page.locator('.composer textarea').inputValue(), 'a draft')
    await page.keyboard.press('Escape')
    await page.locator('.chat-head').waitFor({ state: 'detached' })
    assert.equal(errors, [])
  })
})

inChromium(keyboard, 'goes on typing while a message is on its way: nothing of it is lost', async chromium => {
  const free = new AbortController()
  const slowly = (chat: ChatApi): Partial<ChatApi> => ({
    async send(args) {
      if (!free.signal.aborted) await once(free.signal, 'abort')
      return chat.send(args)
    }
  })
  await onStage(
    chromium,
    A_DAY,
    async ({ page }) => {
      await openChat(page, 'Grace')
      await page.locator('.composer textarea:focus').waitFor()
      await page.keyboard.type('the first')
      await page.keyboard.press('Enter')
      await page.keyboard.type(' and the second')
      await page.keyboard.press('Enter')
      await page.keyboard.type(', a third')
      assert.equal(await page.locator('.on-the-way li').allInnerTexts(), ['the first', 'and the second'])
      free.abort()
      await page.locator('.message.ours').filter({ hasText: 'and the second' }).waitFor()
      await page.waitForFunction(() => document.querySelector('textarea')?.value === ', a third')
      assert.equal((await page.locator('.message.ours .body > div').allInnerTexts()).slice(-2), ['the first', 'and the second'])
    },
    { listen: slowly }
  )
})

inChromium(keyboard, 'sends nothing with the Enter that ends a word of an input method', async chromium => {
  await onStage(chromium, A_DAY, async ({ page }) => {
    await openChat(page, 'Grace')
    const before = await page.locator('.message').count()
    const box = page.locator('.composer textarea')
    await box.fill('にほん')
    await box.evaluate(element => {
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }))
    })
    assert.is(await box.inputValue(), 'にほん')
    assert.is(await page.locator('.message').count(), before)
  })
})

inChromium(keyboard, 'walks the messages, asks why, and finds the focus where it was', async chromium => {
  await onStage(chromium, A_DAY, async ({ page }) => {
    await openChat(page, 'Grace')
    await page.locator('.chat-head .icon-button').last().focus()
    await page.keyboard.press('Tab')
    assert.is(await focused(page), 'li.message', 'all messages are one stop')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /I book a table/)
    await page.keyboard.press('Enter')
    await page.locator('.why li').first().waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.why').waitFor({ state: 'detached' })
    assert.match(await focused(page), /^(li\.message|button\.tick-button)$/)
  })
})

inChromium(keyboard, 'writes on right behind somebody whom they have called', async chromium => {
  await onStage(chromium, A_DAY, async ({ page }) => {
    await openChat(page, 'Analytical')
    await page.locator('.composer textarea:focus').waitFor()
    // Letters come before the next picture does.
    await page.evaluate(() => (globalThis.requestAnimationFrame = () => 0))
    await page.keyboard.type('Hello !')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.type('@gr')
    await page.locator('.suggestions [role=option]').waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type('see you')
    assert.is(await page.locator('.composer textarea').inputValue(), 'Hello @Grace Hopper see you!')
  })
})

inChromium(keyboard, 'reaches the links in a message, and the rest of a long one', async chromium => {
  const lines: readonly StagedLine[] = [
    ['Grace Hopper', 3, 'Notes: https://example.org/notes and http://example.org/more'],
    ['Grace Hopper', 2, 'a line\n'.repeat(40)]
  ]
  await onStage(chromium, [{ with: { name: 'Grace Hopper' }, lines }], async ({ page, errors }) => {
    const hands = await handsOn(page)
    await page.reload()
    await page.locator('.chat-item').waitFor()
    await hands.goTo('.chat-item')
    await hands.press('Enter')
    await hands.areAt('.composer textarea')
    await hands.goTo('li.message', '', 'Shift+Tab')
    await hands.goTo('.link-button')
    await hands.press('Enter')
    await page.locator('.message .link-button').waitFor({ state: 'detached' })
    await page.locator('li.message:focus').waitFor()
    await hands.press('ArrowUp')
    await hands.goTo('.said a', 'notes')
    await hands.goTo('.said a', 'more')
    assert.is(await hands.pointed(), 0)
    assert.equal(errors, [])
  })
})

inChromium(keyboard, 'sends again what failed', async chromium => {
  await onStage(chromium, A_DAY, async ({ page }) => {
    await openChat(page, 'Emmy Noether')
    await page.locator('.message').last().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Send it again' }).press('Enter')
    await page.locator('.message .tick-queued').waitFor()
    assert.is(await page.locator('.message').filter({ hasText: 'The letter about the ring' }).count(), 2)
  })
})

inChromium(keyboard, 'opens and closes all that lies over the page, and never loses the focus', async chromium => {
  await onStage(chromium, A_DAY, async ({ page }) => {
    const openers = ['.sidebar-head > .icon-button:last-child', '.search', '.pill']
    for (const opener of openers) {
      await page.locator(opener).focus()
      await page.keyboard.press('Enter')
      await page.locator('dialog[open]').waitFor()
      assert.ok(await page.evaluate(() => document.querySelector('dialog')?.contains(document.activeElement)), `${opener} takes the focus`)
      await page.keyboard.press('Escape')
      await page.locator('dialog').waitFor({ state: 'detached' })
      assert.ok(await page.locator(opener).evaluate(element => element === document.activeElement), `${opener} has the focus again`)
    }
    await page.locator('.sidebar-head [popovertarget]').focus()
    await page.keyboard.press('Enter')
    await page.locator('[role=menuitem]:focus').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.locator('dialog[open] textarea').first().waitFor()
    await page.keyboard.press('Escape')
    assert.not.equal(await focused(page), 'nothing')
  })
})

inChromium(keyboard, 'forwards a message to chats of their choice, and finds the focus at the message again', async chromium => {
  await onStage(chromium, A_DAY, async ({ page, errors }) => {
    await openChat(page, 'Sophie')
    await page.locator('.message').nth(1).focus()
    await page.keyboard.press('f')
    await page.locator('.forward input:focus').waitFor()
    const choices = page.locator('.forward .row')
    assert.is(await choices.filter({ hasText: /Babbage|Lord B|Book club/ }).count(), 0, 'nowhere where nothing can be said')
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    assert.is(await focused(page), 'li.message')

    await page.keyboard.press('f')
    await page.locator('.forward input:focus').waitFor()
    await page.keyboard.type('gräce')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('turing')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await page.getByText('Forwarded to 2 conversations').waitFor()
    assert.is(await focused(page), 'li.message')
    for (const name of ['Grace', 'Turing']) {
      await openChat(page, name)
      await page.locator('.message.ours:has(.forwarded)').filter({ hasText: 'Under your own name!' }).waitFor()
    }
    assert.equal(errors, [])
  })
})

inChromium(keyboard, 'never loses the focus to what goes away', async chromium => {
  await onStage(chromium, A_DAY, async ({ page, errors }) => {
    await openChat(page, 'Lord B.')
    await page.getByRole('button', { name: 'Unblock' }).press('Enter')
    await page.getByRole('button', { name: 'Unblock' }).waitFor({ state: 'detached' })
    await page.locator('main :focus').waitFor()

    await openChat(page, 'Sophie')
    const own = page.locator('.message.ours').first()
    await own.focus()
    await own.locator('.actions [aria-haspopup=menu]').press('Enter')
    await page.locator('[role=menuitem]:focus').waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Delete for everybody' }).press('Enter')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await own.locator('.no-words').waitFor()
    assert.is(await focused(page), 'li.message', 'where the message stood')

    await page.keyboard.press('Escape')
    await page.locator('.chat-item:focus').filter({ hasText: 'Sophie' }).waitFor()

    await openChat(page, 'Analytical')
    await page.locator('.chat-head-who').press('Enter')
    const remove = page.locator('.dialog .row .icon-button').first()
    await remove.press('Enter')
    await page.locator('.sure .danger:focus').waitFor()
    await page.locator('.sure .button').first().press('Enter')
    await page.locator('.dialog .row :focus').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.chat-head-who:focus').waitFor()
    assert.equal(errors, [])
  })
})

inChromium(keyboard, 'is back where they were once a notice is dismissed, and tries again what could not be read', async chromium => {
  let isBroken = true
  const listen = (chat: ChatApi): Partial<ChatApi> => ({
    history(args) {
      if (isBroken) throw new ChatError('ERR_STORE', 'the disk is gone')
      return chat.history(args)
    }
  })
  await onStage(
    chromium,
    A_DAY,
    async ({ page }) => {
      await page.locator('.chat-item').filter({ hasText: 'Grace' }).press('Enter')
      await page.getByText('The messages could not be read.').waitFor()
      await page.locator('.composer textarea:focus').waitFor()
      await page.locator('.notice button').first().press('Enter')
      await page.locator('.composer textarea:focus').waitFor()
      isBroken = false
      await page.getByRole('button', { name: 'Try again' }).press('Enter')
      await page.locator('.message').first().waitFor()
      await page.locator('main :focus').waitFor()
    },
    { listen }
  )
})

inChromium(keyboard, 'chooses a sticker, which is small, has a name, and takes its place before it is drawn', async chromium => {
  await onStage(chromium, A_DAY, async ({ page, errors }) => {
    await openChat(page, 'Sophie')
    await page.locator('.message').nth(5).focus()
    await page.keyboard.press('r')
    await page.locator('.composer textarea:focus').waitFor()
    await page.keyboard.type('a draft')
    await page.locator('.composer [aria-haspopup=dialog]').focus()
    await page.keyboard.press('Enter')
    await page.locator('.emoji').first().waitFor()
    const picker = page.locator('.emoji-picker')
    const [room, place] = await Promise.all([page.locator('main').boundingBox(), picker.boundingBox()])
    assert.ok((place?.x ?? 0) >= (room?.x ?? 0), 'the list stays visible')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('ArrowRight')
    const drawn = page.locator('.sticker-grid svg')
    await drawn.first().waitFor()
    assert.equal(await picker.boundingBox(), place)
    const sizes = await drawn.evaluateAll(all => all.map(one => new XMLSerializer().serializeToString(one).length))
    assert.is(sizes.length, 12)
    assert.ok(Math.max(...sizes) < 1_500, String(sizes))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    const sent = page.locator('.message.ours', { has: page.getByRole('img', { name: 'Sticker: yes' }) })
    await sent.locator('svg path').first().waitFor()
    assert.is((await sent.locator('.sticker').boundingBox())?.height, 128)
    await page.locator('.composer textarea:focus').waitFor()
    assert.is(await page.locator('.composer textarea').inputValue(), 'a draft')
    assert.is(await page.locator('.about').count(), 0)
    assert.match(await page.locator('.chat-item', { hasText: 'Sophie' }).innerText(), /✅ Sticker: yes/)
    assert.equal(errors, [])
  })
})

inChromium(keyboard, 'goes to what is pinned in its context, takes it off, and loses the focus nowhere', async chromium => {
  await onStage(chromium, A_DAY, async ({ page, errors }) => {
    await openChat(page, 'Grace')
    assert.is(await page.locator('.pins-bar').count(), 0)
    for (const at of [-1, 1]) {
      await page.locator('.message').nth(at).hover()
      await page.locator('.actions [aria-haspopup=menu]').click()
      await page.getByRole('menuitem', { name: 'Pin for everybody' }).click()
    }
    const bar = page.locator('.pins-bar')
    await bar.filter({ hasText: '2 pinned messages' }).waitFor()
    await bar.focus()
    await page.keyboard.press('Enter')
    await page.locator('.pinned-row').nth(1).waitFor()
    await page.locator('.pinned-jump').last().focus()
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.textContent?.includes('Nine minutes') === true)
    assert.is(await focused(page), 'li.message')

    await bar.focus()
    await page.keyboard.press('Enter')
    for (const left of [1, 0]) {
      await page.getByRole('button', { name: 'Unpin' }).first().focus()
      await page.keyboard.press('Enter')
      await page.waitForFunction(count => document.querySelectorAll('.pinned-row').length === count, left)
      assert.is.not(await focused(page), 'nothing')
    }
    await page.getByText('Nothing is pinned here any more').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    assert.is(await bar.count(), 0)
    await page.waitForFunction(() => document.activeElement !== document.body)
    assert.equal(errors, [])
  })
})

keyboard.run()
