import { useSignal, type Signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useDialogWords } from './dialog-words.js'
import { Icon } from './icons.js'
import { usePage } from './page-context.js'
import { readQrImage, Scanner } from './scanner.js'

interface LinkReaderProps {
  readonly link: Signal<string>
  /** Where it can be typed, too: an image that is pasted there is read. */
  readonly children: ComponentChildren
}

/** Reads a link with the camera, or from an image. */
export function LinkReader({ link, children }: LinkReaderProps) {
  const { notices } = usePage()
  const { add } = useDialogWords()
  const isScanning = useSignal(false)

  async function readImage(file: Blob | null | undefined): Promise<void> {
    if (file === null || file === undefined) return
    const text = await readQrImage(file).catch(() => undefined) // no picture that this browser knows
    if (text === undefined) notices.tell(add.noCode, { tone: 'bad' })
    else link.value = text
  }

  return (
    <div
      class="stack"
      onPaste={event => {
        const image = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'))
        if (image !== undefined) void readImage(image)
      }}
    >
      {isScanning.value && (
        <Scanner
          onFound={text => {
            link.value = text
            isScanning.value = false
          }}
        />
      )}
      <div class="buttons">
        <button type="button" class="button" onClick={() => (isScanning.value = !isScanning.value)}>
          <Icon name="camera" size={18} /> {isScanning.value ? add.stopScan : add.scan}
        </button>
        <label class="button file-button">
          <Icon name="image" size={18} /> {add.fromImage}
          <input
            type="file"
            accept="image/*"
            class="visually-hidden"
            onChange={event => void readImage(event.currentTarget.files?.item(0))}
          />
        </label>
      </div>
      {children}
    </div>
  )
}
