import type { Page } from 'playwright-core'
import * as assert from 'uvu/assert'

/** More stops than any screen has. */
const MOST_STOPS = 80

/** Somebody who has a keyboard and nothing else. Wherever a key of theirs leads, it has to be seen where they are. */
export interface Hands {
  press(key: string): Promise<void>
  type(text: string): Promise<void>
  /** By Tab, or by another key, to the first that fits: a selector, and a text that is in it. */
  goTo(selector: string, text?: string, by?: string): Promise<void>
  /** Until it has the focus, which the page gives it by itself. */
  areAt(selector: string): Promise<void>
  /** Of what only a mouse, a pen or a finger does. */
  pointed(): Promise<number>
}

/** Counts in the page what no keyboard does; a script that runs before all others. */
const WATCH_POINTERS = `{
  globalThis.pointed = 0
  for (const type of ['pointerdown', 'mousedown', 'mousemove', 'wheel', 'touchstart'])
    addEventListener(type, () => globalThis.pointed++, { capture: true, passive: true })
}`

/** Of a page that has not been led anywhere yet. */
export async function handsOn(page: Page): Promise<Hands> {
  await page.addInitScript(WATCH_POINTERS)

  async function press(key: string): Promise<void> {
    await page.keyboard.press(key)
    const hidden = await page.evaluate(whyUnseen)
    if (hidden !== undefined) assert.unreachable(`after ${key} ${hidden}`)
  }

  return {
    press,
    type: text => page.keyboard.type(text),
    async goTo(selector, text = '', by = 'Tab') {
      const isThere = (): Promise<boolean> =>
        page.evaluate(
          ([wanted, holds]) =>
            document.activeElement?.matches(wanted) === true &&
            `${document.activeElement.ariaLabel ?? ''} ${document.activeElement.textContent}`.includes(holds),
          [selector, text] as const
        )
      for (let stops = 0; !(await isThere()); stops++) {
        assert.ok(stops < MOST_STOPS, `${by} leads to ${selector} ${text}`)
        await press(by)
      }
    },
    async areAt(selector) {
      await page.locator(`${selector}:focus`).waitFor({ timeout: 60_000 })
      assert.is(await page.evaluate(whyUnseen), undefined)
    },
    pointed: () => page.evaluate(() => globalThis.pointed)
  }
}

declare global {
  var pointed: number
}

/** In the page: what keeps one from seeing where the focus is; undefined where nothing does. */
function whyUnseen(): string | undefined {
  const at = document.activeElement
  if (!(at instanceof HTMLElement) || at === document.body) return 'nothing has the focus'
  const name = `${at.tagName.toLowerCase()}.${at.className}`
  // A field for files is drawn by its label.
  const drawn = at.matches('input[type=file]') ? (at.closest('label') ?? at) : at
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(drawn)
  const isDrawn = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none'
  if (!isDrawn) return `${name} has the focus, and nothing shows it`
  const { left, right, top, bottom } = drawn.getBoundingClientRect()
  const [x, y] = [(Math.max(0, left) + Math.min(innerWidth, right)) / 2, (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2]
  const over = document.elementFromPoint(x, y)
  return over !== null && (drawn.contains(over) || over.contains(drawn)) ? undefined : `${name} has the focus, out of sight`
}
