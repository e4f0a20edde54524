import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { EMOJI_GROUPS, findEmoji, withEmoji } from '../../node/api/emoji.js'
import { mentionedIn, splitByMentions } from '../../node/api/mentions.js'
import type { AccountId } from '../../node/base/ids.js'
import { parseInline, parseMarkup, plainText, type Block, type Inline } from '../../node/api/markup.js'
import { isEmoji } from '../../node/conversation/annotation.js'

const markup = suite('markup')

/** As a bracketed line, to compare with. */
function lineOf(parts: readonly Inline[]): string {
  return parts
    .map(part => {
      if ('children' in part) return `[${part.kind} ${lineOf(part.children)}]`
      if (part.kind === 'link') return `[link ${part.url}]`
      return part.kind === 'code' ? `[code ${part.text}]` : part.text
    })
    .join('')
}

const bare = (text: string): string => text.replaceAll(/[\s*_~`>•\-\d.)]/gu, '')

const wordsIn = (blocks: readonly Block[]): string =>
  blocks
    .map(block => {
      if (block.kind === 'code') return block.text
      const flat = (parts: readonly Inline[]): string =>
        parts.map(part => ('children' in part ? flat(part.children) : part.kind === 'link' ? part.url : part.text)).join('')
      return block.kind === 'list' ? block.items.map(flat).join('') : flat(block.children)
    })
    .join('')

markup('the usual signs mark words, and signs that mark nothing stay', () => {
  const lines: readonly (readonly [string, string])[] = [
    ['**bold** and *slanted* and _so_ and ~~gone~~', '[strong bold] and [emphasis slanted] and [emphasis so] and [strike gone]'],
    ['**bold with *slant* in it**', '[strong bold with [emphasis slant] in it]'],
    ['2 * 3 * 4, 2*3*4, snake_case_name', '2 * 3 * 4, 2*3*4, snake_case_name'],
    ['**not ended, *nor this', '**not ended, *nor this'],
    ['** spaced **, ****', '** spaced **, ****'],
    ['*crossed **over* and over**', '[emphasis crossed **over] and over**'],
    ['`a *b* c` ``', '[code a *b* c] ``'],
    ['see https://example.org/a_b_c?x=*y now', 'see [link https://example.org/a_b_c?x=*y] now'],
    ['(https://example.org/).', '([link https://example.org/]).'],
    ['javascript:alert(1) ftp://example.org [text](https://e.org)', 'javascript:alert(1) ftp://example.org [text]([link https://e.org])'],
    ['**https://example.org**', '[strong [link https://example.org]]']
  ]
  for (const [said, wanted] of lines) {
    assert.is(lineOf(parseInline(said)), wanted, said)
  }
})

const linksIn = (text: string): readonly string[] =>
  parseInline(text).flatMap(part => (part.kind === 'link' ? [part.shown === part.url ? part.url : `${part.url} as ${part.shown}`] : []))

markup('a link shows the host that it leads to, and nothing in it can be unseen or turned around', () => {
  const said: readonly (readonly [string, readonly string[]])[] = [
    ['\u202ehttps://evil.example/nigol/moc.knab//:sptth\u202c', ['https://evil.example/nigol/moc.knab//:sptth']],
    ['https://bank.example\u200b.evil.example', ['https://bank.example']],
    ['https://аррӏе.com/пять?a#b', ['https://аррӏе.com/пять?a#b as https://xn--80ak6aa92e.com/пять?a#b']],
    ['https://bank．example/', ['https://bank．example/ as https://bank.example/']],
    ['https://%65vil.example', ['https://%65vil.example as https://evil.example']],
    ['HTTPS://Example.ORG:8080/a', ['HTTPS://Example.ORG:8080/a']],
    ['https://bank.example@evil.example/ https://bank.example:pass@evil.example https:///evil.example', []],
    ['https://bank.example/@name', ['https://bank.example/@name']]
  ]
  for (const [text, links] of said) assert.equal(linksIn(text), links, text)
})

markup('quotes, lists and code are blocks, and everything else keeps its lines', () => {
  assert.equal(parseMarkup('one\n\n  two'), [{ kind: 'paragraph', children: [{ kind: 'text', text: 'one\n\n  two' }] }])
  const blocks = parseMarkup('look:\n\n> a\n> b\n- one\n- **two**\n1. first\n2. second\n```ts\nlet *x*\n```\nend')
  assert.equal(
    blocks.map(({ kind }) => kind),
    ['paragraph', 'quote', 'list', 'list', 'code', 'paragraph']
  )
  assert.equal(blocks[4], { kind: 'code', text: 'let *x*' })
  assert.equal(
    parseMarkup('1999. was a year\n``` not ended').map(({ kind }) => kind),
    ['paragraph']
  )
  assert.is(plainText('**look**\n- one\n- two'), 'look one · two')
})

markup('of whatever was typed nothing is made up, and only signs and space are left out', () => {
  const piece = fc.oneof(
    fc.constantFrom('*', '**', '_', '~~', '`', '```\n', '\n', '> ', '- ', '1. ', ' ', 'https://e.org/x', ')'),
    fc.string({ maxLength: 5 })
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
      const said = pieces.join('')
      const kept = wordsIn(parseMarkup(said))
      let at = 0
      for (const character of kept.replaceAll(/\s/gu, '')) {
        const found = said.indexOf(character, at)
        assert.ok(found >= 0, JSON.stringify([said, kept]))
        at = found + character.length
      }
      if (!said.includes('```')) assert.is(bare(kept), bare(said), JSON.stringify(said))
    }),
    { numRuns: 300 }
  )
})

markup('the most that one message may hold of any sign is read at once', () => {
  for (const sign of ['*', '**', '_', '~~', '`', '> ', '- a\n', '```\n', '\n', 'https://a', '* ', '**a', 'a\n> b\n'])
    assert.ok(parseMarkup(sign.repeat(Math.floor(32_768 / sign.length))).length > 0 || sign.trim() === '', sign)
})

markup('who is called by name is found in a text, the longer name first, and nothing else changes', () => {
  const [al, alan, ada] = ['Al', 'Alan T.', 'آدا'].map((name, i) => ({ account: String(i).repeat(64) as AccountId, name }))
  const people = [al, alan, ada].flatMap(one => one ?? [])
  const called = (text: string): readonly string[] => mentionedIn(text, people, 16).map(({ name }) => name)
  assert.equal(called('@Alan T. and @آدا'), ['Alan T.', 'آدا'])
  assert.equal(called('@Al, are you there?'), ['Al'])
  assert.equal(called('@Alfred, mail@Al, @al, @'), [])
  assert.equal(mentionedIn('@Al @Alan T.', people, 1).length, 1)
  fc.assert(
    fc.property(fc.array(fc.constantFrom('@', 'Al', 'Alan T.', 'آدا', ' ', 'x', '@Al')), pieces => {
      const text = pieces.join('')
      assert.is(
        splitByMentions(text, people)
          .map(part => part.text)
          .join(''),
        text
      )
    })
  )
})

markup('every emoji of the table is one, has a name of its own, and is found by it', () => {
  const all = EMOJI_GROUPS.flatMap(({ emoji }) => emoji)
  for (const { emoji, name } of all) assert.ok(isEmoji(emoji) && /^[a-z0-9_]{1,32}$/u.test(name), `${emoji} ${name}`)
  assert.is(new Set(all.map(({ name }) => name)).size, all.length)
  assert.is(new Set(all.map(({ emoji }) => emoji)).size, all.length)
  assert.is(withEmoji('well :tada: :nothing: 12:30:45 :+1:'), 'well 🎉 :nothing: 12:30:45 :+1:')
  assert.equal(
    findEmoji('thumb', 9).map(({ emoji }) => emoji),
    ['👍', '👎']
  )
})

markup.run()
