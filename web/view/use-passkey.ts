import type { Passkey } from '../state/page-host.js'
import { usePage } from './page-context.js'
import { useLoaded } from './use-loaded.js'

/** What gives the passphrase of this profile; undefined where the person knows one, or there is none. */
export function usePasskey(): Passkey | undefined {
  const { passkey } = usePage()
  const { found: isUsed } = useLoaded(async () => passkey?.isUsed())
  return isUsed.value === true ? passkey : undefined
}
