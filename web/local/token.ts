import { takeFromAddress } from '../state/address.js'

const KEPT_AS = 'parley.token'
const GIVEN = /^#t=([\w-]+)$/

/**
 * Hands over the token that the address brings, now or later, and else at once the one that this tab was opened with; undefined: there is
 * none. Kept for this tab alone, and until it is closed.
 */
export function takeTokens(take: (token: string | undefined) => void): void {
  let isGiven = false
  takeFromAddress(GIVEN, token => {
    isGiven = true
    sessionStorage.setItem(KEPT_AS, token)
    take(token)
  })
  if (!isGiven) take(sessionStorage.getItem(KEPT_AS) ?? undefined)
}
