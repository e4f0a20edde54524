import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Check } from '../../node/api/status.js'
import type { DeviceId } from '../../node/base/ids.js'
import { inChromium } from './chromium.js'
import { onStage } from './open-page.js'
import { A_DAY } from './stage.js'

const connection = suite('what the page says of its connections')

const RELAY_AWAY: Check = { name: 'relay …abc', ok: false, detail: 'not reachable now', advice: 'it is tried again by itself' }

inChromium(connection, 'tells people from relays, whosever these are, and that no relay of ours keeps anything', async chromium => {
  await onStage(
    chromium,
    A_DAY,
    async ({ page, errors }) => {
      const pill = page.locator('.pill-fair')
      await pill.filter({ hasText: 'Your relays keep nothing' }).waitFor()
      await pill.click()
      await page.getByText('None of your relays keeps messages now').waitFor()
      const theirs = page.locator('.dialog .row').filter({ hasText: 'relay.example.com' })
      await theirs.waitFor()
      assert.is(await page.locator('.path-map g.path-relay rect').count(), 1)
      assert.is(await page.locator('.path-map g.path-relay text', { hasText: 'relay.example' }).count(), 1)

      await page.getByRole('button', { name: 'Run all checks' }).click()
      await page.locator('.checks .row').filter({ hasText: 'outbox' }).waitFor()
      assert.is(await page.locator('.checks .row').filter({ hasText: 'relay' }).count(), 1)
      assert.equal(errors, [])
    },
    {
      listen: chat => ({
        async status() {
          const status = await chat.status()
          return { ...status, relays: status.relays.map(relay => ({ ...relay, up: false })) }
        },
        async peers() {
          const [relay, ...people] = (await chat.peers()).toReversed()
          assert.is(relay?.kind, 'relay')
          return [
            ...people,
            { ...relay, device: '12D3KooWAnothersRelay' as DeviceId, name: 'relay.example.com' } as (typeof people)[number]
          ]
        },
        doctor: async () => [RELAY_AWAY, { name: 'outbox', ok: true, detail: 'empty' }],
        netcheck: async () => [RELAY_AWAY]
      })
    }
  )
})

connection.run()
