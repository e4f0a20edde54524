import { stripVTControlCharacters } from 'node:util'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { within } from '../e2e/deadline.js'
import { inChromium } from './chromium.js'
import { site } from './site.js'

const DEADLINE_MS = 60_000
/** What the origin may keep: more than the suites write, but for one batch that is meant to be too much. */
const QUOTA_BYTES = 8_000_000
const SUMMARY = /Total: +(\d+)\s+Passed: +(\d+)\s+Skipped: +(\d+)/

const contracts = suite('back ends of a browser')

inChromium(contracts, 'keep the promises of store, small file and primitives', async chromium => {
  await site('contract-page.js', async origin => {
    const { page } = await chromium.open()
    const printed: string[] = []
    const ended = new Promise<RegExpExecArray>(resolve => {
      page.on('console', message => {
        printed.push(stripVTControlCharacters(message.text()))
        const summary = SUMMARY.exec(printed.join('\n'))
        if (summary !== null) resolve(summary)
      })
      page.on('pageerror', err => void printed.push(String(err)))
    })
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: QUOTA_BYTES })
    await page.goto(origin)
    const [, total, passed, skipped] = await within(DEADLINE_MS, 'the suites to end', ended, () => printed.join(''))
    assert.ok(Number(total) > 20, 'they ran')
    assert.equal([passed, skipped], [total, '0'], printed.join(''))
  })
})

contracts.run()
