import { isChatError } from '../../node/base/errors.js'

/** The code a promise was rejected with; undefined when it was not. */
export async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise
    return undefined
  } catch (err) {
    if (isChatError(err)) return err.code
    throw err
  }
}
