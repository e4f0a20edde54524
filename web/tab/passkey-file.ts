import type { SmallFile } from '../../node/store/store.js'

/** The profile is protected by something else from now on. */
export const forgetPasskey = (file: SmallFile): Promise<void> => file.write(new Uint8Array())

export async function hasPasskey(file: SmallFile): Promise<boolean> {
  return ((await file.read())?.length ?? 0) > 0
}
