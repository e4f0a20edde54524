import type { Words } from '../strings/words.js'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const WEEK_DAYS = 6

/** Dates and numbers in one language, in the time zone of this machine. */
export interface Times {
  /** 14:05 */
  clock(atMs: number): string
  /** Today, yesterday, a weekday, a date: for what stands between days. */
  day(atMs: number): string
  /** As short as a list needs it. */
  brief(atMs: number): string
  /** Day and time. */
  moment(atMs: number): string
  /** Ahead of now, within a week by its weekday. */
  soon(atMs: number): string
  /** 2 hours ago */
  ago(atMs: number): string
  list(names: readonly string[]): string
  readonly number: (value: number) => string
  bytes(value: number): string
  /** A whole number of seconds in the largest unit that fits. */
  span(seconds: number): string
}

export function createTimes(language: string, words: Words): Times {
  // Of the ways to write dates in that language, the one that the browser is set to.
  const locale = navigator.languages.find(tag => tag.split('-')[0] === language) ?? language
  const format = (options: Intl.DateTimeFormatOptions): ((atMs: number) => string) => {
    const formatter = new Intl.DateTimeFormat(locale, options)
    return atMs => formatter.format(atMs)
  }
  const clock = format({ hour: '2-digit', minute: '2-digit' })
  const weekday = format({ weekday: 'long' })
  const shortWeekday = format({ weekday: 'short' })
  const longDay = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const shortDay = format({ day: 'numeric', month: 'short' })
  const fullDay = format({ day: '2-digit', month: '2-digit', year: '2-digit' })
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })

  const relative = new Intl.RelativeTimeFormat(locale, { style: 'short' })
  const joined = new Intl.ListFormat(locale, { type: 'conjunction' })

  function day(atMs: number): string {
    const ago = daysAgo(atMs)
    if (ago === 0) return words.list.today
    if (ago === 1) return words.list.yesterday
    return ago > 1 && ago <= WEEK_DAYS ? weekday(atMs) : longDay(atMs)
  }
  return {
    clock,
    day,
    brief(atMs) {
      const ago = daysAgo(atMs)
      if (ago === 0) return clock(atMs)
      if (ago === 1) return words.list.yesterday
      if (ago > 1 && ago <= WEEK_DAYS) return shortWeekday(atMs)
      return new Date(atMs).getFullYear() === new Date().getFullYear() ? shortDay(atMs) : fullDay(atMs)
    },
    soon(atMs) {
      const ahead = -daysAgo(atMs)
      if (ahead <= 0) return clock(atMs)
      return ahead <= WEEK_DAYS ? weekday(atMs) : shortDay(atMs)
    },
    ago(atMs) {
      const pastMs = Math.max(0, Date.now() - atMs)
      const [unit, ms] = AGO_UNITS.find(([, least]) => pastMs >= least) ?? (['minute', MINUTE_MS] as const)
      return relative.format(-Math.max(1, Math.floor(pastMs / ms)), unit)
    },
    list: names => joined.format(names),
    moment: atMs => (daysAgo(atMs) === 0 ? clock(atMs) : `${day(atMs)}, ${clock(atMs)}`),
    number: value => numbers.format(value),
    bytes(value) {
      const [unit, size] = BYTE_UNITS.find(([, least]) => value >= least) ?? (['byte', 1] as const)
      return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value / size)
    },
    span(seconds) {
      const [unit, size] = SPAN_UNITS.find(([, unitS]) => seconds % unitS === 0) ?? (['second', 1] as const)
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size)
    }
  }
}

const AGO_UNITS = [
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', MINUTE_MS]
] as const

const BYTE_UNITS = [
  ['gigabyte', 1_000_000_000],
  ['megabyte', 1_000_000],
  ['kilobyte', 1_000]
] as const

const SPAN_UNITS = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60]
] as const

const daysAgo = (atMs: number): number => Math.round((startOfDay(Date.now()) - startOfDay(atMs)) / DAY_MS)

function startOfDay(atMs: number): number {
  const date = new Date(atMs)
  // Without the zone's offset: days in which the clock is set are 23 or 25 hours long.
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
}

export const isSameDay = (aMs: number, bMs: number): boolean => startOfDay(aMs) === startOfDay(bMs)
