import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { toHex } from '../../node/base/bytes.js'
import { newPhrase } from '../../node/identity/phrase.js'
import { primitives } from '../identity/people.js'
import { acquaint, wholeHistory } from './acquaint.js'
import { AT_HOME, scene } from './harness.js'
import { indexed } from './indexed.js'
import { envelopesAt, openedOffline } from './on-disk.js'

const test = suite('an account whose machine is gone')

scene(test, 'the words and a relay bring it back; contacts let it in, and the lost device reads nothing more', async stage => {
  const relay = await stage.relay()
  const phrase = newPhrase(primitives)
  const folder = await stage.folder()
  const words = join(folder, 'words')
  const secret = join(folder, 'secret')
  await writeFile(words, phrase, { mode: 0o600 })
  await writeFile(secret, 'of the backup', { mode: 0o600 })
  const lost = await stage.person('Ada', { flags: AT_HOME, init: ['--phrase-file', words, '--without-relay'] })
  const bob = await stage.person('Bob')
  for (const person of [lost, bob]) await person.run('relay', 'add', relay.address)
  const { chat } = await acquaint(lost, bob, (await lost.api.createInvite({})).uri, 'hello')
  await lost.api.send({ chat, text: 'welcome' })
  await bob.events.next('message:received', ({ message }) => message.text === 'welcome')
  await lost.run('export', join(folder, 'backup'), '--backup-passphrase-file', secret)
  await indexed(phrase, relay)
  await lost.kill()
  const before = await bob.api.send({ chat, text: 'are you there?' })
  await bob.events.next('message:state', ({ message, state }) => message === before.id && state === 'stored')
  await bob.stop()
  await relay.stop()
  const earlier = new Set((await envelopesAt(relay)).map(toHex))
  await relay.start()

  const ada = await stage.person('Ada', { flags: AT_HOME, init: ['--phrase-file', words, '--relay', relay.address, '--revoke', 'all'] })
  await bob.start()
  await ada.events.next('message:received', ({ message }) => message.text === 'are you there?')
  await ada.api.send({ chat, text: 'on a new machine' })
  await bob.events.next('message:received', ({ message }) => message.text === 'on a new machine')
  await lost.start()
  const after = await bob.api.send({ chat, text: 'good to have you back' })
  await bob.events.next('message:state', ({ message, state }) => message === after.id && state === 'delivered')
  await ada.run('import', join(folder, 'backup'), '--backup-passphrase-file', secret)

  const everything = ['hello', 'welcome', 'are you there?', 'on a new machine', 'good to have you back']
  for (const { api } of [ada, bob])
    assert.equal(
      (await wholeHistory(api, chat)).map(({ text }) => text),
      everything
    )
  assert.equal((await ada.api.history({ chat })).gaps, [])
  assert.is((await bob.api.contacts()).length, 1)
  const seen = (await wholeHistory(lost.api, chat)).map(({ text }) => text)
  assert.equal(
    seen.filter(text => text === 'on a new machine' || text === 'good to have you back'),
    []
  )

  await Promise.all([ada.stop(), bob.stop(), lost.stop()])
  await relay.stop()
  const all = await envelopesAt(relay)
  const opened = (await openedOffline(lost, all)).map(({ bytes }) => toHex(bytes))
  assert.ok(
    opened.some(bytes => earlier.has(bytes)),
    'its state is real: it opens what was sent before'
  )
  assert.equal(
    opened.filter(bytes => !earlier.has(bytes)),
    []
  )
  assert.ok(all.some(bytes => !earlier.has(toHex(bytes))))
})

test.run()
