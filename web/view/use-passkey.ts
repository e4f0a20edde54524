import type { Passkey } from '../state/page-host.js'
import { usePage } from './page-context.js'

/** What gives the passphrase of this profile; undefined where the person knows one, or there is none. */
export function usePasskey(): Passkey | undefined {
  const { passkey } = usePage()
  return passkey?.isUsed.value === true ? passkey : undefined
}
