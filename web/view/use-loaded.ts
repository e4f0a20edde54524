import { useSignal, type Signal } from '@preact/signals'
import { useCallback, useEffect } from 'preact/hooks'
import { usePage } from './page-context.js'

/** What the node says when the view opens, and again on `reload`; undefined until it has answered. */
export function useLoaded<T>(read: () => Promise<T>): { readonly found: Signal<T | undefined>; readonly reload: () => Promise<void> } {
  const { attempt } = usePage()
  const found = useSignal<T | undefined>(undefined)
  const reload = useCallback(async () => {
    await attempt(async () => {
      found.value = await read()
    })
  }, [])
  useEffect(() => void reload(), [])
  return { found, reload }
}
