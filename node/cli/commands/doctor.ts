import { stat } from 'node:fs/promises'
import type { Check } from '../../api/status.js'
import { isChatError } from '../../base/errors.js'
import { command, DAEMON_EXITS, withDaemon, type Context } from '../command.js'
import type { Exit } from '../../host/terminal/exit-code.js'
import { checkLines } from '../check-lines.js'
import { showPath } from '../../host/terminal/show-path.js'

export const doctor = command({
  name: 'doctor',
  summary: 'check this machine, the profile and the running node, and say what to mend',
  arguments: [],
  options: {},
  examples: [['parley doctor', 'each check, and what to do where it is not well']],
  exits: DAEMON_EXITS,
  run: async context => {
    const { terminal } = context
    const { checks, exit } = await examine(context)
    await terminal.show(checks, () => checkLines(terminal, checks))
    return exit
  }
})

/** The running node knows best; where none runs, what can be seen from outside. */
async function examine(context: Context): Promise<{ readonly checks: readonly Check[]; readonly exit: Exit }> {
  try {
    return await withDaemon(context, async daemon => {
      const { version } = await daemon.status()
      const checks = [{ name: 'daemon', ok: true, detail: `runs, version ${version}` }, ...(await daemon.doctor())]
      return { checks, exit: checks.every(({ ok, chosen }) => ok || chosen) ? 'ok' : 'error' }
    })
  } catch (err) {
    if (!isChatError(err, 'ERR_NO_DAEMON')) throw err
    const daemon = { name: 'daemon', ok: false, detail: 'does not run', advice: context.hint('parley start') }
    return { checks: [await checkProfile(context), daemon], exit: 'noDaemon' }
  }
}

async function checkProfile({ places: { profileDir }, hint }: Context): Promise<Check> {
  const where = showPath(profileDir)
  try {
    const { mode } = await stat(profileDir)
    if ((mode & 0o077) === 0) return { name: 'profile', ok: true, detail: `${where}, for its owner alone` }
    return { name: 'profile', ok: false, detail: `others can enter ${where}`, advice: `chmod 700 ${where}` }
  } catch {
    // Whatever keeps us from seeing it, there is no profile to use.
    return { name: 'profile', ok: false, detail: `there is none at ${where}`, advice: hint('parley start') }
  }
}
