import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { runChatCommand } from '../../node/cli/tui/chat-commands.js'
import { chatOf, inChat, key, play, typed } from './tui-world.js'

const commands = suite('commands where one writes, in parley tui')

commands('are done in every chat that are for all: disappear, sticker, typing', async () => {
  const bobs = inChat([{ name: 'bob' }])
  for (const [verb, about] of [
    ['disappear', '7d'],
    ['sticker', 'wave'],
    ['typing', 'off']
  ] as const)
    assert.equal(play(bobs, [typed(`/${verb} ${about}`), key('enter')]).effects, [
      { type: 'command', chat: chatOf('bob'), command: { verb, about } }
    ])
  assert.match(play(bobs, [typed('/typing perhaps'), key('enter')]).state.notice?.text ?? '', '/typing on')

  const escaped = play(bobs, [typed('//typing off'), key('enter')])
  assert.equal(escaped.effects, [{ type: 'send', chat: chatOf('bob'), text: '/typing off' }])

  const asked: unknown[] = []
  const noted = (args: unknown): Promise<never> => Promise.resolve(asked.push(args) as never)
  const api = {
    setLifetime: noted,
    sendSticker: noted,
    setTypingTold: async (args: { told: boolean }) => {
      asked.push(args)
      return args
    }
  } as unknown as Parameters<typeof runChatCommand>[0]
  const bob = chatOf('bob')
  const run = (verb: 'disappear' | 'sticker' | 'typing', about: string): Promise<string> => runChatCommand(api, bob, { verb, about })
  assert.is(await run('disappear', '7d'), 'You set messages to disappear 1 week after they are read.')
  assert.is(await run('disappear', 'never'), 'You let messages stay.')
  await run('sticker', 'wave')
  assert.match(await run('typing', 'off'), 'Nobody is told')
  assert.equal(asked, [{ chat: bob, seconds: 604_800 }, { chat: bob, seconds: 0 }, { chat: bob, sticker: 'wave' }, { told: false }])
})

commands.run()
