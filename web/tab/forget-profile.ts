import { ChatError } from '../../node/base/errors.js'
import { DATABASES, tabPlace } from './tab-place.js'

/** Deletes every database of this origin, which keeps nothing else in any. @throws ERR_PROFILE_LOCKED where a tab does not let go of them, ERR_STORE */
export async function forgetProfile(): Promise<void> {
  const release = await tabPlace().claim()
  try {
    for (const name of new Set([...DATABASES, ...(await namesKept())])) await deleteDatabase(name)
  } finally {
    await release()
  }
}

/** Those of an older Parley, too, where the browser tells. */
async function namesKept(): Promise<readonly string[]> {
  if (!('databases' in indexedDB)) return []
  return (await indexedDB.databases()).flatMap(({ name }) => (name === undefined ? [] : [name]))
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase(name)
    deleting.addEventListener('success', () => resolve())
    deleting.addEventListener('blocked', () =>
      reject(new ChatError('ERR_PROFILE_LOCKED', 'another tab still has it open: close all others, and try again'))
    )
    deleting.addEventListener('error', () =>
      reject(
        new ChatError('ERR_STORE', 'this browser did not delete the database: reload the page', { cause: deleting.error ?? undefined })
      )
    )
  })
}
