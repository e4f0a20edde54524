import type { Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { untilNothingIsMissing } from '../e2e/crowd.js'
import { begin, button, isDirect } from './page-person.js'
import { relayPage } from './relay-page.js'

const words = suite('what is done to messages, between a tab and a node on the command line')

async function write(tab: Page, text: string): Promise<void> {
  await tab.locator('.composer textarea').fill(text)
  await tab.keyboard.press('Enter')
}

relayPage(words, 'edits, reactions, replies and deletes are seen on both sides, and go directly', async stage => {
  const cleo = await stage.person('Cleo')
  await cleo.api.addRelay({ address: stage.pageRelay.address })
  const { uri } = await cleo.api.createInvite({})
  const { page: tab, errors } = await begin(stage, 'Ada')
  await tab.getByRole('button', { name: 'Add a link' }).first().click()
  await tab.getByLabel('Link', { exact: true }).fill(uri)
  await tab.getByLabel('First message').fill('It is me')
  await button(tab, 'Ask').click()
  await cleo.events.next('contact:changed', ({ contact }) => contact.state === 'request')
  await cleo.api.accept({ contact: 'Ada' })

  await tab.locator('.composer textarea').pressSequentially('**look** :tad')
  await tab.locator('.suggestions li').first().waitFor()
  await tab.keyboard.press('Enter')
  await tab.keyboard.press('Enter')
  const { message: look } = await cleo.events.next('message:received', ({ message }) => message.text === '**look** 🎉')
  const ours = tab.locator(`[data-message="${look.id}"]`)
  await ours.locator('strong').filter({ hasText: 'look' }).waitFor()
  await cleo.api.react({ message: look.id, emoji: '👍' })
  await ours.locator('.reaction').filter({ hasText: '👍' }).waitFor()
  await ours.locator('.reaction').click()
  await cleo.events.next('message:changed', ({ message }) => message.reactions?.[0]?.count === 2)

  // ↑ edits the last one.
  await tab.locator('.composer textarea').focus()
  await tab.keyboard.press('ArrowUp')
  await tab.locator('.about').waitFor()
  await write(tab, 'look again')
  await cleo.events.next('message:changed', ({ message }) => message.id === look.id && message.text === 'look again')
  await ours.locator('.edited').waitFor()

  const answer = await cleo.api.send({ chat: look.chat, text: 'I look', answers: look.id })
  const theirs = tab.locator(`[data-message="${answer.id}"]`)
  await theirs.locator('.quote').filter({ hasText: 'look again' }).waitFor()
  await theirs.focus()
  await tab.keyboard.press('r')
  await write(tab, 'and?')
  const { message: asked } = await cleo.events.next('message:received', ({ message }) => message.text === 'and?')
  assert.is(asked.answers?.message, answer.id)
  await cleo.api.edit({ message: answer.id, text: 'I looked' })
  await tab.locator(`[data-message="${asked.id}"] .quote`).filter({ hasText: 'I looked' }).waitFor()
  await cleo.api.deleteMessage({ message: answer.id })
  await theirs.getByText('This message was deleted', { exact: true }).waitFor()

  await ours.hover()
  await ours.getByRole('button', { name: 'More' }).click()
  await tab.getByRole('menuitem', { name: 'Delete' }).click()
  await button(tab, 'Delete for everybody').click()
  await cleo.events.next('message:changed', ({ message }) => message.id === look.id && message.deleted === true)
  await ours.getByText('This message was deleted', { exact: true }).waitFor()

  await isDirect(tab)
  await untilNothingIsMissing(async () => {
    const paths = await cleo.api.peers()
    return paths.some(({ via, transport }) => via === 'direct' && transport === 'webrtc') ? [] : ['a direct path', JSON.stringify(paths)]
  })
  assert.equal(errors, [])
})

words.run()
