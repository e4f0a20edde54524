import type { Signal } from '@preact/signals'
import { Icon } from './icons.js'

const READ_BYTES = 256 * 1024

interface BackupFileProps {
  /** Stands there until one is chosen. */
  readonly label: string
  readonly file: Signal<File | undefined>
}

/** A backup that the person has, to be chosen. */
export function BackupFile({ label, file }: BackupFileProps) {
  return (
    <label class="button file-button">
      <Icon name="file" size={18} /> <span class="file-name">{file.value?.name ?? label}</span>
      <input
        id="backup-file"
        class="visually-hidden"
        type="file"
        onChange={event => (file.value = event.currentTarget.files?.item(0) ?? undefined)}
      />
    </label>
  )
}

/** Its bytes, a piece at a time. */
export async function* piecesOf(file: File): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += READ_BYTES) yield new Uint8Array(await file.slice(at, at + READ_BYTES).arrayBuffer())
}
