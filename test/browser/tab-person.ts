import type { BrowserContext, Page } from 'playwright-core'
import type { Message } from '../../node/api/message.js'
import { within } from '../e2e/deadline.js'
import type { NewTabProfile } from '../../web/tab/tab.js'
import type { TabStage } from './tab-scene.js'

const DEADLINE_MS = 40_000

/** Somebody in a browser profile of their own, with one tab or more. */
export interface TabPerson {
  readonly name: string
  /** The 24. */
  readonly words: string
  readonly page: Page
  readonly context: BrowserContext
  /** What the browser complained of, in all tabs. */
  readonly errors: string[]
  /** Another tab of the same browser, once it can be used. */
  another(): Promise<Page>
}

/** Makes a profile in a new browser profile, at these relays. */
export async function tabPerson(
  { chromium, origin }: Pick<TabStage, 'chromium' | 'origin'>,
  name: string,
  relays: readonly string[],
  how: Partial<NewTabProfile> = {}
): Promise<TabPerson> {
  const { page, errors } = await chromium.open()
  const context = page.context()
  await openTab(page, origin, 'new')
  const { words } = await page.evaluate(profile => parley.tab.create(profile), { name, relays, ...how })
  await inState(page, 'open')
  return {
    name,
    words,
    page,
    context,
    errors,
    async another() {
      const next = await context.newPage()
      await openTab(next, origin, 'open')
      return next
    }
  }
}

/** Loads the page, and waits until it knows what there is to do first. */
export async function openTab(page: Page, origin: string, state: 'new' | 'locked' | 'open'): Promise<void> {
  await page.goto(origin)
  await page.waitForFunction(() => globalThis.parley !== undefined)
  await inState(page, state)
}

export async function inState(page: Page, kind: 'new' | 'locked' | 'open'): Promise<void> {
  await until(
    page,
    `the tab to be ${kind}`,
    wanted => parley.tab.state.value.kind === wanted,
    kind,
    () =>
      page.evaluate(() => JSON.stringify(parley.tab.state.value, (_, value: unknown) => (value instanceof Error ? value.message : value)))
  )
}

/** Until it holds in the page, looking again every tenth of a second there. */
export async function until<Arg>(
  page: Page,
  what: string,
  holds: (arg: Arg) => boolean | Promise<boolean>,
  arg: Arg,
  otherwise: () => Promise<string> = async () => ''
): Promise<void> {
  // Playwright's own predicate takes a promise for true.
  const asked = `async arg => { while (!(await (${holds.toString()})(arg))) await new Promise(resolve => setTimeout(resolve, 100)); return true }`
  try {
    await within(DEADLINE_MS, what, page.evaluate(`(${asked})(${JSON.stringify(arg)})`))
  } catch (err) {
    throw new Error(`${String(err)} ${await otherwise().catch(String)}`, { cause: err })
  }
}

/** An invite of this person, once others can be led by it to a relay that has joined them. */
export async function inviteOf({ page }: { readonly page: Page }): Promise<string> {
  await until(page, 'a relay to take us', async () => (await parley.tab.api.relays()).some(({ standing }) => standing === 'member'), null)
  return page.evaluate(async () => (await parley.tab.api.createInvite({})).uri)
}

export async function accept({ page }: { readonly page: Page }, name: string): Promise<void> {
  await until(page, `${name} to ask`, async who => (await parley.tab.api.contacts()).some(contact => contact.name === who), name)
  await page.evaluate(who => parley.tab.api.accept({ contact: who }), name)
}

export const add = ({ page }: { readonly page: Page }, invite: string, message?: string): Promise<unknown> =>
  page.evaluate(args => parley.tab.api.add(args), message === undefined ? { invite } : { invite, message })

/** Resolves once both may write, and the first has heard of it. */
export async function befriend(asking: TabPerson, asked: TabPerson): Promise<void> {
  await add(asking, await inviteOf(asked))
  await accept(asked, asking.name)
  await until(
    asking.page,
    `${asked.name} to accept`,
    async who => (await parley.tab.api.contacts()).some(({ name, state }) => name === who && state === 'accepted'),
    asked.name
  )
}

export const say = (page: Page, chat: string, text: string): Promise<Message> =>
  page.evaluate(args => parley.tab.api.send(args), { chat, text })

export const textsIn = async (page: Page, chat: string): Promise<readonly string[]> =>
  page.evaluate(async of => (await parley.tab.api.history({ chat: of, limit: 1_000 })).messages.map(({ text }) => text), chat)

export const arrives = (page: Page, chat: string, text: string): Promise<void> =>
  until(
    page,
    `${JSON.stringify(text)} to arrive`,
    async ({ of, wanted }) =>
      (await parley.tab.api.history({ chat: of }).catch(() => ({ messages: [] }))).messages.some(m => m.text === wanted),
    { of: chat, wanted: text },
    async () => JSON.stringify(await textsIn(page, chat))
  )

/** The messages with this text here, by what became of them. */
export const delivered = (page: Page, chat: string, text: string): Promise<void> =>
  until(
    page,
    `${JSON.stringify(text)} to be delivered`,
    async ({ of, wanted }) =>
      (await parley.tab.api.history({ chat: of })).messages.some(m => m.text === wanted && (m.state === 'delivered' || m.state === 'read')),
    { of: chat, wanted: text }
  )
