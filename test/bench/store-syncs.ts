import type { Person } from '../e2e/person.js'

/** Reads how many batches a daemon has forced to its disk, from its Prometheus metrics: each is one fdatasync. */
export async function createSyncCounter({ name, api }: Person): Promise<() => Promise<number>> {
  const [{ http }, { token }] = [await api.endpoints(), await api.createToken({ scopes: ['read'] })]
  return async () => {
    const response = await fetch(new URL('/metrics', http), { headers: { authorization: `Bearer ${token}` } })
    const count = /^parley_store_syncs_total (\d+)$/m.exec(await response.text())?.[1]
    if (count === undefined) throw new Error(`${name}'s daemon tells nothing of syncs: ${response.status}`)
    return Number(count)
  }
}
