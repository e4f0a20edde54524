import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { findChromium } from './find-chromium.js'
import { readNetworkLog, type Asked } from './network-log.js'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream'
]
const ACTION_DEADLINE_MS = 20_000

const executablePath = findChromium()

/** A page in a profile of its own, and what the browser said of all pages of this profile. */
export interface Seen {
  readonly page: Page
  /** The URL of every request they made, and of every socket, but for `data:` and `blob:`. */
  readonly requests: string[]
  /** What was thrown, what the policy stopped, and other errors of the console. */
  readonly errors: string[]
}

export interface Chromium {
  /** A new profile, with a page that is still empty. */
  open(options?: BrowserContextOptions): Promise<Seen>
  readonly browser: Browser
}

type Run = () => Promise<void>
type Test = ((title: string, run: Run) => void) & { skip(title: string, run: Run): void; after(end: Run): void }

/** The browser of a suite, for all of its tests. */
interface Launcher {
  /** Where it has none yet, or has lost it. */
  launched(): Promise<Browser>
  end(): Promise<void>
  /** Where it keeps its log of the network, if somebody reads that. */
  log?: string
}

const launchers = new WeakMap<Test, Launcher>()

/** A test in a Chromium that the tests of its suite have one after another; no profile outlives its test. Skipped by name where there is none; in CI there has to be one. */
export function inChromium(test: Test, title: string, play: (chromium: Chromium) => Promise<void>): void {
  const launcher = launcherOf(test)
  whereItIs(test, title, async () => {
    const browser = await launcher.launched()
    try {
      await play({ browser, open: options => openProfile(browser, options) })
    } finally {
      await Promise.all(browser.contexts().map(context => context.close()))
    }
  })
}

/** The last test of a suite: ends its Chromium, and looks at whom that has asked for anything. */
export function whatWasAsked(test: Test, title: string, look: (asked: Asked) => void): void {
  const launcher = launcherOf(test)
  const log = join(tmpdir(), `parley-network-${randomUUID()}.json`)
  launcher.log = log
  whereItIs(test, title, async () => {
    try {
      await launcher.end()
      look(await readNetworkLog(log))
    } finally {
      await rm(log, { force: true })
    }
  })
}

function whereItIs(test: Test, title: string, run: Run): void {
  if (executablePath === undefined) test.skip(title, run)
  else test(title, run)
}

function launcherOf(test: Test): Launcher {
  const launcher = launchers.get(test) ?? createLauncher(test)
  launchers.set(test, launcher)
  return launcher
}

function createLauncher(test: Test): Launcher {
  let browser: Browser | undefined
  const launcher: Launcher = {
    async launched() {
      if (browser?.isConnected() === true) return browser
      const args = launcher.log === undefined ? FLAGS : [...FLAGS, `--log-net-log=${launcher.log}`]
      browser = await chromium.launch({ headless: true, args, ...(executablePath === undefined ? {} : { executablePath }) })
      return browser
    },
    end: async () => browser?.close()
  }
  test.after(() => launcher.end())
  return launcher
}

async function openProfile(browser: Browser, options: BrowserContextOptions = {}): Promise<Seen> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', viewport: { width: 1_280, height: 800 }, ...options })
  context.setDefaultTimeout(ACTION_DEADLINE_MS)
  const requests: string[] = []
  const errors: string[] = []
  context.on('request', request => void (/^(?:data|blob):/.test(request.url()) || requests.push(request.url())))
  context.on('page', page => page.on('websocket', socket => void requests.push(socket.url())))
  context.on('weberror', failure => void errors.push(String(failure.error())))
  context.on('console', message => void (message.type() === 'error' && errors.push(message.text())))
  return { page: await context.newPage(), requests, errors }
}
