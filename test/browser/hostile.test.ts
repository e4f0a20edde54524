import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inChromium } from './chromium.js'
import { onStage, openChat } from './open-page.js'
import { HOSTILE } from './stage.js'

const hostile = suite('what somebody hostile says')

/** In the page: what the eye meets of those links that don't begin with where they lead. */
function forgedOf(links: readonly (HTMLElement | SVGElement)[]): readonly string[] {
  const range = document.createRange()
  return links.flatMap(link => {
    const { firstChild: text } = link
    if (!(link instanceof HTMLAnchorElement) || !(text instanceof Text)) return ['no link']
    const origin = `${link.protocol}//${link.host}`
    const placed = Array.from({ length: origin.length }, (_, at) => {
      range.setStart(text, at)
      range.setEnd(text, at + 1)
      const { left, top } = range.getBoundingClientRect()
      return { character: text.data.charAt(at), left, top }
    })
    const inOrder = placed.toSorted((a, b) => a.top - b.top || a.left - b.left)
    const seen = inOrder.map(({ character }) => character).join('')
    return seen === origin ? [] : [seen]
  })
}

inChromium(hostile, 'is shown as text, loads nothing, runs nothing, and stays inside of its own box', async chromium => {
  await onStage(chromium, HOSTILE, async ({ page, requests, errors, link }) => {
    await openChat(page, '<img')
    await page.locator('.link-button').first().waitFor()
    while ((await page.locator('.link-button').count()) > 0) await page.locator('.link-button').first().click()
    const inside = await page.evaluate(() => {
      const list = document.querySelector('.messages')
      const links = [...(list?.querySelectorAll('a') ?? [])]
      return {
        strange: [...(list?.querySelectorAll('script, img, iframe, object, embed, style, b, [onerror], [onclick]') ?? [])].length,
        hrefs: links.map(({ protocol }) => protocol),
        unseen: links.filter(({ href }) => /\p{Cf}|%E2%80/u.test(href)).length,
        named: links.filter(({ username }) => username !== '').length,
        careless: links.filter(one => one.rel !== 'noopener noreferrer nofollow' || one.target !== '_blank').length,
        wide: [...(list?.querySelectorAll('.bubble') ?? [])].filter(bubble => bubble.scrollWidth > bubble.clientWidth + 1).length,
        outside: document.documentElement.scrollWidth - innerWidth,
        title: document.title
      }
    })
    assert.equal(inside, { ...inside, strange: 0, careless: 0, unseen: 0, named: 0, wide: 0, outside: 0 })
    assert.match(inside.title, /Parley$/)
    assert.ok(inside.hrefs.length > 4)
    assert.equal(await page.locator('.messages a').evaluateAll(forgedOf), [])
    assert.ok(
      inside.hrefs.every(protocol => protocol === 'https:' || protocol === 'http:'),
      inside.hrefs.join()
    )
    assert.equal(
      requests.filter(url => new URL(url).host !== link.host),
      []
    )
    assert.equal(errors, [])
  })
})

inChromium(hostile, 'turns nothing around it: what stands behind it in its row reads as it should', async chromium => {
  await onStage(chromium, HOSTILE, async ({ page }) => {
    await openChat(page, '<img')
    const turned = page.locator('.message').nth(2)
    const order = await turned.evaluate(row => {
      const [meta = 0, said = 0] = ['.meta', '.said'].map(part => row.querySelector(part)?.getBoundingClientRect().left ?? 0)
      return meta - said
    })
    assert.ok(order > 0, 'the time stands behind the text')
    assert.match(await turned.locator('time').innerText(), /^\d\d:\d\d$/)
  })
})

inChromium(hostile, 'that takes a name for itself leaves the room of everybody else', async chromium => {
  await onStage(
    chromium,
    HOSTILE,
    async ({ page }) => {
      for (const name of ['MMMM', '<img']) {
        await openChat(page, name)
        await page.locator('.chat-head-who').click()
        await page.locator('.portrait-name').waitFor()
        assert.is(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0)
        assert.is(await page.locator('.dialog-body').evaluate(body => body.scrollWidth - body.clientWidth), 0)
        await page.keyboard.press('Escape')
        await page.keyboard.press('Escape')
      }
    },
    { viewport: { width: 360, height: 640 } }
  )
})

inChromium(hostile, 'stays in its place in quotes, reactions, mentions and names of groups', async chromium => {
  await onStage(
    chromium,
    HOSTILE,
    async ({ page, requests, errors, link }) => {
      await page.locator('.chat-item').filter({ hasText: 'ecila' }).click()
      await page.locator('.message').first().waitFor()
      await page.locator('.waiting', { hasText: /\S/ }).waitFor()
      const inside = await page.evaluate(() => ({
        strange: document.querySelectorAll('#page :is(script, img, iframe, object, embed, style, b, i, [onerror], [onload])').length,
        wide: [...document.querySelectorAll('.bubble, .between, .chat-head, .waiting, .chat-item')].filter(
          one => one.getBoundingClientRect().right > innerWidth || one.scrollWidth > one.clientWidth + 1
        ).length,
        outside: document.documentElement.scrollWidth - innerWidth,
        // What turns text around is closed in by what stands around it.
        open: [...document.querySelectorAll('#page :not(.visually-hidden)')].filter(
          one =>
            [...one.childNodes].some(
              node => node.nodeType === Node.TEXT_NODE && /[\u202a-\u202e]/.test((node.textContent ?? '').replace(/\u2068.*\u2069/, ''))
            ) && !/isolate|plaintext/.test(getComputedStyle(one).unicodeBidi)
        ).length
      }))
      assert.equal(inside, { strange: 0, wide: 0, outside: 0, open: 0 })
      await page.locator('.chat-head-who').click()
      await page.locator('.dialog .row').nth(2).waitFor()
      assert.is(await page.locator('.dialog-body').evaluate(body => body.scrollWidth - body.clientWidth), 0)
      assert.equal(
        requests.filter(url => new URL(url).host !== link.host),
        []
      )
      assert.equal(errors, [])
    },
    { viewport: { width: 360, height: 740 } }
  )
})

hostile.run()
