import { ChatError } from '../../base/errors.js'

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const
type Unit = keyof typeof UNITS_MS

/** `30` and `30s` are seconds; `500ms`, `5m`, `2h`, `7d`, `4w` are what they say. @throws ERR_INVALID_ARGUMENT */
export function parseDuration(text: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)?$/.exec(text) ?? []
  const ms = Number(amount) * UNITS_MS[unit as Unit]
  if (!Number.isFinite(ms) || ms <= 0)
    throw new ChatError('ERR_INVALID_ARGUMENT', `${JSON.stringify(text)} is no time; write 30, 500ms, 5m, 2h, 7d or 4w`)
  return Math.ceil(ms)
}

/** Two units at most: `3 d 4 h`, `12 s`. */
export function showDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1_000))
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's']
  ] as const
  const first = parts.findIndex(([amount]) => amount > 0)
  if (first === -1) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ')
}
