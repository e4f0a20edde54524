const KEPT_AS = 'parley.token'
const GIVEN = /^#t=([\w-]+)$/

/**
 * The token that the address brought, which leaves the address bar and the history of the browser at once; else the one that this tab
 * was opened with. Kept for this tab alone, and until it is closed.
 */
export function takeToken(): string | undefined {
  const given = GIVEN.exec(location.hash)?.[1]
  if (given === undefined) return sessionStorage.getItem(KEPT_AS) ?? undefined
  history.replaceState(null, '', location.pathname)
  sessionStorage.setItem(KEPT_AS, given)
  return given
}
