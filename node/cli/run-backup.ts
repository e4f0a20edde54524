import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { RpcClient } from '../api/rpc-client.js'
import { ChatError, isChatError } from '../base/errors.js'
import { createNewFile } from '../host/new-file.js'
import { createNodePrimitives } from '../host/node-crypto.js'
import { openBackup } from '../store/backup-seal.js'
import type { Context } from './command.js'
import { withDeadline } from './deadline.js'
import { inert } from '../host/terminal/inert.js'
import { localMoment } from '../host/terminal/local-time.js'
import { askTwice, passphraseIn } from './profile.js'
import { withProgress } from '../host/terminal/progress.js'
import { askHidden } from './prompt.js'
import { showPath } from '../host/terminal/show-path.js'

const READ_BYTES = 256 * 1024

interface BackupValues {
  readonly 'backup-passphrase-file': string | undefined
}

/** The file is made here, not by the daemon: it is written as whoever typed the command, where they may. */
export async function runExport(context: Context, daemon: RpcClient, path: string, options: BackupValues): Promise<void> {
  const { terminal, signal } = context
  const passphrase = await newPassphrase(context, options)
  const file = await createNewFile(path)
  let bytes = 0
  let done = { messages: 0, of: 0 }
  async function write(): Promise<void> {
    for await (const part of daemon.exportBackup({ passphrase })) {
      await file.write(part.bytes)
      bytes += part.bytes.length
      done = part
      requireTime(signal, 'nothing is kept of it')
    }
    await file.finish()
  }
  try {
    await withProgress(
      terminal,
      () => `${done.messages} messages`,
      () => withDeadline(write(), { signal, late: '' }),
      () => done.messages / Math.max(1, done.of)
    )
  } finally {
    await file.abandon()
  }
  const { messages } = done
  await terminal.show({ file: path, bytes, messages }, () => `${messages} messages, sealed in ${showPath(path)}`)
  terminal.note('It opens with its passphrase alone. To be yourself elsewhere you need the 24 words too: parley phrase')
}

/** Checks the whole file first, so that of one that is damaged nothing is written. */
export async function runImport(context: Context, daemon: RpcClient, path: string, options: BackupValues): Promise<void> {
  const { terminal, signal, hint } = context
  const size = await sizeOf(path)
  const passphrase = await knownPassphrase(context, options)
  const reading = createReading(context, path, size)
  await withProgress(
    terminal,
    () => 'checking the file',
    async () => {
      for await (const _ of openBackup(createNodePrimitives(), passphrase, reading.chunks())) reading.pause()
    },
    reading.share
  )
  const summary = await withProgress(
    terminal,
    () => 'importing',
    () => withDeadline(daemon.importBackup({ passphrase, chunks: reading.chunks() }), { signal, late: '' }),
    reading.share
  )
  await terminal.show(summary, () => {
    const { name, createdAtMs, messages, known, contacts, chats } = summary
    const news = `${messages} messages, ${contacts} contacts, ${chats} conversations are new here; ${known} messages were here already`
    return [`${inert(name)}'s backup of ${localMoment(createdAtMs, Date.now())}`, news]
  })
  const waiting = (await daemon.chats()).some(chat => chat.readOnly === 'waiting')
  if (waiting) terminal.note(`Some wait for a member to let this device in; until then they can be read: ${hint('parley chats')}`)
}

interface Reading {
  /** From the beginning, each time. @throws ERR_ABORTED */
  chunks(): AsyncGenerator<Uint8Array>
  /** Of the file, from 0 to 1. */
  readonly share: () => number
  /** @throws ERR_ABORTED */
  readonly pause: () => void
}

function createReading({ signal }: Context, path: string, size: number): Reading {
  let read = 0
  const pause = (): void => requireTime(signal, 'what was taken stays; import it again to go on')
  return {
    async *chunks() {
      read = 0
      const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: READ_BYTES })
      try {
        for await (const chunk of stream) {
          pause()
          read += chunk.length
          yield chunk
        }
      } catch (err) {
        throw isChatError(err) ? err : unreadable(path, err)
      }
    },
    share: () => read / Math.max(1, size),
    pause
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause)
  })
  if (found.isFile()) return found.size
  throw new ChatError('ERR_INVALID_ARGUMENT', `${path} is no file`)
}

const unreadable = (path: string, cause: unknown): ChatError =>
  new ChatError('ERR_INVALID_ARGUMENT', `can't read ${path}: check the path and its permissions`, { cause })

function requireTime(signal: AbortSignal, meanwhile: string): void {
  if (signal.aborted) throw new ChatError('ERR_ABORTED', `interrupted; ${meanwhile}`)
}

async function newPassphrase(context: Context, options: BackupValues): Promise<string> {
  const passphrase = (await filed(context, options)) ?? (await askTwice(requirePerson(context), 'A passphrase for the backup: '))
  if (passphrase !== '') return passphrase
  throw new ChatError('ERR_PASSPHRASE', 'a backup is never written without a passphrase: whoever found the file could read it')
}

async function knownPassphrase(context: Context, options: BackupValues): Promise<string> {
  return (await filed(context, options)) ?? askHidden(requirePerson(context), 'Passphrase of the backup: ')
}

async function filed(context: Context, options: BackupValues): Promise<string | undefined> {
  const file = options['backup-passphrase-file']
  return file === undefined ? undefined : passphraseIn(context, file)
}

function requirePerson({ terminal }: Context): Context['terminal'] {
  if (terminal.canAsk) return terminal
  throw new ChatError('ERR_PASSPHRASE', 'a backup has a passphrase, and nobody can be asked for it here; use --backup-passphrase-file')
}
