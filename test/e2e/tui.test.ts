import { dirname } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { EXIT } from '../../node/host/terminal/exit-code.js'
import { parleyOn, SHIPPED } from '../cli/parley-process.js'
import { canOpenPty, type Pty } from '../cli/pty.js'
import { acquaint } from './acquaint.js'
import { AT_HOME, scene, type Stage } from './harness.js'
import type { Person } from './person.js'

const test = suite('two people, one of them in parley tui')
const onPty: typeof test.skip = canOpenPty() ? test : (title, run) => test.skip(title, run)
const CTRL_C = '\u0003'

async function acquainted(stage: Stage): Promise<{ ada: Person; bob: Person; chat: string }> {
  const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')]
  const { uri } = await ada.api.createInvite({})
  const { chat } = await acquaint(ada, bob, uri, 'Hello, I am Bob')
  return { ada, bob, chat }
}

/** `parley tui` on this person's profile, with the chat of that name open. */
async function inTui(person: Person, chat: string, play: (pty: Pty) => Promise<void>, flags: readonly string[] = []): Promise<void> {
  const pty = await parleyOn(SHIPPED, dirname(person.profile)).open(['tui', chat, ...flags])
  try {
    await play(pty)
    pty.type(CTRL_C)
    assert.is(await pty.ended, EXIT.ok)
  } finally {
    await pty.kill()
  }
}

scene(onPty, 'what is typed arrives, and its sender sees it queued, delivered and read as it happens', async stage => {
  const { ada, bob, chat } = await acquainted(stage)
  await bob.stop()
  await inTui(ada, 'Bob', async pty => {
    await pty.until('what was said before', screen => screen.includes('Hello, I am Bob') && screen.includes('○ away'))
    pty.type('Are you there?\r')
    await pty.until('it to be queued', screen => /Are you there\? +queued +…/.test(screen))
    pty.type('\u001b[A\r')
    await pty.until('why', screen => screen.includes('not reachable now'))
    pty.type('\u001b')
    await bob.start()
    await pty.until('it to be delivered', screen => /Are you there\? +delivered ✓✓/.test(screen) && screen.includes('● online'))
    const { message } = await bob.events.next('message:received', event => event.message.text === 'Are you there?')
    await bob.api.markRead({ chat, message: message.id })
    await pty.until('it to be read', screen => /Are you there\? +read ✓✓/.test(screen))
  })
})

scene(onPty, 'what the other side writes is shown, and is read by then and not before', async stage => {
  const { ada, bob, chat } = await acquainted(stage)
  const early = await bob.api.send({ chat, text: 'before you look' })
  await bob.events.next('message:state', ({ message, state }) => message === early.id && state === 'delivered')
  assert.is((await bob.api.why({ message: early.id })).state, 'delivered')
  await inTui(ada, 'Bob', async pty => {
    await pty.until('the message', screen => screen.includes('before you look'))
    await bob.events.next('message:state', ({ message, state }) => message === early.id && state === 'read')
    const late = await bob.api.send({ chat, text: 'while you look' })
    await pty.until('the next one', screen => screen.includes('while you look'))
    await bob.events.next('message:state', ({ message, state }) => message === late.id && state === 'read')
  })
})

scene(onPty, 'it waits for a daemon that goes, and goes on with the next one', async stage => {
  const { ada, bob, chat } = await acquainted(stage)
  await inTui(ada, 'Bob', async pty => {
    await pty.until('the conversation', screen => screen.includes('Hello, I am Bob'))
    pty.type('a draft')
    await ada.kill()
    await pty.until('the loss', screen => screen.includes('The node is gone'))
    await ada.start()
    await pty.until('the draft, and Bob', screen => screen.includes('› a draft') && screen.includes('● online'))
    pty.type('\r')
    await bob.events.next('message:received', ({ message }) => message.chat === chat && message.text === 'a draft')
    await pty.until('delivery', screen => /a draft +delivered ✓✓/.test(screen))
  })
})

scene(onPty, 'without a daemon it is the node, and other commands use it', async stage => {
  const { ada, bob, chat } = await acquainted(stage)
  await ada.stop()
  await bob.api.send({ chat, text: 'while you were away' })
  await inTui(
    ada,
    'Bob',
    async pty => {
      await pty.until('what was missed', screen => screen.includes('while you were away'))
      await ada.run('send', 'Bob', 'from the other terminal')
      await pty.until('it to be delivered', screen => /from the other terminal +delivered ✓✓/.test(screen))
    },
    [...AT_HOME, '--no-http']
  )
})

scene(onPty, 'a group is seen to change, and is changed from where one writes', async stage => {
  const { ada, bob } = await acquainted(stage)
  const { id: chat } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob'] })
  await bob.events.next('chat:changed', event => event.chat.id === chat)
  await inTui(ada, 'Garden', async pty => {
    await pty.until('who is in it', screen => screen.includes('2 members, 2 here') && screen.includes('You let Bob in'))
    await bob.api.send({ chat, text: 'Shall we dig?' })
    await pty.until('what Bob says', screen => screen.includes('Shall we dig?'))
    pty.type('/admin Bob\r')
    await pty.until('that Bob is an admin', screen => screen.includes('Bob is an admin now'))
    await bob.api.renameGroup({ chat, name: 'Orchard' })
    await pty.until('its new name', screen => screen.includes('Bob renamed the group to “Orchard”'))
    pty.type('\u001bOQ')
    await pty.until('the members', screen => /● Bob +admin, 1 device/.test(screen))
    pty.type(' ')
  })
})

test.run()
