import { request } from 'node:http'
import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createFakeChat } from '../cli/fake-chat.js'
import { inChromium } from './chromium.js'
import { served } from './served.js'

const doors = suite('the page of a node')

inChromium(doors, 'takes its token out of the address, keeps it over a reload, and asks nobody but its node', async chromium => {
  await served(createFakeChat(), async link => {
    const { page, requests, errors } = await chromium.open()
    await page.goto(link.href)
    await page.getByText('bob').first().waitFor()
    assert.is(page.url(), `${link.origin}/`, 'no token in the address bar')
    await page.reload()
    await page.getByText('bob').first().waitFor()
    assert.equal(
      requests.filter(url => new URL(url).host !== link.host),
      []
    )
    assert.equal(errors, [])
    // Put into the address of the open page, both stay in the document.
    await page.goto(`${link.origin}/#t=revoked`)
    await page.getByRole('heading', { name: 'This page has no key to your node' }).waitFor()
    await page.goto(link.href)
    await page.getByText('bob').first().waitFor()
    assert.is(page.url(), `${link.origin}/`)
  })
})

inChromium(doors, 'weighs at most 60 kB, packed, with all that it fetches when it is opened', async chromium => {
  await served(createFakeChat(), async link => {
    const { page, requests } = await chromium.open()
    await page.goto(link.href)
    await page.getByText('bob').first().waitFor()
    await page.waitForLoadState('networkidle')
    const files = [...new Set(requests)].filter(url => url.startsWith('http')).map(url => url.replace(/#.*/, ''))
    const packed = await Promise.all(
      files.map(async url => gzipSync(new Uint8Array(await (await fetch(url)).arrayBuffer()), { level: 9 }).length)
    )
    const bytes = packed.reduce((sum, one) => sum + one, 0)
    console.log(`  ${files.length} files, ${bytes} bytes packed`)
    assert.ok(files.length > 3)
    assert.ok(bytes <= 60_000, `${bytes} bytes`)
  })
})

doors('is guarded by a strict policy, and is nothing for pages of other origins', async () => {
  await served(createFakeChat(), async link => {
    const own = await status(link, { host: link.host })
    assert.is(own.code, 200)
    assert.match(String(own.policy), /default-src 'none'.*script-src 'self' 'wasm-unsafe-eval';.*frame-ancestors 'none'/)
    assert.not.match(String(own.policy), /unsafe-inline|'unsafe-eval'|\*|https?:/)
    assert.is((await status(link, { host: `evil.example:${link.port}` })).code, 403)
    assert.is((await status(link, { host: link.host, origin: 'https://evil.example' })).code, 403)
    assert.is((await status(link, { host: link.host, origin: 'null' })).code, 403)
  })
})

async function status(link: URL, headers: Record<string, string>): Promise<{ code: number | undefined; policy: unknown }> {
  const asked = request(new URL('/', link), { headers, agent: false }).end()
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage]
  response.resume()
  return { code: response.statusCode, policy: response.headers['content-security-policy'] }
}

doors.run()
