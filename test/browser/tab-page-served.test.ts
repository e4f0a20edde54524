import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { scene } from '../e2e/harness.js'
import { LOOPBACK } from '../e2e/relay-process.js'
import { violations } from './accessibility.js'
import { AT_PAGE, originOf, relayPage } from './relay-page.js'

const page = suite('the page of a relay')

async function asked(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<IncomingMessage> {
  const [response] = (await once(request(url, { headers, method, agent: false }).end(), 'response')) as [IncomingMessage]
  return response
}

scene(page, 'stands where WebSockets are, guarded, packed, and kept for as long as it is the same', async stage => {
  const relay = await stage.relay(AT_PAGE)
  const origin = originOf(relay.address)
  const html = await asked(origin)
  assert.is(html.statusCode, 200)
  assert.is(html.headers['cache-control'], 'no-cache')
  const policy = String(html.headers['content-security-policy'])
  assert.match(policy, /default-src 'none'.*script-src 'self' 'wasm-unsafe-eval';.*connect-src 'self' ws: wss:;.*frame-ancestors 'none'/)
  assert.not.match(policy, /unsafe-inline|'unsafe-eval'|\*|https?:/)
  let text = ''
  for await (const part of html.setEncoding('utf8')) text += String(part)
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(text)?.[1] ?? ''
  const asset = await asked(`${origin}${script}`, { 'accept-encoding': 'gzip' })
  assert.is(asset.headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.is(asset.headers['content-encoding'], 'gzip')
  asset.destroy()
  const about = await asked(`${origin}/relay.json`)
  assert.equal(JSON.parse((await about.setEncoding('utf8').toArray()).join('')), { relay: relay.id, open: true })
  const ada = await stage.person('ada')
  assert.is((await ada.api.addRelay({ address: relay.address })).page, origin)
  const { uri, page: link } = await ada.api.createInvite({})
  assert.is(link, `${origin}/#/i/${uri.slice('parley:'.length)}`)
  assert.is((await asked(`${origin}/../relay/key`)).statusCode, 404)
  assert.is((await asked(`${origin}/%2e%2e/%2e%2e/package.json`)).statusCode, 404)
  assert.is((await asked(origin, {}, 'POST')).statusCode, 405)
})

scene(page, 'is not there unless it is asked for', async stage => {
  const relay = await stage.relay({ ...LOOPBACK, protocol: '/ws' })
  assert.is((await asked(originOf(relay.address))).statusCode, 400)
})

relayPage(page, 'makes whoever types a name a peer, in one click, and asks nobody but the relay', async ({ chromium, origin }) => {
  const { page: tab, requests, errors } = await chromium.open()
  await tab.goto(origin)
  await tab.getByLabel('Your name').fill('Ada')
  await tab.getByRole('button', { name: 'Begin', exact: true }).click()
  await tab.getByText('Welcome, Ada').waitFor()
  await tab.reload()
  await tab.getByText('Welcome, Ada').waitFor()
  assert.equal(
    requests.filter(url => new URL(url).port !== new URL(origin).port),
    []
  )
  assert.equal(errors, [])
})

relayPage(page, 'breaks no rule of accessibility before there is anybody to talk to, light and dark', async ({ chromium, origin }) => {
  const broken: string[] = []
  const { page: tab } = await chromium.open()
  async function look(screen: string, shown = tab): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await shown.emulateMedia({ colorScheme })
      for (const violation of await violations(shown)) broken.push(`${screen}, ${colorScheme}: ${violation}`)
    }
  }
  await tab.goto(origin)
  await tab.getByLabel('Your name').fill('Ada')
  await look('a name')
  await tab.getByRole('button', { name: 'I have the 24 words of an account' }).click()
  await tab.getByLabel('The 24 words').waitFor()
  await look('words')
  await tab.getByLabel('The 24 words').fill('not these')
  await tab.getByRole('button', { name: 'Bring it back' }).click()
  await tab.getByRole('alert').waitFor()
  await look('wrong words')
  await tab.getByRole('button', { name: 'Begin anew' }).click()
  await tab.getByLabel('Your name').fill('Ada')
  await tab.getByRole('button', { name: 'Begin', exact: true }).click()
  await tab.getByText('Welcome, Ada').waitFor()
  await look('nobody yet')

  const { page: insecure } = await chromium.open({ serviceWorkers: 'block' })
  await insecure.route('http://parley.example/**', async route => {
    await route.fulfill({ response: await route.fetch({ url: route.request().url().replace('http://parley.example', origin) }) })
  })
  await insecure.goto('http://parley.example/')
  await insecure.getByRole('heading', { name: 'This page has to come over HTTPS' }).waitFor()
  await look('not over HTTPS', insecure)

  const { page: locked } = await chromium.open()
  await locked.goto(origin)
  await locked.getByLabel('Your name').fill('Bob')
  await locked.getByText('Protect what is kept here').click()
  await locked.getByLabel('A passphrase').check()
  await locked.getByLabel('Passphrase', { exact: true }).fill('open sesame')
  await locked.getByRole('button', { name: 'Show it' }).click()
  assert.is(await locked.getByLabel('Passphrase', { exact: true }).getAttribute('type'), 'text')
  await look('a passphrase', locked)
  await locked.getByRole('button', { name: 'Begin', exact: true }).click()
  await locked.getByText('Welcome, Bob').waitFor()
  await locked.reload()
  await locked.getByRole('button', { name: 'Unlock' }).waitFor()
  await look('locked', locked)
  await locked.getByLabel('Passphrase').fill('wrong')
  await locked.getByRole('button', { name: 'Unlock' }).click()
  await locked.getByRole('alert').waitFor()
  await look('wrong passphrase', locked)
  await locked.getByRole('button', { name: 'I can’t open it any more' }).click()
  await locked.getByRole('button', { name: 'Clear this browser and begin anew' }).click()
  await look('about to be cleared', locked)
  await locked.getByRole('group').getByRole('button', { name: 'Clear this browser and begin anew' }).click()
  await locked.getByLabel('Your name').waitFor()
  assert.equal(broken, [])
})

relayPage(page, 'weighs at most 320 kB, packed, with all that it takes to talk', async ({ chromium, origin }) => {
  const { page: tab, requests } = await chromium.open({ serviceWorkers: 'block' })
  const packed = async (): Promise<number> => {
    const files = [...new Set(requests)].filter(url => url.startsWith('http') && !LATER.test(url))
    const bytes = (await Promise.all(files.map(packedBytes))).reduce((sum, one) => sum + one, 0)
    console.log(`  ${files.length} files, ${bytes} bytes packed`)
    return bytes
  }
  await tab.goto(origin)
  await tab.getByLabel('Your name').waitFor()
  const first = await packed()
  await tab.getByLabel('Your name').fill('Ada')
  await tab.getByRole('button', { name: 'Begin' }).click()
  await tab.locator('.layout').waitFor()
  const all = await packed()
  assert.ok(first > 100_000 && all > first && all <= 320_000, `${first} bytes, then ${all}`)
})

/** Fetched once the page is there: who is far away, search, groups' meshes, what lies over the page. */
const LATER = /directory-dht|finding|gossip|overlays|relay\.json/

async function packedBytes(url: string): Promise<number> {
  const answer = await asked(url, { 'accept-encoding': 'gzip' })
  let bytes = 0
  for await (const part of answer) bytes += (part as Buffer).length
  return bytes
}

relayPage(page, 'can be installed: its manifest holds, and its icons are as large as it says', async ({ chromium, origin }) => {
  const { page: tab } = await chromium.open()
  await tab.goto(origin)
  const devtools = await tab.context().newCDPSession(tab)
  const { errors: faults, data = '' } = await devtools.send('Page.getAppManifest')
  assert.equal(faults, [])
  const { icons } = JSON.parse(data) as { icons: { src: string; sizes: string; purpose: string }[] }
  const sizes = await tab.evaluate(
    async sources =>
      Promise.all(
        sources.map(async src => {
          const icon = Object.assign(new Image(), { src })
          await icon.decode()
          return `${icon.naturalWidth}x${icon.naturalHeight}`
        })
      ),
    icons.flatMap(({ src, sizes: said }) => (said === 'any' ? [] : [src]))
  )
  assert.equal(
    sizes,
    icons.flatMap(({ sizes: said }) => (said === 'any' ? [] : [said]))
  )
  assert.ok(icons.some(({ purpose }) => purpose === 'maskable'))
})

relayPage(page, 'opens without a network, with all that is in it', async ({ chromium, origin, pageRelay: relay }) => {
  const { page: tab } = await chromium.open()
  await tab.goto(origin)
  await tab.getByLabel('Your name').fill('Ada')
  await tab.getByRole('button', { name: 'Begin', exact: true }).click()
  await tab.getByText('Welcome, Ada').waitFor()
  await tab.evaluate(async () => void (await navigator.serviceWorker.ready))
  await relay.kill()
  await tab.reload()
  await tab.getByText('Welcome, Ada').waitFor()
})

page.run()
