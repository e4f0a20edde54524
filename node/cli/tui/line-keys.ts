import { erase, moveCursor, type Draft, type Motion } from './draft.js'

const ERASES: Readonly<Record<string, Motion>> = { backspace: 'left', delete: 'right', 'ctrl+w': 'word-left', 'ctrl+u': 'line-start' }
const MOTIONS: Readonly<Record<string, Motion>> = {
  left: 'left',
  right: 'right',
  home: 'line-start',
  end: 'line-end',
  'ctrl+a': 'line-start',
  'ctrl+e': 'line-end'
}

/** Of a text that is one line: as it was where the key does nothing to it. */
export function lineKey(draft: Draft, name: string): Draft {
  const [erased, motion] = [ERASES[name], MOTIONS[name]]
  if (erased !== undefined) return erase(draft, erased)
  return motion === undefined ? draft : moveCursor(draft, motion)
}
