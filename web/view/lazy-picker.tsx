import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { EmojiPicker } from './emoji-picker.js'

type Picker = typeof EmojiPicker

/** The picker, once its file is here. */
export function LazyPicker(props: Parameters<Picker>[0]) {
  const picker = useSignal<{ readonly view: Picker } | undefined>(undefined)
  useEffect(() => {
    void import('./emoji-picker.js').then(({ EmojiPicker: view }) => (picker.value = { view }))
  }, [])
  const View = picker.value?.view
  return View === undefined ? null : <View {...props} />
}
