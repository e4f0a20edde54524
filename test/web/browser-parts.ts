/** As much of a browser as a part of the page asks for, in place of the globals of that name. */
export function withGlobals(parts: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(parts)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
}

/** Makes what happens to a window, or to a document, happen. */
export function createTarget(): { readonly target: EventTarget; fire(name: string, more?: object): void } {
  const target = new EventTarget()
  return { target, fire: (name, more = {}) => void target.dispatchEvent(Object.assign(new Event(name), more)) }
}

interface HeldLock {
  readonly name: string
}

/** Locks of one origin, of which each is given to whoever waits for it longest; a shared one to everybody. */
export function createLocks() {
  const held: HeldLock[] = []
  const waiting: { readonly name: string; readonly begin: () => void }[] = []

  function run<T>(name: string, task: () => T | Promise<T>): Promise<T> {
    const lock = { name }
    held.push(lock)
    return Promise.resolve()
      .then(task)
      .finally(() => {
        held.splice(held.indexOf(lock), 1)
        const next = waiting.findIndex(other => other.name === name)
        if (next !== -1) waiting.splice(next, 1)[0]?.begin()
      })
  }

  function request<T>(name: string, ...given: readonly unknown[]): Promise<T> {
    const task = given.at(-1) as () => T | Promise<T>
    const { mode, signal } = (given.length > 1 ? given[0] : {}) as LockOptions
    if (mode === 'shared' || held.every(lock => lock.name !== name)) return run(name, task)
    return new Promise((resolve, reject) => {
      const wish = { name, begin: () => void run(name, task).then(resolve, reject) }
      waiting.push(wish)
      signal?.addEventListener('abort', () => {
        const at = waiting.indexOf(wish)
        if (at === -1) return
        waiting.splice(at, 1)
        reject(new DOMException('given up', 'AbortError'))
      })
    })
  }

  return { request, query: async () => ({ held: [...held], pending: [] }) }
}

/** One window's address and history, with whoever uses them. */
export function createAddress() {
  const events = createTarget()
  const entries: { hash: string; state: unknown }[] = [{ hash: '', state: null }]
  let at = 0
  const here = () => entries[at] ?? { hash: '', state: null }
  const hashOf = (url?: string): string => (url === undefined || url === '' ? here().hash : (/#.*$/.exec(url)?.[0] ?? ''))

  function push(hash: string, state: unknown): void {
    entries.splice(++at, Infinity, { hash, state })
  }

  function step(by: number): void {
    at += by
    events.fire('popstate', { state: here().state })
  }

  withGlobals({
    addEventListener: events.target.addEventListener.bind(events.target),
    location: {
      pathname: '/',
      get hash() {
        return here().hash
      },
      get href() {
        return `https://relay.example/${here().hash}`
      }
    },
    history: {
      get state() {
        return here().state
      },
      pushState: (state: unknown, _: string, url?: string) => push(hashOf(url), state),
      replaceState: (state: unknown, _: string, url?: string) => void (entries[at] = { hash: hashOf(url), state }),
      back: () => queueMicrotask(() => step(-1))
    }
  })

  return {
    /** All of the history, and where in it the window is. */
    entries: () => entries.map(({ hash, state }) => ({ hash, state })),
    at: () => at,
    back: () => step(-1),
    /** Somebody puts a link into the address bar. */
    enter: (hash: string): void => {
      push(hash, null)
      events.fire('popstate', { state: null })
      events.fire('hashchange')
    }
  }
}
