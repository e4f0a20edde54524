import { serviceDependencies, start, stop, type Startable } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Primitives } from '../../node/base/primitives.js'
import type { DirectoryService } from '../../node/network/directory.js'
import { forLatecomer } from './latecomer.js'
import { untilIdle } from './until-idle.js'

/**
 * The DHT, which is a quarter of all that a tab would have to load before it shows anything: it is loaded once the page has nothing else to
 * do. Until then it knows nobody, and who asks waits.
 */
export function lazyDirectory(primitives: Pick<Primitives, 'verify'>) {
  return (components: KadDHTComponents): DirectoryService & Startable => {
    let loaded: DirectoryService | undefined
    let loading: Promise<DirectoryService> | undefined

    async function load(): Promise<DirectoryService> {
      await untilIdle()
      const { directoryDHT } = await import('../../node/network/directory-dht.js')
      const service = directoryDHT(primitives, false)(forLatecomer(components))
      await start(service)
      loaded = service
      return service
    }

    const once = (): Promise<DirectoryService> => {
      loading ??= load()
      loading.catch(() => (loading = undefined)) // offline, and not in the cache: whoever asks next tries again
      return loading
    }

    const service = {
      [serviceDependencies]: ['@libp2p/identify'],
      async *get(...asked: Parameters<DirectoryService['get']>) {
        yield* (await once()).get(...asked)
      },
      async *put(...asked: Parameters<DirectoryService['put']>) {
        yield* (await once()).put(...asked)
      },
      getMode: () => loaded?.getMode() ?? ('client' as const),
      get routingTable() {
        return loaded?.routingTable ?? { size: 0 }
      },
      start(): void {
        void once().catch(() => undefined) // told to whoever asks
      },
      async stop(): Promise<void> {
        await stop(await loading?.catch(() => undefined))
      }
    }
    return service
  }
}
