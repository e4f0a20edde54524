import { spawnSync } from 'node:child_process'
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

/** One may be here without the libraries that it needs. */
const starts = (path: string): boolean => spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 60_000 }).status === 0

/** The path of a Chromium that starts on this machine; undefined where there is none. */
export const findChromium = (): string | undefined => PLACES.find(path => path !== undefined && existsSync(path) && starts(path))
