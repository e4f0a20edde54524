import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Step } from '../../node/base/probe.js'
import { isAsked, startAgain, strangers, until, type TwoPeople } from './two-people.js'

/** Where Bob, who uses the invite, and Ada, who made it, come by before she has answered. */
const DEATHS: readonly { readonly who: 'ada' | 'bob'; readonly step: Step }[] = [
  { who: 'bob', step: 'encrypt' },
  { who: 'bob', step: 'send:sealed' },
  { who: 'bob', step: 'send:durable' },
  { who: 'bob', step: 'epoch:durable' },
  { who: 'bob', step: 'send:written' },
  { who: 'ada', step: 'epoch:durable' },
  { who: 'ada', step: 'receive:arrived' },
  { who: 'ada', step: 'receive:opened' },
  { who: 'ada', step: 'receive:durable' }
]

const contact = suite('a node killed at first contact')
let two: TwoPeople | undefined

contact.after.each(async () => {
  await two?.close()
})

/** Bob asks once and never again: what was begun goes on by itself. */
async function meet({ ada, bob }: TwoPeople): Promise<void> {
  const { uri } = await ada.person.api.createInvite({})
  await bob.person.ask(api => api.add({ invite: uri })).catch(() => undefined)
  await bob.sayMany(3, 1)
  await until(() => isAsked(ada), [ada.person], 'Ada to be asked')
}

for (const { who, step } of DEATHS) {
  contact(`${who} dies at ${step} and the two become acquainted all the same`, async () => {
    two = await strangers()
    const { ada, bob } = two
    const victim = two[who].person
    const { port } = victim
    await victim.order({ die: { step, occurrence: 1 } })
    // Ada's address is all that Bob knows of her.
    await Promise.all([meet(two), startAgain(victim, { port })])
    await ada.person.api.accept({ contact: 'Bob' })
    await Promise.all([ada.sayMany(5, 1), bob.sayMany(5, 1)])
    await two.calm()
    assert.equal(await two.findings(), [])
    assert.is((await bob.person.api.contacts())[0]?.state, 'accepted')
  })
}

contact.run()
