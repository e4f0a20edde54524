import { fromBase64url, toBase64url } from '../base/bytes.js'
import type { Clock } from '../base/clock.js'
import { ChatError } from '../base/errors.js'
import type { AsyncStop, Stop } from '../base/lifecycle.js'
import type { ChatApi } from './chat-api.js'
import type { ExportedPart, ImportSummary } from './status.js'

/** Bytes of one `writeImport`, so that the request stays far below what a door takes. */
export const MAX_IMPORT_CHUNK_BYTES = 256 * 1024
/** One that nobody goes on with for so long is given up. */
const IDLE_MS = 60_000
const MAX_TRANSFERS = 4

/**
 * `exportBackup` and `importBackup` in pieces, for JSON-RPC: the caller pulls and pushes, and so the file is the caller's, who alone
 * knows what it may read and write. Chunks are base64url. One call at a time for each transfer, otherwise ERR_BUSY.
 */
export interface TransferApi {
  openExport(args: { passphrase: string }): Promise<{ transfer: number }>
  /** Null at the end. @throws ERR_NOT_FOUND once it has ended or was given up */
  readExport(args: { transfer: number }): Promise<(Omit<ExportedPart, 'bytes'> & { readonly chunk: string }) | null>
  openImport(args: { passphrase: string }): Promise<{ transfer: number }>
  /** Resolves when the next one can come. @throws what the import throws */
  writeImport(args: { transfer: number; chunk: string }): Promise<void>
  /** That was all. */
  closeImport(args: { transfer: number }): Promise<ImportSummary>
  /** What was imported so far stays. Idempotent. */
  abandonTransfer(args: { transfer: number }): Promise<void>
}

export interface Transfers extends TransferApi {
  /** Gives up what is under way. */
  close: AsyncStop
}

interface Transfer {
  readonly parts?: AsyncIterator<ExportedPart>
  readonly feed?: Feed
  readonly abandon: AsyncStop
  stopTimer: Stop
  busy: boolean
}

export function createTransfers(api: Pick<ChatApi, 'exportBackup' | 'importBackup'>, clock: Pick<Clock, 'after'>): Transfers {
  const transfers = new Map<number, Transfer>()
  let last = 0

  function open(begin: () => Omit<Transfer, 'stopTimer' | 'busy'>): { transfer: number } {
    if (transfers.size >= MAX_TRANSFERS)
      throw new ChatError('ERR_QUOTA', `${MAX_TRANSFERS} backups are being read or written; wait until one of them is done`)
    const transfer = ++last
    transfers.set(transfer, { ...begin(), stopTimer: awaitNext(transfer), busy: false })
    return { transfer }
  }

  function awaitNext(transfer: number): Stop {
    return clock.after(IDLE_MS, () => void abandon(transfer))
  }

  async function abandon(transfer: number): Promise<void> {
    const of = transfers.get(transfer)
    transfers.delete(transfer)
    of?.stopTimer()
    await of?.abandon()
  }

  function find<K extends 'parts' | 'feed'>(transfer: number, kind: K): Transfer & Required<Pick<Transfer, K>> {
    const of = transfers.get(transfer)
    if (of?.[kind] === undefined) throw new ChatError('ERR_NOT_FOUND', `there is no transfer ${transfer} under way; begin it again`)
    if (of.busy) throw new ChatError('ERR_BUSY', 'the chunk before this one is still being worked on; wait for its answer')
    return of as Transfer & Required<Pick<Transfer, K>>
  }

  /** A transfer that has failed is over. */
  async function step<T>(transfer: number, of: Transfer, work: () => Promise<T>): Promise<T> {
    of.stopTimer()
    of.busy = true
    try {
      return await work()
    } catch (err) {
      await abandon(transfer)
      throw err
    } finally {
      of.busy = false
      if (transfers.has(transfer)) of.stopTimer = awaitNext(transfer)
    }
  }

  return {
    openExport: async ({ passphrase }) =>
      open(() => {
        const parts = api.exportBackup({ passphrase })[Symbol.asyncIterator]()
        return { parts, abandon: async () => void (await parts.return?.()) }
      }),
    async readExport({ transfer }) {
      const of = find(transfer, 'parts')
      return step(transfer, of, async () => {
        const { value, done } = await of.parts.next()
        if (done !== true) {
          const { bytes, ...progress } = value
          return { chunk: toBase64url(bytes), ...progress }
        }
        await abandon(transfer)
        return null
      })
    },
    openImport: async ({ passphrase }) =>
      open(() => {
        const feed = createFeed(chunks => api.importBackup({ passphrase, chunks }))
        return { feed, abandon: feed.abandon }
      }),
    async writeImport({ transfer, chunk }) {
      const of = find(transfer, 'feed')
      await step(transfer, of, () => of.feed.put(fromBase64url(chunk)))
    },
    async closeImport({ transfer }) {
      const of = find(transfer, 'feed')
      const summary = await step(transfer, of, () => of.feed.end())
      await abandon(transfer)
      return summary
    },
    abandonTransfer: ({ transfer }) => abandon(transfer),
    async close() {
      for (const transfer of transfers.keys()) await abandon(transfer)
    }
  }
}

/** An import that is given its bytes from outside, one chunk at a time. */
interface Feed {
  /** Resolves once it is taken. */
  put(chunk: Uint8Array): Promise<void>
  end(): Promise<ImportSummary>
  readonly abandon: AsyncStop
}

function createFeed(importFrom: (chunks: AsyncIterable<Uint8Array>) => Promise<ImportSummary>): Feed {
  let offered: { readonly chunk: Uint8Array; readonly taken: Stop } | undefined
  let ended: { readonly err?: ChatError } | undefined
  let wake: Stop | undefined

  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (offered !== undefined) {
        const { chunk, taken } = offered
        offered = undefined
        taken()
        yield chunk
      } else if (ended?.err !== undefined) throw ended.err
      else if (ended !== undefined) return
      else await new Promise<void>(resolve => (wake = resolve))
    }
  }

  const done = importFrom(chunks())
  done.catch(() => undefined) // told to whoever gives the next chunk

  return {
    async put(chunk) {
      const taken = new Promise<void>(resolve => (offered = { chunk, taken: resolve }))
      wake?.()
      await Promise.race([taken, done])
    },
    end() {
      ended ??= {}
      wake?.()
      return done
    },
    async abandon() {
      ended ??= { err: new ChatError('ERR_ABORTED', 'the backup was not given to its end; what was taken stays, import it again') }
      wake?.()
      await done.catch(() => undefined) // that it was given up, or what was told before
    }
  }
}
