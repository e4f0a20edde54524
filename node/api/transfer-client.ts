import { fromBase64url, toBase64url } from '../base/bytes.js'
import type { ChatApi } from './chat-api.js'
import { MAX_IMPORT_CHUNK_BYTES, type TransferApi } from './transfers.js'

/** The two methods of `ChatApi` that carry bytes, over a door that carries JSON. */
export function carryTransfers(api: TransferApi): Pick<ChatApi, 'exportBackup' | 'importBackup'> {
  /** It is given up anyway, if only after a minute: what went wrong before is what counts. */
  const abandon = (transfer: number): Promise<void> => api.abandonTransfer({ transfer }).catch(() => undefined)

  return {
    async *exportBackup(args) {
      const { transfer } = await api.openExport(args)
      let isOver = false
      try {
        for (;;) {
          const part = await api.readExport({ transfer })
          isOver = part === null
          if (part === null) return
          const { chunk, ...progress } = part
          yield { bytes: fromBase64url(chunk), ...progress }
        }
      } finally {
        if (!isOver) await abandon(transfer)
      }
    },
    async importBackup({ passphrase, chunks }) {
      const { transfer } = await api.openImport({ passphrase })
      try {
        for await (const bytes of chunks)
          for (let at = 0; at < bytes.length; at += MAX_IMPORT_CHUNK_BYTES)
            await api.writeImport({ transfer, chunk: toBase64url(bytes.subarray(at, at + MAX_IMPORT_CHUNK_BYTES)) })
        return await api.closeImport({ transfer })
      } catch (err) {
        await abandon(transfer)
        throw err
      }
    }
  }
}
