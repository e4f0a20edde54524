import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ExportedPart, ImportSummary } from '../../node/api/status.js'
import { carryTransfers } from '../../node/api/transfer-client.js'
import { createTransfers, MAX_IMPORT_CHUNK_BYTES } from '../../node/api/transfers.js'
import { concat, toBase64url } from '../../node/base/bytes.js'
import { systemClock } from '../../node/base/clock.js'
import { ChatError } from '../../node/base/errors.js'
import type { AccountId } from '../../node/base/ids.js'
import { rejection } from '../identity/refusal.js'

const transfers = suite('backups over JSON-RPC')
const PASSPHRASE = 'correct horse'
const SUMMARY: ImportSummary = {
  account: 'a'.repeat(64) as AccountId,
  name: 'Ada',
  createdAtMs: 0,
  contacts: 0,
  chats: 0,
  messages: 1,
  known: 0
}

interface Side {
  readonly taken: Uint8Array[]
  /** How the generator or the import ended. */
  readonly ends: string[]
}

const counted = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i % 251)

/** A node with a backup of three parts, that takes any backup but one with `bad` bytes. */
function node(side: Side, bad = 666) {
  return {
    async *exportBackup(): AsyncGenerator<ExportedPart> {
      try {
        for (let messages = 1; messages <= 3; messages++) yield { bytes: counted(messages), messages, of: 3 }
      } finally {
        side.ends.push('export')
      }
    },
    async importBackup({ chunks }: { chunks: AsyncIterable<Uint8Array> }): Promise<ImportSummary> {
      try {
        for await (const chunk of chunks) {
          if (chunk.length === bad) throw new ChatError('ERR_RECORD_DAMAGED', 'this backup is damaged')
          side.taken.push(chunk)
        }
        return SUMMARY
      } catch (err) {
        side.ends.push((err as ChatError).code)
        throw err
      }
    }
  }
}

async function* inChunks(...lengths: number[]): AsyncGenerator<Uint8Array> {
  for (const length of lengths) yield counted(length)
}

async function* torn(): AsyncGenerator<Uint8Array> {
  yield counted(1)
  throw new ChatError('ERR_ABORTED', 'interrupted')
}

const sideOf = (): Side => ({ taken: [], ends: [] })

transfers('carry an export whole, with how far it is', async () => {
  const parts: ExportedPart[] = []
  for await (const part of carryTransfers(createTransfers(node(sideOf()), systemClock)).exportBackup({ passphrase: PASSPHRASE }))
    parts.push(part)
  assert.equal(
    parts,
    [1, 2, 3].map(messages => ({ bytes: counted(messages), messages, of: 3 }))
  )
})

transfers('carry an import whole, in pieces that fit a request, and tell what it brought', async () => {
  const side = sideOf()
  const client = carryTransfers(createTransfers(node(side), systemClock))
  const chunks = inChunks(3 * MAX_IMPORT_CHUNK_BYTES + 5, 0, 7)
  assert.equal(await client.importBackup({ passphrase: PASSPHRASE, chunks }), SUMMARY)
  assert.ok(side.taken.every(({ length }) => length <= MAX_IMPORT_CHUNK_BYTES))
  assert.equal(concat(side.taken), concat([counted(3 * MAX_IMPORT_CHUNK_BYTES + 5), counted(7)]))
})

transfers('end an export that nobody reads to its end', async () => {
  const side = sideOf()
  const client = carryTransfers(createTransfers(node(side), systemClock))
  for await (const { messages } of client.exportBackup({ passphrase: PASSPHRASE })) if (messages === 2) break
  assert.equal(side.ends, ['export'])
})

transfers('tell the giver why an import failed, and tell the import that its giver failed', async () => {
  const side = sideOf()
  const api = createTransfers(node(side, 9), systemClock)
  const client = carryTransfers(api)
  await rejection(client.importBackup({ passphrase: PASSPHRASE, chunks: inChunks(1, 9, 1, 1) }), 'ERR_RECORD_DAMAGED')
  await rejection(client.importBackup({ passphrase: PASSPHRASE, chunks: torn() }), 'ERR_ABORTED')
  assert.equal(side.ends, ['ERR_RECORD_DAMAGED', 'ERR_ABORTED'])
  await rejection(api.closeImport({ transfer: 1 }), 'ERR_NOT_FOUND')
})

transfers('take one call at a time, four transfers at a time, and no export for an import', async () => {
  const api = createTransfers(node(sideOf()), systemClock)
  const [first, second] = await Promise.all([1, 2, 3, 4].map(() => api.openExport({ passphrase: PASSPHRASE })))
  await rejection(api.openImport({ passphrase: PASSPHRASE }), 'ERR_QUOTA')
  await rejection(api.writeImport({ transfer: first?.transfer ?? 0, chunk: 'AA' }), 'ERR_NOT_FOUND')
  const reading = api.readExport({ transfer: second?.transfer ?? 0 })
  await rejection(api.readExport({ transfer: second?.transfer ?? 0 }), 'ERR_BUSY')
  await reading
  await api.abandonTransfer({ transfer: 1 })
  await api.abandonTransfer({ transfer: 1 })
  const { transfer } = await api.openImport({ passphrase: PASSPHRASE })
  await rejection(api.writeImport({ transfer, chunk: '!' }), 'ERR_MALFORMED')
  await api.close()
})

transfers('are given up when nobody goes on with them for a minute, and when the daemon ends', async () => {
  const side = sideOf()
  const timers: (() => void)[] = []
  const api = createTransfers(node(side), { after: (_, run) => (timers.push(run), () => undefined) })
  const { transfer } = await api.openExport({ passphrase: PASSPHRASE })
  await api.readExport({ transfer })
  timers.at(-1)?.()
  await rejection(api.readExport({ transfer }), 'ERR_NOT_FOUND')
  const opened = await api.openImport({ passphrase: PASSPHRASE })
  await api.writeImport({ transfer: opened.transfer, chunk: toBase64url(counted(3)) })
  await api.close()
  assert.equal(side.ends, ['export', 'ERR_ABORTED'])
})

transfers.run()
