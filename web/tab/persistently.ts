const AGAIN_MS = 2_000

/** What nothing goes on without: where the network refuses it, it is asked for again. */
export async function persistently<T>(fetch: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await fetch()
    } catch {
      await new Promise(resolve => setTimeout(resolve, AGAIN_MS))
    }
  }
}
