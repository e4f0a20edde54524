import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../contract/links.js'
import { type SimPerson } from '../sim/people.js'
import { twoFriends, type TwoFriends } from './two-friends.js'

const drafts = suite<TwoFriends>('what was begun and not sent')

drafts.before.each(async context => {
  Object.assign(context, await twoFriends('drafts'))
})
drafts.after.each(({ world }) => world.close())

const draftOf = async ({ api }: SimPerson) => (await api.chats())[0]?.draft

drafts('is there after a restart, sealed, with what it answers, and on this device alone', async ({ world, ada, bob, chat }) => {
  const { id } = await bob.api.send({ chat, text: 'is it on?' })
  await world.settled()
  const text = 'about the walnut tree \ud800'
  assert.equal((await ada.api.setDraft({ chat, text, answers: id })).draft, { text: 'about the walnut tree \ufffd', answers: id })
  const begun = { text: 'about the walnut tree \ufffd', answers: id }
  await ada.restart()
  await world.settled()
  assert.equal(await draftOf(ada), begun)
  assert.is(await draftOf(bob), undefined)
  const onDisk = ada.disk.contents().map(([, value]) => Buffer.from(value).toString('latin1'))
  assert.not.ok(onDisk.some(value => value.includes('walnut')))
  await ada.api.setDraft({ chat })
  await ada.restart()
  assert.is(await draftOf(ada), undefined)
})

drafts('is done with once the same is sent, and no sooner', async ({ world, ada, chat }) => {
  await ada.api.setDraft({ chat, text: 'on my way ' })
  await ada.api.send({ chat, text: 'something else' })
  assert.equal(await draftOf(ada), { text: 'on my way ' })
  await ada.api.send({ chat, text: 'on my way' })
  assert.is(await draftOf(ada), undefined)
  await world.settled()
  const told = ada.events.flatMap(event => (event.type === 'draft:changed' ? [event.draft?.text] : []))
  assert.equal(told, ['on my way ', undefined])
})

drafts('is no longer than a message, and of a chat that there is', async ({ ada, chat }) => {
  await ada.api.setDraft({ chat, text: 'x'.repeat(32 * 1024) })
  assert.is(await codeOf(ada.api.setDraft({ chat, text: 'é'.repeat(16 * 1024 + 1) })), 'ERR_TOO_LARGE')
  assert.is(await codeOf(ada.api.setDraft({ chat: 'nobody', text: 'x' })), 'ERR_NOT_FOUND')
  assert.is(await codeOf(ada.api.setDraft({ chat, text: 'x', answers: 'that' })), 'ERR_INVALID_ARGUMENT')
})

drafts.run()
