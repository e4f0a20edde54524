import { setTimeout as pause } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { acquaint, historyHash, wholeHistory } from '../e2e/acquaint.js'
import { within } from '../e2e/deadline.js'
import { scene, type Stage } from '../e2e/harness.js'
import type { Person } from '../e2e/person.js'
import { createTwoNats, whyNoNats, type TwoNats } from './two-nats.js'

const test = suite('two nodes behind two NATs')
const DEADLINE_MS = 90_000
const LOOK_EVERY_MS = 200
const STUN_PORT = 3478

const whyNot = whyNoNats()
if (whyNot !== undefined) console.log(`no NATs can be made here: ${whyNot}`)
const testWhereNatsCanBe = (title: string, run: () => Promise<void>): void =>
  whyNot === undefined ? test(title, run) : test.skip(title, run)

/** Two homes, one person in each, both with the one relay there is. */
async function cast(stage: Stage, nats: TwoNats) {
  const relay = await stage.relay({ ip4: nats.ip4, stunPort: STUN_PORT, wrapper: nats.inPublic })
  const flags = ['--no-mdns', '--no-http', '--listen', '/ip4/0.0.0.0/tcp/0']
  const ada = await stage.person('Ada', { flags, wrapper: nats.inHomes[0] })
  const bob = await stage.person('Bob', { flags, wrapper: nats.inHomes[1] })
  for (const person of [ada, bob]) await person.run('relay', 'add', relay.address)
  return { ada, bob, relay }
}

async function pathTo(from: Person, to: Person): Promise<string> {
  const { device } = await to.api.identity()
  const path = (await from.api.peers()).find(each => each.device === device)
  return path === undefined ? 'none' : `${path.via} ${path.transport}`
}

async function pathsBecome(wanted: string, ada: Person, bob: Person): Promise<void> {
  let seen: readonly string[] = []
  const look = async (): Promise<void> => {
    for (;;) {
      seen = [await pathTo(ada, bob), await pathTo(bob, ada)]
      if (seen.every(path => path === wanted)) return
      await pause(LOOK_EVERY_MS)
    }
  }
  await within(DEADLINE_MS, `paths that are ${wanted}`, look(), () => `, and not ${seen.join(' and ')}`)
}

async function converse(chat: string, words: string, ada: Person, bob: Person): Promise<void> {
  for (const person of [ada, bob]) {
    const sent = await Promise.all(Array.from({ length: 10 }, (_, i) => person.api.send({ chat, text: `${words} ${person.name} ${i}` })))
    for (const { id } of sent) await person.events.next('message:state', ({ message, state }) => message === id && state === 'delivered')
  }
}

scene(
  testWhereNatsCanBe,
  'meet on a circuit, go on directly, and on a circuit again once the direct way is cut; nothing is lost or doubled',
  async stage => {
    const nats = createTwoNats()
    try {
      nats.direct(false)
      const { ada, bob, relay } = await cast(stage, nats)
      const { uri } = await ada.api.createInvite({})
      const { chat } = await acquaint(ada, bob, uri, 'Hello')
      await pathsBecome('circuit tcp', ada, bob)
      await converse(chat, 'by circuit', ada, bob)

      nats.direct(true)
      await pathsBecome('direct webrtc', ada, bob)
      await converse(chat, 'directly', ada, bob)

      nats.direct(false)
      await converse(chat, 'cut', ada, bob)
      assert.ok(nats.dropped() > 0, 'the direct way was used and is cut')
      await pathsBecome('circuit tcp', ada, bob)
      await converse(chat, 'by circuit again', ada, bob)

      const texts = (await wholeHistory(bob.api, chat)).map(({ text }) => text)
      assert.is(texts.length, 81)
      assert.is(new Set(texts).size, texts.length)
      assert.is(await historyHash(ada.api, chat), await historyHash(bob.api, chat))
      await Promise.all([ada.stop(), bob.stop()])
      await relay.stop()
    } finally {
      nats.remove()
    }
  }
)

test.run()
