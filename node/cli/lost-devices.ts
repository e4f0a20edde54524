import { ChatError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { FoundAccount, FoundDevice } from '../api/find-account.js'
import { alignColumns } from '../host/terminal/columns.js'
import { inert } from '../host/terminal/inert.js'
import { localMoment } from '../host/terminal/local-time.js'
import type { Context } from './command.js'
import { ask } from './prompt.js'

/**
 * Which of an account's devices are to be revoked: as `--revoke` says, or as the person does. Nothing undoes it, so it is decided for nobody.
 * @throws ERR_INVALID_ARGUMENT for a name that fits no device, and where nobody said anything or can be asked
 */
export async function lostDevices(context: Context, account: FoundAccount, given: readonly string[]): Promise<readonly DeviceId[]> {
  const { terminal, signal } = context
  const { devices } = account
  if (devices.length === 0) return []
  if (!terminal.json) {
    terminal.note('This account has these devices:')
    for (const line of alignColumns(devices.map(({ name, sinceMs }) => [`  ${inert(name)}`, `since ${localMoment(sinceMs, Date.now())}`])))
      terminal.note(line)
  }
  if (given.length > 0) return chosen(devices, given)
  if (!terminal.canAsk) throw undecided(devices)
  terminal.note('Those that are lost are revoked, for good: they read nothing that is sent afterwards.')
  return chosen(devices, words(await ask(terminal, 'Which are lost? Names, none, or Enter for all: ', signal)))
}

function words(answer: string): string[] {
  return answer.split(/[\s,]+/).filter(word => word !== '')
}

function undecided(devices: readonly FoundDevice[]): ChatError {
  const names = devices.map(({ name }) => name).join(', ')
  const said = `say which of these devices are lost: ${names}; --revoke NAME for each, --revoke all, or --revoke none`
  return new ChatError('ERR_INVALID_ARGUMENT', said)
}

/** @throws ERR_INVALID_ARGUMENT for a name that fits none, or several */
function chosen(devices: readonly FoundDevice[], names: readonly string[]): readonly DeviceId[] {
  if (names.length === 1 && names[0] === 'none') return []
  if (names.length === 0 || (names.length === 1 && names[0] === 'all')) return devices.map(({ device }) => device)
  return names.map(name => {
    const [found, ...more] = devices.filter(one => one.name === name || one.device.endsWith(name))
    if (found !== undefined && more.length === 0) return found.device
    throw new ChatError('ERR_INVALID_ARGUMENT', `no device is called ${name}; there are ${devices.map(one => one.name).join(', ')}`)
  })
}
