/**
 * Takes what the address brings behind its #, now and whenever a link is put into the address of the open page. It leaves the address bar
 * and the history of the browser at once.
 */
export function takeFromAddress(kind: RegExp, take: (brought: string, address: string) => void): void {
  const look = (): void => {
    const brought = kind.exec(location.hash)?.[1]
    if (brought === undefined) return
    const { href, pathname } = location
    history.replaceState(history.state, '', pathname)
    take(brought, href)
  }
  look()
  addEventListener('hashchange', look)
}
