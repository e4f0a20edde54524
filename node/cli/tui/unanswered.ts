import { randomUUID } from 'node:crypto'
import type { NodeEffect } from './node-effects.js'

/** Names for what is said, under which the node says it once, however often it is asked to. */
export interface Unanswered {
  /** The one that it had when its answer was lost, since it may have been said; a new one for all else. */
  nameFor(effect: NodeEffect): string
  lost(effect: NodeEffect, name: string): void
}

export function createUnanswered(): Unanswered {
  const names = new Map<string, string>()
  return {
    nameFor(effect) {
      const name = names.get(keyOf(effect)) ?? randomUUID()
      names.delete(keyOf(effect))
      return name
    },
    lost: (effect, name) => void names.set(keyOf(effect), name)
  }
}

/** What it answers is not put back with it. */
function keyOf(effect: NodeEffect): string {
  const { answers: _, ...said } = effect as NodeEffect & { readonly answers?: unknown }
  return JSON.stringify(said)
}
