import axe from 'axe-core'
import type { Page } from 'playwright-core'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What breaks WCAG 2.2 AA, or is bad practice, in what is shown now: a line for each element. Themes differ in contrast alone. */
export async function violations(page: Page, rules: 'all' | 'contrast' = 'all'): Promise<readonly string[]> {
  // Half-shown things have half a contrast. What is taken away while it moves is over, too.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(animation => animation.finished)).then(() => undefined))
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(axe.source)
  const found = await page.evaluate(
    // Nobody reads of what passes.
    runOnly => (globalThis as unknown as { axe: typeof axe }).axe.run(document, { runOnly, resultTypes: ['violations'] }),
    rules === 'all' ? { type: 'tag' as const, values: TAGS } : { type: 'rule' as const, values: ['color-contrast'] }
  )
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary}`)
  )
}
