import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { withAuthenticator } from './authenticator.js'
import { inState, openTab, tabPerson } from './tab-person.js'
import { tabScene, type TabStage } from './tab-scene.js'

const profile = suite('the profile of a browser')

tabScene(profile, 'with a passphrase opens with it alone, and further tabs need not ask while one is open', async stage => {
  const ada = await tabPerson(stage, 'Ada', [], { protection: { passphrase: 'open sesame' } })
  const second = await ada.another()
  await ada.page.close()
  assert.is(await second.evaluate(async () => (await parley.tab.api.identity()).name), 'Ada')
  assert.is(await second.evaluate(async () => (await parley.tab.api.phrase({ passphrase: 'open sesame' })).words), ada.words)
  await second.close()
  const later = await ada.context.newPage()
  await openTab(later, stage.origin, 'locked')
  const refusal = await later.evaluate(() =>
    parley.tab.unlock('wrong').then(
      () => 'opened',
      (err: unknown) => (err as { code: string }).code
    )
  )
  assert.is(refusal, 'ERR_PASSPHRASE')
  await later.evaluate(() => parley.tab.unlock('open sesame'))
  await inState(later, 'open')
  const { protectedByPassphrase, storage } = await later.evaluate(() => parley.tab.api.status())
  assert.is(protectedByPassphrase, true)
  assert.type(storage?.persistent, 'boolean')
  assert.ok((storage?.bytesAvailable ?? 0) > 0)
})

/** A profile in a browser of its own, under a passkey of an authenticator of its own. */
async function underPasskey({ chromium, origin }: TabStage) {
  const { page } = await chromium.open()
  const authenticator = await withAuthenticator(page)
  await openTab(page, origin, 'new')
  const { words } = await page.evaluate(() => parley.tab.create({ name: 'Ada', protection: 'passkey' }))
  await inState(page, 'open')
  return { page, authenticator, words, secret: await page.evaluate(() => parley.tab.passkey.ask()) }
}

tabScene(profile, 'with a passkey opens with it, and with no other', async stage => {
  const { page, authenticator, words, secret } = await underPasskey(stage)
  const other = await underPasskey(stage)
  assert.match(secret, /^[\w-]{43}$/)
  assert.is.not(other.secret, secret, 'it is of the authenticator alone')
  await other.page.context().close()
  await openTab(page, stage.origin, 'locked')
  assert.equal(await page.evaluate(() => parley.tab.state.value), { kind: 'locked', by: 'passkey' })
  await page.evaluate(() => parley.tab.unlockWithPasskey())
  await inState(page, 'open')
  assert.is(await page.evaluate(async () => (await parley.tab.api.phrase({ passphrase: await parley.tab.passkey.ask() })).words), words)
  await openTab(page, stage.origin, 'locked')
  await authenticator.replace()
  const refusal = await page.evaluate(() =>
    parley.tab.unlockWithPasskey().then(
      () => 'opened',
      (err: unknown) => (err as { code: string }).code
    )
  )
  assert.is(refusal, 'ERR_PASSPHRASE')
})

profile.run()
