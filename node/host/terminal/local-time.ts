const two = (value: number): string => String(value).padStart(2, '0')

/** The local day: `2030-01-31`. */
export function localDay(timeMs: number): string {
  const time = new Date(timeMs)
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
}

/** The local time of day: `09:05`. */
export function localTime(timeMs: number): string {
  const time = new Date(timeMs)
  return `${two(time.getHours())}:${two(time.getMinutes())}`
}

/** The time of day where it was today, else with its day. */
export function localMoment(timeMs: number, nowMs: number): string {
  const day = localDay(timeMs)
  return day === localDay(nowMs) ? localTime(timeMs) : `${day} ${localTime(timeMs)}`
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const SHORT_NAME_CHARS = 3
const DAY_MS = 86_400_000
const DAYS_OF_A_WEEK = 7

const midnight = (timeMs: number): number => new Date(timeMs).setHours(0, 0, 0, 0)

/** Whole local days from one moment to another, however long summer time made them. */
function daysBetween(earlierMs: number, laterMs: number): number {
  return Math.round((midnight(laterMs) - midnight(earlierMs)) / DAY_MS)
}

/** The local day as people call it: `Today`, `Yesterday`, `Thursday 31 January`, with the year where it is another. */
export function dayName(timeMs: number, nowMs: number): string {
  const days = daysBetween(timeMs, nowMs)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  const time = new Date(timeMs)
  const year = time.getFullYear() === new Date(nowMs).getFullYear() ? '' : ` ${time.getFullYear()}`
  return `${WEEKDAYS[time.getDay()]} ${time.getDate()} ${MONTHS[time.getMonth()]}${year}`
}

/** As short as it can be and still be found: `09:05` today, `Thu` within a week, `31 Jan`, else `2030`. */
export function shortMoment(timeMs: number, nowMs: number): string {
  const days = daysBetween(timeMs, nowMs)
  if (days === 0) return localTime(timeMs)
  const time = new Date(timeMs)
  if (days > 0 && days < DAYS_OF_A_WEEK) return (WEEKDAYS[time.getDay()] ?? '').slice(0, SHORT_NAME_CHARS)
  if (time.getFullYear() !== new Date(nowMs).getFullYear()) return String(time.getFullYear())
  return `${time.getDate()} ${(MONTHS[time.getMonth()] ?? '').slice(0, SHORT_NAME_CHARS)}`
}
