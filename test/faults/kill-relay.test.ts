import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Step } from '../../node/base/probe.js'
import { checkFolder } from '../../relay/store-copy.js'
import { createProbedRelay, type ProbedRelay } from './relay-process.js'
import { acquaint, dieTwice, until, type TwoPeople, type Writer } from './two-people.js'

const STEPS: readonly Step[] = ['append:arrived', 'append:checked', 'append:durable']

const kills = suite('a relay killed while it is all there is between two people')
let relay: ProbedRelay
let two: TwoPeople

kills.before(async () => {
  relay = await createProbedRelay()
  two = await acquaint({ relay: relay.address })
})
kills.after(async () => {
  await two.close()
  await relay.stop()
  assert.equal((await checkFolder(relay.folder)).faults, [])
  await relay.close()
})

async function isStored({ person }: Writer): Promise<boolean> {
  return (await person.history()).every(({ outgoing, state }) => !outgoing || state !== 'queued')
}

/** All that was promised to the writer. */
async function hasAll({ person }: Writer, { ledger }: Writer): Promise<boolean> {
  const texts = new Set((await person.history()).map(({ text }) => text))
  return ledger.sent.every(({ text, outcome }) => outcome !== 'resolved' || texts.has(text))
}

for (const step of STEPS) {
  for (const [from, to] of [
    ['ada', 'bob'],
    ['bob', 'ada']
  ] as const) {
    kills(`it dies twice at ${step}: what it says it keeps for ${to} is there when ${from} is gone, once and in order`, async () => {
      const [writer, reader] = [two[from], two[to]]
      await reader.person.stop()
      await dieTwice(relay, step, [writer])
      await until(() => isStored(writer), [writer.person], 'all to be stored')
      await writer.person.kill()
      await relay.kill()
      await relay.start()
      await reader.person.start()
      await until(() => hasAll(reader, writer), [reader.person], 'all that was stored to arrive')
      await writer.person.start()
      await two.calm()
      assert.equal(await two.findings(), [])
    })
  }
}

kills.run()
