// Sees to it that the browser tests find a Chromium: one that is here, else Debian's package where it may, else playwright's own download.
// Where none can be had it says so and goes on: those tests are then skipped, by name.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './find-chromium.js'

const APT = '/usr/bin/apt-get'
const PLAYWRIGHT = 'node_modules/playwright-core/cli.js'

const run = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
const installPackage = (): boolean => run(APT, 'install', '-y', '-qq', '--no-install-recommends', 'chromium')

if (findChromium() === undefined && process.getuid?.() === 0 && existsSync(APT) && !installPackage() && run(APT, 'update', '-qq'))
  installPackage()
if (findChromium() === undefined) run(process.execPath, PLAYWRIGHT, 'install', 'chromium')
const found = findChromium()
console.log(found === undefined ? 'no Chromium here, and none to be had: the browser tests will be skipped' : `Chromium: ${found}`)
