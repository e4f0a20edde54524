import { readFileSync } from 'node:fs'

/** What the machine itself can do at best, of the same kind as the figure it stands beside. */
export interface Bound {
  /** The figure of the row that is compared: a latency in ms (less is better) or something a second (more is better). */
  readonly figure: string
  readonly limit: number
  /** What was measured for the limit. */
  readonly of: string
}

export interface Row {
  readonly peer: string
  readonly job: string
  /** For people: what was done. */
  readonly what: string
  readonly figures: Readonly<Record<string, number>>
  readonly bound?: Bound
  /** For people: what it should be, or what others take. */
  readonly goal?: string
}

export interface Report {
  add(row: Row): void
}

const NAME_COLUMNS = 24
const LESS_IS_BETTER = /^p\d\d$|_ms$|^max$/

/** How many times worse than the limit. */
function ratioOf({ figure, limit }: Bound, figures: Row['figures']): number {
  const value = figures[figure] ?? NaN
  return Number((LESS_IS_BETTER.test(figure) ? value / limit : limit / value).toFixed(2))
}

/** One minute's load average: tells a row that was measured on a busy machine. */
function load(): number {
  return Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0])
}

function jsonOf({ peer, job, figures, bound }: Row): string {
  const compared = bound && { limit_figure: bound.figure, limit: bound.limit, limit_of: bound.of, ratio: ratioOf(bound, figures) }
  return JSON.stringify({ peer, job, ...figures, ...compared, load: load() })
}

function textOf({ peer, job, what, figures, bound, goal }: Row): string {
  const indent = `\n${' '.repeat(NAME_COLUMNS)} `
  const values = Object.entries(figures).map(([name, value]) => `${name} ${value.toLocaleString('en')}`)
  const compared =
    bound && `${indent}${bound.figure} at best ${bound.limit.toLocaleString('en')} (${bound.of}): × ${ratioOf(bound, figures)}`
  const wanted = goal && `${indent}goal: ${goal}`
  return `${`${peer} ${job}`.padEnd(NAME_COLUMNS)} ${what}${indent}${values.join('  ')}${compared ?? ''}${wanted ?? ''}`
}

/** Writes each row as it comes: a JSON line, or lines to read. */
export function createReport(asJson: boolean, write: (line: string) => void): Report {
  return { add: row => write(asJson ? jsonOf(row) : textOf(row)) }
}
