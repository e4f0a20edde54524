import type { Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Message } from '../../node/api/message.js'
import type { MessageId } from '../../node/base/ids.js'
import { wholeHistory } from '../e2e/acquaint.js'
import { untilNothingIsMissing } from '../e2e/crowd.js'
import type { Person } from '../e2e/person.js'
import { accept, beginInvited, begin, button, chooseNew, NEW, newInvite, openTalk, readMessages, said, WAIT, write } from './page-person.js'
import { relayPage } from './relay-page.js'

const GROUP = 'All five'

const group = suite('a group of people in pages and on the command line')

/** As it stands in the page. */
const told = ({ text, editedAtMs, deleted, reactions = [] }: Message): string =>
  [
    deleted === true ? 'This message was deleted' : text,
    ...(editedAtMs === undefined ? [] : ['(edited)']),
    ...reactions.map(({ emoji, count }) => `${emoji} ${count}`)
  ].join(' ')

async function foundGroup(page: Page, names: readonly string[]): Promise<void> {
  await chooseNew(page, NEW.group)
  await page.getByLabel('Name of the group').fill(GROUP)
  for (const name of names) await page.locator('.row-choice').filter({ hasText: name }).click()
  await button(page, 'Create').click()
  await page.locator('.chat-head').filter({ hasText: GROUP }).waitFor(WAIT)
}

async function thumbUp(page: Page, text: string): Promise<void> {
  await said(page, text).hover()
  await said(page, text).getByRole('button', { name: '👍' }).click()
  await said(page, text).locator('.reaction').waitFor(WAIT)
}

/** @returns the chat, once this person is in it with all others */
async function inGroup({ name, api }: Person): Promise<string> {
  let id: string | undefined
  await untilNothingIsMissing(async () => {
    ;({ id } = (await api.chats()).find(({ title }) => title === GROUP) ?? {})
    const members = id === undefined ? [] : await api.members({ chat: id })
    return members.length === 5 && members.every(({ coming }) => coming !== true) ? [] : [`all five for ${name}`]
  })
  return id ?? ''
}

async function heardBy({ api }: Person, chat: string, wanted: string): Promise<MessageId> {
  const { messages } = await api.history({ chat })
  const heard = messages.find(({ text }) => text === wanted)
  if (heard !== undefined) return heard.id
  throw new Error(`${wanted} was not heard`)
}

relayPage(group, 'is five: all hear each other once, and see what is done to what was said', async stage => {
  const [dan, eve] = await Promise.all([stage.person('Dan'), stage.person('Eve')])
  const ada = await begin(stage, 'Ada')
  const { uri } = await newInvite(ada.page)
  const bob = await beginInvited(stage, 'Bob', uri, 'hello from Bob')
  const cleo = await beginInvited(stage, 'Cleo', uri, 'hello from Cleo')
  for (const { api } of [dan, eve]) {
    await api.addRelay({ address: stage.pageRelay.address })
    await api.add({ invite: uri })
  }
  const guests = ['Bob', 'Cleo', 'Dan', 'Eve']
  for (const name of guests) await accept(ada.page, name)
  await foundGroup(ada.page, guests)

  const pages = { Ada: ada.page, Bob: bob.page, Cleo: cleo.page }
  for (const page of [bob.page, cleo.page]) await openTalk(page, GROUP)
  const chat = await inGroup(dan)
  assert.is(await inGroup(eve), chat)
  const allSee = (expected: readonly string[]): Promise<number> =>
    untilNothingIsMissing(async () => {
      const seen: readonly { readonly name: string; readonly saw: readonly string[] }[] = await Promise.all([
        ...Object.entries(pages).map(async ([name, page]) => ({ name, saw: await readMessages(page) })),
        ...[dan, eve].map(async ({ name, api }) => ({ name, saw: (await wholeHistory(api, chat)).map(told) }))
      ])
      return seen
        .filter(({ saw }) => saw.toSorted().join('\n') !== expected.join('\n'))
        .map(({ name, saw }) => `${name} sees ${saw.join(', ')}`)
    })
  const greet = async ({ name, api }: Person): Promise<MessageId> => (await api.send({ chat, text: `${name} is here` })).id
  const [dans, eves] = await Promise.all([
    greet(dan),
    greet(eve),
    ...Object.entries(pages).map(async ([name, page]) => write(page, `${name} is here`))
  ])
  await allSee(['Ada', 'Bob', 'Cleo', 'Dan', 'Eve'].map(name => `${name} is here`))

  await ada.page.locator('.composer textarea').press('ArrowUp')
  await ada.page.locator('.about').waitFor()
  await write(ada.page, 'Ada was here')
  await dan.api.edit({ message: dans, text: 'Dan was here' })
  for (const text of ['Ada was here', 'Dan was here']) {
    await said(bob.page, text).waitFor(WAIT)
    await thumbUp(bob.page, text)
  }
  await allSee(['Ada was here (edited) 👍 1', 'Bob is here', 'Cleo is here', 'Dan was here (edited) 👍 1', 'Eve is here'])
  for (const message of [await heardBy(eve, chat, 'Ada was here'), dans]) await eve.api.react({ message, emoji: '👍' })
  await said(cleo.page, 'Cleo is here').hover()
  await said(cleo.page, 'Cleo is here').getByRole('button', { name: 'More' }).click()
  await cleo.page.getByRole('menuitem', { name: 'Delete' }).click()
  await button(cleo.page, 'Delete for everybody').click()
  await eve.api.deleteMessage({ message: eves })
  await allSee([
    'Ada was here (edited) 👍 2',
    'Bob is here',
    'Dan was here (edited) 👍 2',
    'This message was deleted',
    'This message was deleted'
  ])
  for (const { errors } of [ada, bob, cleo]) assert.equal(errors, [])
})

group.run()
