import { readFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { round } from './figures.js'

/** `USER_HZ`: what Linux counts CPU time in, on every architecture Node runs on. */
const TICKS_PER_SECOND = 100

export function residentMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return round(Number(kb) / 1_024, 1)
}

/** User and system time of all threads so far, milliseconds. */
export function cpuMs(pid: number): number {
  // The name in the second field may hold spaces: what follows its closing parenthesis is counted from the third field.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  const [user, system] = [Number(fields[11]), Number(fields[12])]
  return ((user + system) * 1_000) / TICKS_PER_SECOND
}

/** Sum of the lengths of all files in a folder. */
export async function bytesOnDisk(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true })
  const sizes = await Promise.all(
    names.map(async name => {
      const entry = await stat(join(folder, name)).catch((err: NodeJS.ErrnoException) => {
        // LevelDB deletes files while it compacts.
        if (err.code === 'ENOENT') return undefined
        throw err
      })
      return entry?.isFile() === true ? entry.size : 0
    })
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
