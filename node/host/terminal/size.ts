import { ChatError } from '../../base/errors.js'

const UNITS = ['', 'K', 'M', 'G', 'T'] as const
const STEP = 1024

/** `512` is bytes; `64K`, `256M`, `1G`, `1 GiB` are powers of 1,024 of them. @throws ERR_INVALID_ARGUMENT */
export function parseSize(text: string): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?) ?([KMGT])?(?:iB|B)?$/i.exec(text.trim()) ?? []
  const bytes = Math.floor(Number(amount) * STEP ** UNITS.indexOf(unit.toUpperCase() as (typeof UNITS)[number]))
  if (!Number.isSafeInteger(bytes))
    throw new ChatError('ERR_INVALID_ARGUMENT', `${JSON.stringify(text)} is no size; write 512, 64K, 256M or 1G`)
  return bytes
}

/** In the largest unit that gives at least one of it, to one digit: `1 GiB`, `1.5 MiB`, `17 B`. */
export function showSize(bytes: number): string {
  const power = Math.min(UNITS.length - 1, bytes < STEP ? 0 : Math.floor(Math.log2(bytes) / Math.log2(STEP)))
  const amount = Math.round((bytes / STEP ** power) * 10) / 10
  return power === 0 ? `${bytes} B` : `${amount} ${UNITS[power]}iB`
}
