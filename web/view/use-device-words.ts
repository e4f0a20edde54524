import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { deviceWords, type DeviceWords } from '../strings/devices/words.js'
import { usePage } from './page-context.js'

/** What there is to say of devices; undefined until it has come. */
export function useDeviceWords(): DeviceWords | undefined {
  const { attempt, preferences } = usePage()
  const spoken = useSignal<DeviceWords | undefined>(undefined)
  const language = preferences.language.value
  async function speak(): Promise<void> {
    spoken.value = (await attempt(() => deviceWords(language))) ?? spoken.value
  }
  useEffect(() => void speak(), [language])
  return spoken.value
}
