import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newPhrase } from '../../node/identity/phrase.js'
import { primitives } from '../identity/people.js'
import { acquaint, wholeHistory } from './acquaint.js'
import { AT_HOME, scene } from './harness.js'
import type { Person } from './person.js'

const test = suite('two devices of one account')

async function textsIn(person: Person, chat: string): Promise<readonly string[]> {
  return (await wholeHistory(person.api, chat)).map(({ text }) => text)
}

const received = (person: Person, text: string) => person.events.next('message:received', ({ message }) => message.text === text)

scene(test, 'another machine is linked, gets what was said before, talks as the account does, and is put out again', async stage => {
  const phrase = newPhrase(primitives)
  const phraseFile = join(await stage.folder(), 'words')
  await writeFile(phraseFile, phrase, { mode: 0o600 })
  const ada = await stage.person('Ada', { init: ['--phrase-file', phraseFile, '--without-relay'] })
  const bob = await stage.person('Bob')
  const { chat } = await acquaint(ada, bob, (await ada.api.createInvite({})).uri, 'hello')
  const phone = await stage.person('Phone', { linkedBy: { person: ada, phraseFile, flags: AT_HOME } })
  await bob.events.next('device:added')
  await phone.events.next('chat:changed', ({ chat: changed }) => changed.id === chat && changed.readOnly === undefined)
  await phone.run('device', 'history', '--wait')
  await phone.api.send({ chat, text: 'from the phone' })
  await Promise.all([received(bob, 'from the phone'), received(ada, 'from the phone')])
  await bob.api.send({ chat, text: 'to both' })
  await Promise.all([received(phone, 'to both'), received(ada, 'to both')])
  assert.equal(
    (await ada.api.devices()).map(({ name, linked }) => [name, linked]),
    [
      [(await ada.api.identity()).deviceName, true],
      ['Phone', true]
    ]
  )

  await ada.run('device', 'revoke', 'Phone', '--phrase-file', phraseFile)
  await ada.api.send({ chat, text: 'only us' })
  await received(bob, 'only us')
  await bob.api.send({ chat, text: 'only you' })
  await received(ada, 'only you')
  assert.equal(await textsIn(phone, chat), ['hello', 'from the phone', 'to both'])
  assert.equal((await textsIn(ada, chat)).slice(-2), ['only us', 'only you'])
  assert.is((await ada.api.devices()).length, 1)
})

test.run()
