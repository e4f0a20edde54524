/** What a part of a line is. Text stays text: nothing of it ever becomes markup of the page. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  /** `http:` or `https:` alone. What is shown of it is where it leads: its host in ASCII. */
  | { readonly kind: 'link'; readonly url: string; readonly shown: string }
  | { readonly kind: 'strong' | 'emphasis' | 'strike'; readonly children: readonly Inline[] }

export type Block =
  | { readonly kind: 'paragraph' | 'quote'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Inline[])[] }

type Marked = 'strong' | 'emphasis' | 'strike'

const MARKS: Readonly<Record<string, Marked>> = { '**': 'strong', '*': 'emphasis', _: 'emphasis', '~~': 'strike' }
/** Code, a link (bounded, as the text is a stranger's, and without what turns text around or can't be seen), or what marks a part. */
const TOKEN = /`([^`\n]+)`|\bhttps?:\/\/[^\s<>"'`\p{Cc}\p{Cf}]{1,2000}|\*\*|~~|\*|_/giu
const URL_PARTS = /^https?:\/\/([^/?#\\]+)(.*)$/iu
const TRAILING = /[.,;:!?)\]}»”’*_~]{1,100}$/u
const WORD = /[\p{L}\p{N}]/u
const SPACE = /\s/u
const FENCE = '```'
const ITEM = /^\s{0,3}(?:[-*•]|(\d{1,9})[.)])\s+(\S.*)$/u
const QUOTED = /^>\s?(.*)$/u

/**
 * The usual signs as a small tree: **strong**, *emphasis*, ~~strike~~, `code`, fenced code, > quotes, lists and bare links. Whatever is none of
 * that stays as it was typed. Takes time in proportion to the text.
 */
export function parseMarkup(text: string): readonly Block[] {
  const blocks: Block[] = []
  const lines = text.split('\n')
  // One that nothing follows ends nothing that could begin with it.
  const lastFence = lines.findLastIndex(line => line.startsWith(FENCE))
  for (let at = 0; at < lines.length;) {
    const [block, next] = fenceAt(lines, at, lastFence) ?? quoteAt(lines, at) ?? listAt(lines, at) ?? paragraphAt(lines, at, lastFence)
    if (block !== undefined) blocks.push(block)
    at = next
  }
  return blocks
}

type Taken = readonly [block: Block | undefined, next: number]

function fenceAt(lines: readonly string[], at: number, lastFence: number): Taken | undefined {
  if (at >= lastFence || lines[at]?.startsWith(FENCE) !== true) return undefined
  const end = runFrom(lines, at + 1, line => !line.startsWith(FENCE))
  // The rest of the opening line names a language.
  return [{ kind: 'code', text: lines.slice(at + 1, end).join('\n') }, end + 1]
}

function quoteAt(lines: readonly string[], at: number): Taken | undefined {
  const end = runFrom(lines, at, line => QUOTED.test(line))
  if (end === at) return undefined
  const quoted = lines.slice(at, end).map(line => QUOTED.exec(line)?.[1] ?? '')
  return [{ kind: 'quote', children: parseInline(quoted.join('\n')) }, end]
}

function listAt(lines: readonly string[], at: number): Taken | undefined {
  const first = ITEM.exec(lines[at] ?? '')
  if (first === null) return undefined
  const isOrdered = first[1] !== undefined
  let number = Number(first[1] ?? 0)
  // Numbers that don't count on from one are somebody's own.
  if (isOrdered && number !== 1) return undefined
  const end = runFrom(lines, at, line => {
    const item = ITEM.exec(line)
    return item !== null && (item[1] !== undefined) === isOrdered && (!isOrdered || Number(item[1]) === number++)
  })
  const items = lines.slice(at, end).map(line => parseInline(ITEM.exec(line)?.[2] ?? ''))
  return [{ kind: 'list', isOrdered, items }, end]
}

function paragraphAt(lines: readonly string[], at: number, lastFence: number): Taken {
  const isPlain = (line: string, i: number): boolean =>
    i === at || !(QUOTED.test(line) || listAt([line], 0) !== undefined || (i < lastFence && line.startsWith(FENCE)))
  let end = at
  while (end < lines.length && isPlain(lines[end] ?? '', end)) end++
  const said = lines.slice(at, end).join('\n')
  const isBetween = said.trim() === '' && (at > 0 || end < lines.length)
  const inner = trimmedLines(said, at > 0, end < lines.length)
  return [isBetween ? undefined : { kind: 'paragraph', children: parseInline(inner) }, end]
}

/** Beside another block an empty line is seen as the space between. */
const trimmedLines = (said: string, isBehind: boolean, isBefore: boolean): string => {
  const started = isBehind ? said.replace(/^\n+/u, '') : said
  return isBefore ? started.replace(/\n{1,1000}$/u, '') : started
}

function runFrom(lines: readonly string[], at: number, isOfIt: (line: string) => boolean): number {
  let end = at
  while (end < lines.length && isOfIt(lines[end] ?? '')) end++
  return end
}

/** Something that was begun, and may come to an end. */
interface Open {
  readonly sign: string
  readonly children: Inline[]
}

/** Of a text without blocks. */
export function parseInline(text: string): readonly Inline[] {
  const open: [Open, ...Open[]] = [{ sign: '', children: [] }]
  let from = 0
  const put = (part: Inline): void => {
    const { children } = open.at(-1) ?? open[0]
    const last = children.at(-1)
    if (part.kind === 'text' && last?.kind === 'text') children[children.length - 1] = { kind: 'text', text: last.text + part.text }
    else if (part.kind !== 'text' || part.text !== '') children.push(part)
  }
  /** What was begun and not ended is what it was typed as. */
  const giveUp = ({ sign, children }: Open): void => {
    put({ kind: 'text', text: sign })
    for (const child of children) put(child)
  }
  function mark(sign: string, at: number): void {
    const before = text.slice(Math.max(0, at - 1), at)
    const after = text.slice(at + sign.length, at + sign.length + 1)
    const kind = MARKS[sign]
    const isWordy = sign.length > 1
    const begun = open.findIndex(one => one.sign === sign)
    const ends = begun > 0 && before !== '' && before !== sign[0] && !SPACE.test(before) && (isWordy || !WORD.test(after))
    if (ends && kind !== undefined) {
      while (open.length > begun + 1) giveUp(open.pop() as Open)
      const { children } = open.pop() as Open
      put(children.length === 0 ? { kind: 'text', text: sign + sign } : { kind, children })
    } else if (begun <= 0 && after !== '' && !SPACE.test(after) && (isWordy || !WORD.test(before))) {
      open.push({ sign, children: [] })
    } else {
      put({ kind: 'text', text: sign })
    }
  }
  const tokens = new RegExp(TOKEN)
  for (let found = tokens.exec(text); found !== null; found = tokens.exec(text)) {
    const { 0: token, 1: code, index } = found
    put({ kind: 'text', text: text.slice(from, index) })
    from = index + token.length
    if (code !== undefined) put({ kind: 'code', text: code })
    else if (token in MARKS) mark(token, index)
    else {
      const url = token.replace(TRAILING, '')
      // What trails a link may end something.
      tokens.lastIndex = from = index + url.length
      put(linkTo(url) ?? { kind: 'text', text: url })
    }
  }
  put({ kind: 'text', text: text.slice(from) })
  while (open.length > 1) giveUp(open.pop() as Open)
  return open[0].children
}

/** Whoever reads it sees the host that it leads to: none in letters that look like others, and no name before an @ that looks like one. */
function linkTo(url: string): Inline | undefined {
  const [, authority, rest] = URL_PARTS.exec(url) ?? []
  if (authority === undefined || authority.includes('@') || !URL.canParse(url)) return undefined
  const { protocol, host } = new URL(url)
  return { kind: 'link', url, shown: authority.toLowerCase() === host ? url : `${protocol}//${host}${rest}` }
}

/** All of it in one line, without its signs: for previews. */
export function plainText(text: string): string {
  const flat = (parts: readonly Inline[]): string =>
    parts.map(part => ('children' in part ? flat(part.children) : part.kind === 'link' ? part.shown : part.text)).join('')
  return parseMarkup(text)
    .map(block => (block.kind === 'list' ? block.items.map(flat).join(' · ') : block.kind === 'code' ? block.text : flat(block.children)))
    .join(' ')
    .replaceAll(/\s+/gu, ' ')
}
