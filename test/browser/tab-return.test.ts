import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newPhrase } from '../../node/identity/phrase.js'
import { acquaint } from '../e2e/acquaint.js'
import { indexed } from '../e2e/indexed.js'
import { primitives } from '../identity/people.js'
import { relayPage } from './relay-page.js'

const WAIT = { timeout: 60_000 }

const back = suite('the page of somebody who comes back by the 24 words')

relayPage(back, 'brings back chats by a relay that takes no strangers, and goes on without any', async stage => {
  const phrase = newPhrase(primitives)
  const phraseFile = join(await stage.folder(), 'words')
  await writeFile(phraseFile, phrase, { mode: 0o600 })
  const ada = await stage.person('Ada', { init: ['--phrase-file', phraseFile, '--without-relay'] })
  await ada.api.addRelay({ address: stage.pageRelay.address })
  const bob = await stage.person('Bob')
  await acquaint(ada, bob, (await ada.api.createInvite({})).uri, 'hello from before')
  await indexed(phrase, stage.pageRelay)

  for (const [how, seen] of [
    ['Bring it back', 'Bob'],
    ['Go on without a relay', 'Welcome, Ada again']
  ] as const) {
    const { page, errors } = await stage.chromium.open({ serviceWorkers: 'block' })
    await page.route('**/relay.json', async route => {
      const said = (await (await route.fetch()).json()) as object
      await route.fulfill({ json: { ...said, open: false } })
    })
    await page.goto(stage.origin)
    await page.getByRole('button', { name: 'I have the 24 words of an account' }).click()
    await page.getByLabel('The 24 words').fill(phrase)
    if (how !== 'Bring it back') await page.getByLabel('Your name').fill('Ada again')
    await page.getByRole('button', { name: how }).click()
    await page.getByText(seen).first().waitFor(WAIT)
    assert.equal(errors, [])
    await page.context().close()
  }
})

back.run()
