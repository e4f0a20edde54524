import type { Stop } from './lifecycle.js'

/** Typed events without a global: listeners run in order of registration; one that throws never stops the others. */
export interface Emitter<Events extends Record<string, unknown>> {
  on<K extends keyof Events>(name: K, listener: (event: Events[K]) => void): Stop
  emit<K extends keyof Events>(name: K, event: Events[K]): void
}

export function createEmitter<Events extends Record<string, unknown>>(): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(event: never) => void>>()
  return {
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => void set.delete(listener)
    },
    emit(name, event) {
      for (const listener of listeners.get(name) ?? []) {
        try {
          listener(event as never)
        } catch (err) {
          // A listener's bug is reported like any uncaught error, outside of the emitter's own work.
          queueMicrotask(() => {
            throw err
          })
        }
      }
    }
  }
}
