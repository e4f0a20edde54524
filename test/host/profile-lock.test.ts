import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isChatError } from '../../node/base/errors.js'
import { lockProfile } from '../../node/host/profile-lock.js'

const HOLDER = fileURLToPath(new URL('lock-holder.js', import.meta.url))
const DEADLINE = { signal: AbortSignal.timeout(60_000) }

interface Holder {
  readonly process: ChildProcess
  readonly pid: number
  /** `held`, or the error's code and message. */
  readonly said: string
}

const profileLock = suite<{ folder: string; children: ChildProcess[] }>('profile lock')

profileLock.before.each(async context => {
  context.folder = await mkdtemp(join(tmpdir(), 'parley-lock-'))
  context.children = []
})

profileLock.after.each(async ({ folder, children }) => {
  await Promise.all(children.map(child => end(child, 'SIGKILL')))
  await rm(folder, { recursive: true })
})

async function hold({ folder, children }: { folder: string; children: ChildProcess[] }): Promise<Holder> {
  const child = spawn(process.execPath, [HOLDER, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  const [said]: string[] = await once(createInterface(child.stdout), 'line', DEADLINE)
  return { process: child, pid: child.pid ?? 0, said: said ?? '' }
}

async function end(child: ChildProcess, how: 'SIGKILL' | 'stdin'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit', DEADLINE)
  if (how === 'stdin') child.stdin?.end()
  else child.kill(how)
  await ended
}

profileLock('a second process is refused, and told the first one’s process id', async context => {
  const first = await hold(context)
  const second = await hold(context)
  assert.is(first.said, 'held')
  assert.match(second.said, `ERR_PROFILE_LOCKED process ${first.pid} uses the profile ${context.folder}`)
})

profileLock('killed with SIGKILL again and again, the holder leaves nothing in the way of the next', async context => {
  for (let i = 0; i < 4; i++) {
    const holder = await hold(context)
    assert.is(holder.said, 'held')
    assert.match((await hold(context)).said, `process ${holder.pid} `)
    await end(holder.process, 'SIGKILL')
  }
  await (
    await lockProfile(context.folder)
  )()
})

profileLock('a holder that is stopped, not ended, still holds', async context => {
  const holder = await hold(context)
  holder.process.kill('SIGSTOP')
  assert.match((await hold(context)).said, 'ERR_PROFILE_LOCKED')
})

profileLock('once released the next gets it', async context => {
  await end((await hold(context)).process, 'stdin')
  assert.is((await hold(context)).said, 'held')
})

profileLock('of many that try at once exactly one gets it', async context => {
  const all = await Promise.all(Array.from({ length: 5 }, () => hold(context)))
  assert.is(all.filter(({ said }) => said === 'held').length, 1)
  assert.is(all.filter(({ said }) => said.startsWith('ERR_PROFILE_LOCKED')).length, 4)
})

profileLock('within one process too; releasing twice is no harm', async ({ folder }) => {
  const release = await lockProfile(folder)
  const err: unknown = await lockProfile(folder).catch((thrown: unknown) => thrown)
  assert.ok(isChatError(err, 'ERR_PROFILE_LOCKED'))
  assert.match(err.message, `process ${process.pid} `)
  await Promise.all([release(), release()])
  assert.equal(await readdir(folder), ['lock'])
  await (
    await lockProfile(folder)
  )()
})

profileLock('a folder that can’t be written is ERR_STORE', async ({ folder }) => {
  await writeFile(join(folder, 'lock'), 'a file where the lock’s folder should be')
  const err: unknown = await lockProfile(folder).catch((thrown: unknown) => thrown)
  assert.ok(isChatError(err, 'ERR_STORE'))
})

profileLock.run()
