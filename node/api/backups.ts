import { readBackupFrames } from '../conversation/backup-frame.js'
import type { ConversationContext } from '../conversation/context.js'
import { createExporting } from '../conversation/exporting.js'
import { importBackup } from '../conversation/importing.js'
import type { Messenger } from '../conversation/messenger.js'
import { openBackup, sealBackup } from '../store/backup-seal.js'
import type { ExportedPart, ImportSummary } from './status.js'

// Loaded by who makes or reads a backup: a tab need not bring it along.

/** As `ChatApi.exportBackup`. */
export async function* exportAll(context: ConversationContext, messenger: Messenger, passphrase: string): AsyncGenerator<ExportedPart> {
  const exporting = createExporting(context, messenger)
  for await (const bytes of sealBackup(context.primitives, passphrase, exporting.frames()))
    yield { bytes, messages: exporting.messages, of: exporting.of }
}

/** As `ChatApi.importBackup`. */
export function importAll(
  context: ConversationContext,
  messenger: Messenger,
  passphrase: string,
  chunks: AsyncIterable<Uint8Array>
): Promise<ImportSummary> {
  return importBackup(context, messenger, readBackupFrames(openBackup(context.primitives, passphrase, chunks)))
}
