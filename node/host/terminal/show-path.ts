import { homedir } from 'node:os'
import { isAbsolute, join, relative } from 'node:path'

/** As a person would write it: `~/.local/share/parley`. */
export function showPath(path: string): string {
  const fromHome = relative(homedir(), path)
  return fromHome.startsWith('..') || isAbsolute(fromHome) ? path : join('~', fromHome)
}
