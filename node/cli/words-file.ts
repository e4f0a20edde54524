import { readFile } from 'node:fs/promises'
import { ChatError } from '../base/errors.js'

/** The 24 words, out of a file. @throws ERR_INVALID_ARGUMENT where it can't be read */
export async function wordsIn(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw new ChatError('ERR_INVALID_ARGUMENT', `can't read ${file}: check the path and its permissions`, { cause })
  }
}
