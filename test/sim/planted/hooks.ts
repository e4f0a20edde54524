import type { InitializeHook, LoadHook } from 'node:module'
import { bugCalled, plant, type Bug } from './bugs.js'

let bug: Bug | undefined

/** Module hooks (node:module) that hand out one file of the product with a bug in it. The files stay as they are. */
export const initialize: InitializeHook<string> = name => {
  bug = bugCalled(name)
}

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context)
  if (bug === undefined || !url.endsWith(`/dist/${bug.file}`)) return loaded
  const source = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source)
  return { ...loaded, source: plant(bug, source) }
}
