import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { useDialogWords } from './dialog-words.js'

const LOOK_EVERY_MS = 200
/** Of the picture that is looked at: enough for a code that fills a third of it. */
const MOST_PX = 960

/** What a QR code in the picture says; undefined where there is none. */
async function decode(source: HTMLVideoElement | ImageBitmap, width: number, height: number): Promise<string | undefined> {
  const scale = Math.min(1, MOST_PX / Math.max(width, height))
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) }
  const context = new OffscreenCanvas(size.width, size.height).getContext('2d', { willReadFrequently: true })
  if (context === null) return undefined
  context.drawImage(source, 0, 0, size.width, size.height)
  const { data } = context.getImageData(0, 0, size.width, size.height)
  const { default: readQr } = await import('qr/decode.js')
  try {
    return readQr({ ...size, data })
  } catch {
    return undefined // it says by throwing that there is no code, or none that is whole
  }
}

export async function readQrImage(file: Blob): Promise<string | undefined> {
  const bitmap = await createImageBitmap(file)
  try {
    return await decode(bitmap, bitmap.width, bitmap.height)
  } finally {
    bitmap.close()
  }
}

/** Looks through the camera for as long as it is shown. */
export function Scanner({ onFound }: { readonly onFound: (text: string) => void }) {
  const { add } = useDialogWords()
  const video = useRef<HTMLVideoElement>(null)
  const failed = useSignal(false)
  useEffect(() => {
    const over = new AbortController()
    let stream: MediaStream | undefined
    async function look(): Promise<void> {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
      const picture = video.current
      if (over.signal.aborted || picture === null) return end()
      picture.srcObject = stream
      await picture.play()
      while (!over.signal.aborted) {
        const text = await decode(picture, picture.videoWidth, picture.videoHeight)
        if (text !== undefined && !over.signal.aborted) return onFound(text)
        await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))
      }
    }
    const end = (): void => stream?.getTracks().forEach(track => track.stop())
    look().catch(() => {
      failed.value = !over.signal.aborted // the browser, or the person, said no; or there is no camera
    })
    return () => {
      over.abort()
      end()
    }
  }, [])
  if (failed.value) return <p role="alert">{add.noCamera}</p>
  return <video ref={video} class="scanner" muted playsInline aria-label={add.camera} />
}
