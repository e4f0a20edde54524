import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Step } from '../../node/base/probe.js'
import type { Finding } from './ledger.js'
import { acquaint, startAgain, until, type TwoPeople, type Writer } from './two-people.js'

// What the other files rely on: where a disk lies about what it has written, the same deaths break promises, and it is found.

const control = suite('the tests of death')
const MOST_SENT = 1_000

let two: TwoPeople | undefined

control.after.each(async () => {
  await two?.close()
})

/** Everything is as in the other tests but for the victim's disk, from its start on. Both have every chance to mend it afterwards. */
async function dieOnLyingDisk(who: 'ada' | 'bob', step: Step): Promise<readonly Finding[]> {
  two = await acquaint()
  const { ada, bob } = two
  const victim = two[who].person
  await Promise.all([ada.sayMany(10, 1), bob.sayMany(10, 1)])
  await two.calm()
  assert.equal(await two.findings(), [], 'all is well as long as nobody dies')
  await victim.stop()
  await victim.start({ disk: { kind: 'lie' }, die: { step, occurrence: 3 } })
  const told = { isDead: false }
  // A busy machine takes many messages in one step: how many it takes to come by the third is not known beforehand.
  const talkOn = async (writer: Writer): Promise<void> => {
    do {
      await victim.running()
      await writer.sayMany(10, 1)
    } while (!told.isDead && writer.ledger.sent.length < MOST_SENT)
  }
  const talk = Promise.all([talkOn(ada), talkOn(bob)])
  await startAgain(victim)
  told.isDead = true
  await talk
  await Promise.all([ada.sayMany(5, 1), bob.sayMany(5, 1)])
  const isSettled = async (): Promise<boolean> =>
    (await Promise.all([ada, bob].map(({ person }) => person.api.status()))).every(({ queued }) => queued === 0)
  await until(isSettled, [ada.person, bob.person], 'both outboxes to be empty')
  return two.findings()
}

const kindsOf = (findings: readonly Finding[]): ReadonlySet<Finding['kind']> => new Set(findings.map(({ kind }) => kind))

control('they find what a receiver lost that acknowledged before it was on its disk', async () => {
  const kinds = kindsOf(await dieOnLyingDisk('bob', 'receive:acknowledged'))
  assert.ok(kinds.has('lost'))
  assert.ok(kinds.has('histories differ'))
})

control('they find keys used twice, and what that cost, where a sender goes on before its ratchet is on its disk', async () => {
  const kinds = kindsOf(await dieOnLyingDisk('ada', 'send:acknowledged'))
  assert.ok(kinds.has('lost'))
  assert.ok(kinds.has('histories differ'))
  assert.ok(kinds.has('key used twice'))
})

control.run()
