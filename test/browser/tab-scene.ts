import { scene, type Stage } from '../e2e/harness.js'
import { LOOPBACK, type RelayProcess } from '../e2e/relay-process.js'
import { inChromium, type Chromium } from './chromium.js'
import { site } from './site.js'

export interface TabStage extends Stage {
  readonly chromium: Chromium
  /** Where tabs are opened. */
  readonly origin: string
  /** A relay that tabs can dial. */
  webSocketRelay(): Promise<RelayProcess>
}

/** A test in a Chromium, with real nodes and relays in processes of theirs. */
export function tabScene(test: Parameters<typeof inChromium>[0], title: string, play: (stage: TabStage) => Promise<void>): void {
  let chromium: Chromium | undefined
  scene(
    (named, run) =>
      inChromium(test, named, async started => {
        chromium = started
        await run()
      }),
    title,
    stage =>
      site('tab-page.js', async origin => {
        if (chromium === undefined) throw new Error('no Chromium was started')
        await play({ ...stage, chromium, origin, webSocketRelay: () => stage.relay({ ...LOOPBACK, protocol: '/ws' }) })
      })
  )
}
