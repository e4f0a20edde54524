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
