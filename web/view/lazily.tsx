import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { usePage } from './page-context.js'

/** A view whose file comes when it is first shown; until then there is nothing to see of it. */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined
  return function Lazy(props: P) {
    const { attempt, place } = usePage()
    const isHere = useSignal(loaded !== undefined)
    async function fetchView(): Promise<void> {
      // What the network refuses is told, and asked for again when it is opened the next time.
      loaded ??= await attempt(load)
      isHere.value = loaded !== undefined
      if (loaded === undefined) place.show(undefined)
    }
    useEffect(() => {
      void fetchView()
    }, [])
    const View = isHere.value ? loaded : undefined
    return View === undefined ? null : <View {...props} />
  }
}
