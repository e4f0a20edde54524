// Tries to lock the profile in argv[2], says how that went, and holds the lock until its standard input ends.
import { once } from 'node:events'
import { isChatError } from '../../node/base/errors.js'
import { lockProfile } from '../../node/host/profile-lock.js'

try {
  const release = await lockProfile(process.argv[2] ?? '')
  console.log('held')
  await once(process.stdin.resume(), 'end')
  await release()
} catch (err) {
  console.log(isChatError(err) ? `${err.code} ${err.message}` : String(err))
}
