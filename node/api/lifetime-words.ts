const UNITS = [
  ['week', 7 * 24 * 60 * 60],
  ['day', 24 * 60 * 60],
  ['hour', 60 * 60],
  ['minute', 60],
  ['second', 1]
] as const

/** A whole number of the largest unit that fits: `1 week`, `90 minutes`. */
export function lifetimeWords(seconds: number): string {
  const [unit, length] = UNITS.find(([, unitS]) => seconds % unitS === 0) ?? ['second', 1]
  const count = seconds / length
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`
}

/** What somebody did who has changed how long messages live; 0 seconds: without end. */
export const lifetimeDeed = (seconds: number): string =>
  seconds === 0 ? 'let messages stay' : `set messages to disappear ${lifetimeWords(seconds)} after they are read`
