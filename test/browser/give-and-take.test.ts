import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { Message } from '../../node/api/message.js'
import type { MessageId } from '../../node/base/ids.js'
import { violations } from './accessibility.js'
import { inChromium } from './chromium.js'
import { onStage, openChat } from './open-page.js'
import { A_DAY } from './stage.js'

const evictable = (chat: ChatApi): Partial<ChatApi> => ({
  status: async () => ({ ...(await chat.status()), storage: { persistent: false, bytesUsed: 5_000, bytesAvailable: 1_000_000 } })
})

const giving = suite('what the page gives and takes')

inChromium(giving, 'reads from a picture the link that it shows as a code, and says so where there is none', async chromium => {
  await onStage(chromium, A_DAY, async ({ page, errors }) => {
    await page.locator('.sidebar-head [popovertarget]').click()
    await page.getByRole('menuitem').first().click()
    const code = page.locator('.qr')
    await code.locator('path').waitFor({ state: 'attached' })
    const uri = (await page.locator('.link-text').innerText()).trim()
    const picture = await code.screenshot()
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    const blank = await page.screenshot({ clip: { x: 0, y: 600, width: 100, height: 100 } })

    await page.locator('.sidebar-head [popovertarget]').click()
    await page.getByRole('menuitem').nth(1).click()
    const file = page.locator('input[type=file]')
    await file.setInputFiles({ name: 'blank.png', mimeType: 'image/png', buffer: blank })
    await page.getByText('No QR code was found').waitFor()
    await file.setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture })
    await page.waitForFunction(wanted => document.querySelector('textarea')?.value === wanted, uri)
    assert.equal(errors, [])
  })
})

inChromium(giving, 'looks through the camera, and lets go of it', async chromium => {
  await onStage(chromium, A_DAY, async ({ page, errors }) => {
    await page.locator('.sidebar-head [popovertarget]').click()
    await page.getByRole('menuitem').nth(1).click()
    await page.getByRole('button', { name: 'Scan with the camera' }).click()
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0)
    const track = await page.evaluateHandle(() => {
      const seen = document.querySelector('video')?.srcObject
      return seen instanceof MediaStream ? seen.getVideoTracks()[0] : undefined
    })
    await page.getByRole('button', { name: 'Stop the camera' }).click()
    await page.waitForFunction(used => used?.readyState === 'ended', track)
    assert.equal(errors, [])
  })
})

inChromium(giving, 'saves a sealed backup as a file, and restores it', async chromium => {
  await onStage(chromium, A_DAY, async ({ page, errors }) => {
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: 'Recovery' }).click()
    const passphrase = page.getByLabel('Passphrase for the file')
    const repeated = page.getByLabel('Once more, to save one')
    await passphrase.fill('correct horse battery')
    await page.getByRole('button', { name: 'Show it' }).click()
    assert.is(await passphrase.getAttribute('type'), 'text')
    await repeated.fill('correct house battery')
    await page.getByText('The two differ.').waitFor()
    assert.ok(await page.getByRole('button', { name: 'Save a backup' }).isDisabled())
    await repeated.fill('correct horse battery')
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save a backup' }).click()
    const download = await downloading
    assert.is(download.suggestedFilename(), 'parley.backup')
    await page.locator('#backup-file').setInputFiles(await download.path())
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    await page.locator('.notice').filter({ hasText: 'came in' }).waitFor()
    assert.equal(errors, [])
  })
})

inChromium(
  giving,
  'warns where the browser may throw away what is kept, once something was said, and leads to the backup',
  async chromium => {
    for (const viewport of [
      { width: 1_000, height: 700 },
      { width: 360, height: 700 }
    ])
      await onStage(
        chromium,
        A_DAY,
        async ({ page, errors }) => {
          await page.locator('.storage-warning').waitFor()
          assert.equal(await violations(page), [])
          await page.locator('.storage-warning-text').click()
          await page.getByRole('tab', { selected: true }).and(page.locator('#tab-safety')).waitFor()
          await page.keyboard.press('Escape')
          await page.locator('.storage-warning .icon-button').click()
          await page.locator('.storage-warning').waitFor({ state: 'detached' })
          assert.equal(errors, [])
        },
        { listen: evictable, viewport }
      )
  }
)

inChromium(giving, 'lets what is said disappear, says so in a line and by a sign, and shows it no more when it has', async chromium => {
  await onStage(chromium, A_DAY, async ({ page, errors, chat }) => {
    await openChat(page, 'Grace')
    await page.locator('.chat-head-who').click()
    await page.getByLabel('Messages disappear').selectOption({ label: '1 week after they are read' })
    await page.locator('.messages').getByText('You set messages to disappear 1 week after they are read').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await page.locator('.composer textarea').fill('Not for long')
    await page.keyboard.press('Enter')
    const said = page.locator('.message.ours').filter({ hasText: 'Not for long' })
    await said.locator('.fading .icon-timer').waitFor()
    assert.match((await said.locator('.fading').getAttribute('title')) ?? '', /^Disappears: /)
    const id = (await said.getAttribute('data-message')) as MessageId
    const [talk] = (await chat.chats()).filter(({ newest }) => newest?.id === id)
    if (talk !== undefined) chat.append({ type: 'messages:faded', chat: talk.id, messages: [id] })
    await said.waitFor({ state: 'detached' })
    assert.equal(errors, [])
  })
})

inChromium(giving, 'goes on after a reload, and with another window, with what was begun and not sent', async chromium => {
  await onStage(chromium, A_DAY, async ({ page, errors, chat }) => {
    const field = page.locator('.composer textarea')
    await openChat(page, 'Grace')
    await page.locator('.message.theirs').last().hover()
    await page.locator('.message.theirs').last().focus()
    await page.keyboard.press('r')
    await page.locator('.composer textarea:focus').waitFor()
    await page.keyboard.type('Begun here')
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Begun here')
    const draftOf = async () => (await chat.chats()).find(({ title }) => title.startsWith('Grace'))?.draft
    for (const deadline = Date.now() + 20_000; (await draftOf())?.text !== 'Begun here'; await page.waitForTimeout(50))
      assert.ok(Date.now() < deadline, 'the node has it')
    await page.reload()
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Begun here')
    await page.locator('.about').first().waitFor()
    const own = (await chat.identity()).account
    const grace = (await chat.chats()).find(({ title }) => title.startsWith('Grace'))
    const writes = (typing: boolean) =>
      grace && chat.append({ type: 'typing:changed', chat: grace.id, account: grace.accounts[1] ?? own, name: 'Grace', typing })
    writes(true)
    await page.locator('.chat-head').getByText('Grace: writing…').waitFor()
    writes(false)
    await page.locator('.chat-head').getByText('Grace: writing…').waitFor({ state: 'detached' })
    await chat.setDraft({ chat: grace?.id ?? '', text: 'Mended elsewhere' })
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Mended elsewhere')
    await field.press('Enter')
    await page.locator('.message.ours').filter({ hasText: 'Mended elsewhere' }).waitFor()
    assert.is(await field.inputValue(), '')
    assert.equal(errors, [])
  })
})

inChromium(giving, 'takes what a finger does: it reacts, answers, and opens what else can be done with a message', async chromium => {
  const reacted: (string | undefined)[] = []
  const listen = (chat: ChatApi): Partial<ChatApi> => ({
    async react({ message, emoji }) {
      reacted.push(emoji)
      const { messages } = await chat.history({
        chat: (await chat.chats()).find(({ title }) => title.startsWith('Grace'))?.id ?? '',
        around: message as MessageId,
        limit: 1
      })
      return messages[0] as Message
    }
  })
  await onStage(
    chromium,
    A_DAY,
    async ({ page, errors }) => {
      await page.locator('.chat-item', { hasText: 'Grace' }).first().tap()
      const said = page.locator('.message.theirs', { hasText: 'Lunch on Thursday' })
      await said.locator('time').tap()
      assert.is(await page.locator('.composer textarea:focus').count(), 0, 'nobody has asked for the keys')
      const room = await page.evaluate(() => {
        const [actions, bubble, scroller] = ['.actions', '.message:has(.actions) .bubble', '.scroller'].map(
          part => document.querySelector(part)?.getBoundingClientRect() ?? new DOMRect()
        ) as [DOMRect, DOMRect, DOMRect]
        return { below: actions.top >= bubble.bottom, inside: actions.bottom <= scroller.bottom + 1 }
      })
      assert.equal(room, { below: true, inside: true })
      await said.getByRole('button', { name: 'React with 👍' }).tap()
      await said.getByRole('button', { name: 'More' }).tap()
      await page.getByRole('menuitem', { name: 'Copy' }).waitFor()
      await page.keyboard.press('Escape')
      await said.getByRole('button', { name: 'Reply' }).tap()
      await page.locator('.about').waitFor()
      await page.locator('.composer textarea:focus').waitFor()
      assert.equal(reacted, ['👍'])
      await page.locator('.composer textarea').fill('W'.repeat(33_000))
      await page.locator('.too-long').waitFor()
      assert.ok(((await page.locator('.composer textarea').boundingBox())?.width ?? 0) > 200, 'there is room to shorten it')
      assert.is(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0)
      assert.equal(errors, [])
    },
    { listen, viewport: { width: 360, height: 740 }, hasTouch: true }
  )
})

const openLink = (): Partial<ChatApi> => ({
  groupLinks: async () => [{ id: '3f2a91bc', approve: false, open: true }],
  removeMember: async () => undefined
})

inChromium(
  giving,
  'names the links by which somebody who is put out can ask again, and tells what a group could not be made',
  async chromium => {
    await onStage(
      chromium,
      A_DAY,
      async ({ page, chat, errors }) => {
        await openChat(page, 'Analytical')
        await page.locator('.chat-head-who').click()
        await page.getByRole('button', { name: 'Remove Emmy Noether' }).click()
        await page.locator('.sure .danger').click()
        await page.getByText('Emmy Noether can ask to be let in again: 3f2a91bc').waitFor()
        const group = (await chat.chats()).find(({ title }) => title === 'Analytical Engine')
        assert.ok(group)
        chat.append({ type: 'group:refused', chat: group.id, code: 'no-right', reason: 'only owners appoint' })
        const notice = page.locator('.notice-bad').filter({ hasText: 'Your role in Analytical Engine does not allow any more' })
        await notice.getByText('only owners appoint').waitFor()
        const [told, field] = await Promise.all([notice.boundingBox(), page.locator('.composer').boundingBox()])
        assert.ok(told !== null && field !== null && told.y + told.height < field.y, 'it hides nothing that is typed')
        assert.equal(errors, [])
      },
      { listen: openLink }
    )
  }
)

inChromium(giving, 'says in its language why a message waits, and what it has no words for as the node says it', async chromium => {
  await onStage(
    chromium,
    A_DAY,
    async ({ page, errors }) => {
      await openChat(page, 'Grace')
      await page.locator('.tick-button').last().click()
      const lines = page.locator('.why li > bdi')
      await lines.nth(3).waitFor()
      assert.equal(await lines.allInnerTexts(), [
        'Auf die Platte dieses Geräts geschrieben',
        'Aufbewahrt von Relay relay.example.org',
        'stored on relay relay.example.net',
        'Wartet auf Verbindung zu „quiet-heron-12“ (Gerät von Grace Hopper): gerade nicht erreichbar'
      ])
      assert.equal(await lines.evaluateAll(all => all.map(one => one.getAttribute('lang') ?? '')), ['', '', 'en', ''])
      assert.match(await page.locator('.waiting').innerText(), /Wartet auf .*Grace.*; 2 Relays/)
      assert.equal(errors, [])
    },
    { locale: 'de' }
  )
})

giving.run()
