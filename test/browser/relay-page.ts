import { scene, type Stage } from '../e2e/harness.js'
import { LOOPBACK, type RelayProcess } from '../e2e/relay-process.js'
import { inChromium, type Chromium } from './chromium.js'

export const AT_PAGE = { ...LOOPBACK, protocol: '/ws', flags: ['--page'] }
export const originOf = (address: string): string => `http://localhost:${/\/tcp\/(\d+)/.exec(address)?.[1]}`

export interface PageStage extends Stage {
  readonly chromium: Chromium
  readonly origin: string
  /** It serves the page. */
  readonly pageRelay: RelayProcess
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
      if (chromium !== undefined) await play({ ...stage, chromium, origin: originOf(pageRelay.address), pageRelay })
    }
  )
}
