import * as assert from 'uvu/assert'
import { scene, type Stage } from '../e2e/harness.js'
import { LOOPBACK, type RelayProcess } from '../e2e/relay-process.js'
import { inChromium, whatWasAsked, type Chromium } from './chromium.js'
import { ownAddresses } from './network-log.js'

export const AT_PAGE = { ...LOOPBACK, protocol: '/ws', flags: ['--page'] }
export const originOf = (address: string): string => `http://localhost:${/\/tcp\/(\d+)/.exec(address)?.[1]}`

export interface PageStage extends Stage {
  readonly chromium: Chromium
  readonly origin: string
  /** It serves the page. */
  readonly pageRelay: RelayProcess
}

/** The relays that the tests of a suite had. */
const relays = new WeakMap<object, string[]>()

/** The last test of a suite of pages of relays. */
export function asksNobodyElse(test: Parameters<typeof inChromium>[0]): void {
  whatWasAsked(test, 'asked nobody for anything but relays and each other, in any tab, worker or peer connection', asked => {
    const ports = relays.get(test) ?? []
    const places = ports.flatMap(port => [`127.0.0.1:${port}`, `localhost:${port}`]).toSorted()
    assert.ok(places.length > 0)
    assert.equal(asked.byPages, places)
    assert.equal(asked.lookedUp, ['localhost'])
    assert.ok(asked.byDatagrams.length > 0, 'peer connections are in the log')
    const own = ownAddresses()
    assert.equal(
      asked.byDatagrams.filter(address => !own.has(address)),
      []
    )
  })
}

/** A test in a Chromium, with a real relay that serves the page. */
export function relayPage(test: Parameters<typeof inChromium>[0], title: string, play: (stage: PageStage) => Promise<void>): void {
  let chromium: Chromium | undefined
  scene(
    (named, run) =>
      inChromium(test, named, started => {
        chromium = started
        return run()
      }),
    title,
    async stage => {
      const pageRelay = await stage.relay(AT_PAGE)
      const origin = originOf(pageRelay.address)
      relays.set(test, [...(relays.get(test) ?? []), new URL(origin).port])
      if (chromium !== undefined) await play({ ...stage, chromium, origin, pageRelay })
    }
  )
}
