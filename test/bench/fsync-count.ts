import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'

/** Counts the syncs of a process, with strace where the machine has it and lets us: undefined where not. */
export async function countFsyncs(pid: number, log: string, meanwhile: () => Promise<void>): Promise<number | undefined> {
  const strace = spawn('strace', ['-f', '-e', 'trace=fsync,fdatasync', '-e', 'signal=none', '-o', log, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe']
  })
  const closed = new Promise<void>(resolve => strace.once('error', () => resolve()).once('close', () => resolve()))
  const attached = await Promise.race([
    once(strace.stderr, 'data').then(([text]) => String(text).includes(' attached')),
    closed.then(() => false)
  ])
  try {
    await meanwhile()
  } finally {
    strace.kill('SIGINT')
  }
  await closed
  return attached ? (await readFile(log, 'utf8')).match(/\b(fsync|fdatasync)\(/g)?.length : undefined
}
