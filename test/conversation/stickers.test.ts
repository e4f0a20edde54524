import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Message } from '../../node/api/message.js'
import { isEmoji } from '../../node/conversation/annotation.js'
import { shownSticker, STICKERS, stickerText, type StickerName } from '../../node/conversation/sticker.js'
import { befriend, chatWith, createWorld, type SimPerson, type World } from '../sim/people.js'

const stickers = suite('stickers')

async function said(person: SimPerson, other: SimPerson): Promise<Message | undefined> {
  return (await person.api.history({ chat: await chatWith(person, other), limit: 1 })).messages[0]
}

async function between(play: (world: World, ada: SimPerson, bob: SimPerson) => Promise<void>): Promise<void> {
  const world = createWorld('stickers')
  const [ada, bob] = [await world.person('Ada'), await world.person('Bob')]
  await befriend(world, bob, ada)
  await play(world, ada, bob)
  await world.close()
}

async function pass({ time, settled }: World): Promise<void> {
  await settled()
  await time.pass(10_000)
}

stickers('of the pack have an emoji each, and a text that says the same', () => {
  const names = Object.keys(STICKERS) as StickerName[]
  for (const name of names) {
    assert.ok(isEmoji(STICKERS[name]), name)
    assert.is(shownSticker({ pack: 'bubble', name }, stickerText(name)), name)
  }
})

stickers('are shown only where the text says the same, so that nobody is told two things', () => {
  const text = stickerText('wave')
  assert.is(shownSticker({ pack: 'bubble', name: 'wave' }, 'the money is yours'), undefined)
  assert.is(shownSticker({ pack: 'bubble', name: 'cry' }, text), undefined)
  assert.is(shownSticker({ pack: 'another', name: 'wave' }, text), undefined)
  assert.is(shownSticker({ pack: 'bubble', name: 'toString' }, text), undefined)
  assert.is(shownSticker(undefined, text), undefined)
})

stickers('are sent by their name, once under one name, and forwarded as what they are', () =>
  between(async (world, ada, bob) => {
    const chat = await chatWith(ada, bob)
    const send = () => ada.api.sendSticker({ chat, sticker: 'wave', once: 'x' })
    assert.is((await send()).id, (await send()).id)
    await pass(world)
    await bob.restart()
    const came = await said(bob, ada)
    const wave = { pack: 'bubble', name: 'wave', emoji: '👋' }
    assert.equal([came?.sticker, came?.text], [wave, 'sticker: wave 👋'])
    const again = await bob.api.forward({ message: came?.id ?? '', chats: [came?.chat ?? ''] })
    assert.equal([again[0]?.sticker, again[0]?.forwarded], [wave, true])
    await pass(world)
    await ada.api.sendSticker({ chat, sticker: 'yes', answers: again[0]?.id ?? '' })
    await pass(world)
    assert.equal((await said(bob, ada))?.answers?.text, 'sticker: wave 👋')
  })
)

stickers('are deleted, and not edited; none that there is not is sent', () =>
  between(async (world, ada, bob) => {
    const chat = await chatWith(ada, bob)
    const { id } = await ada.api.sendSticker({ chat, sticker: 'cry' })
    const refusals = await Promise.all(
      [ada.api.edit({ message: id, text: 'a joke' }), ada.api.sendSticker({ chat, sticker: 'dragon' })].map(task =>
        task.then(
          () => 'done',
          (err: { code?: string }) => err.code
        )
      )
    )
    assert.equal(refusals, ['ERR_INVALID_ARGUMENT', 'ERR_INVALID_ARGUMENT'])
    await ada.api.deleteMessage({ message: id })
    await pass(world)
    const gone = await said(bob, ada)
    assert.equal([gone?.deleted, gone?.sticker, gone?.text], [true, undefined, ''])
  })
)

stickers.run()
