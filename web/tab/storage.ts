import type { Check, Status } from '../../node/api/status.js'

const LEAST_FREE_BYTES = 64 * 1024 * 1024

/** What the browser says of this origin's storage; estimates, in bytes. */
export async function storageState(): Promise<NonNullable<Status['storage']>> {
  const [persistent, { usage = 0, quota = 0 }] = await Promise.all([navigator.storage.persisted(), navigator.storage.estimate()])
  return { persistent, bytesUsed: usage, bytesAvailable: Math.max(0, quota - usage) }
}

/** Asks the browser not to throw the data away. Some ask the person, some decide by themselves, and often the answer is no. */
export async function protectStorage(): Promise<boolean> {
  return (await navigator.storage.persisted()) || navigator.storage.persist()
}

export async function storageChecks(): Promise<readonly Check[]> {
  const { persistent, bytesAvailable } = await storageState()
  const megabytes = Math.floor(bytesAvailable / 1024 / 1024)
  return [
    persistent
      ? { name: 'storage', ok: true, detail: 'this browser keeps what is here until you delete it' }
      : {
          name: 'storage',
          ok: false,
          detail: 'not protected: this browser may throw all of it away when space runs short',
          advice: 'make a backup, and keep the 24 words; using the page often, or installing it, makes browsers keep it'
        },
    bytesAvailable >= LEAST_FREE_BYTES
      ? { name: 'disk', ok: true, detail: `room for ${megabytes} MiB` }
      : {
          name: 'disk',
          ok: false,
          detail: `room for only ${megabytes} MiB`,
          advice: 'free some space: messages can’t be kept on a full disk'
        }
  ]
}
