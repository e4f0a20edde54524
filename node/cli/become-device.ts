import { ChatError } from '../base/errors.js'
import { inert } from '../host/terminal/inert.js'
import type { Context } from './command.js'
import { withDeadline } from './deadline.js'
import { ask } from './prompt.js'
import type { ProfileValues } from './profile-options.js'
import { qrLines } from './qr-lines.js'

interface NewDeviceValues extends Pick<ProfileValues, 'passphrase-file' | 'no-passphrase'> {
  /** Multiaddrs, by which the other one can reach it. */
  readonly relay: readonly string[]
  readonly listen: readonly string[]
  readonly 'no-mdns': boolean
  /** Also where nobody looks. */
  readonly qr: boolean
  /** The words are taken for the same. */
  readonly yes: boolean
}

/** Shows by what another device of the person links this one, and waits until that is done. @throws ERR_TIMEOUT, ERR_ABORTED, ERR_ALREADY_EXISTS */
export async function becomeDevice(context: Context, options: NewDeviceValues): Promise<void> {
  const { newPassphrase } = await import('./profile.js')
  const { terminal, places, door, signal, timeoutMs } = context
  const passphrase = await newPassphrase(context, { ...options, name: undefined })
  const device = await door.awaitLink({
    profileDir: places.profileDir,
    relays: options.relay,
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(options.listen.length === 0 ? {} : { listen: options.listen }),
    mdns: !options['no-mdns'],
    async compare({ words, name, account }) {
      await terminal.show({ words, account }, () => [`${inert(name)} links this device. The words:`, `  ${terminal.style('bold', words)}`])
      return areTheSame(context, options, 'Does your other device show the same words?')
    }
  })
  try {
    const drawn = options.qr || terminal.isTty ? await qrLines(terminal, device.text, options.qr, 'parley device link --qr') : []
    await terminal.show({ link: device.text }, () => [device.text, ...drawn])
    terminal.note('On a device that you have, type parley device link and this text.')
    const late = 'no other device has linked this one; type parley device link again when you sit at both'
    const linked = await withDeadline(device.linked, { signal, late, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
    await terminal.show(linked, () => `${terminal.style('green', '✓')} ${linked.deviceName} is a device of ${inert(linked.name)} now`)
  } finally {
    await device.close()
  }
}

/** @throws ERR_INVALID_ARGUMENT where nobody can be asked */
export async function areTheSame({ terminal, signal }: Context, { yes }: Pick<NewDeviceValues, 'yes'>, question: string): Promise<boolean> {
  if (yes) return true
  if (!terminal.canAsk)
    throw new ChatError('ERR_INVALID_ARGUMENT', 'nobody can be asked here whether the words are the same; give --yes if they are')
  return /^y(es)?$/i.test(await ask(terminal, `${question} [y/N] `, signal))
}
