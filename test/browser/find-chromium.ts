import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const PLACES = [
  process.env.PARLEY_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  chromium.executablePath()
]

/** The path of a Chromium on this machine; undefined where there is none. */
export const findChromium = (): string | undefined => PLACES.find(path => path !== undefined && existsSync(path))
