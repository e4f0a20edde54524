import { chmod, mkdir, readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { ChatError } from '../base/errors.js'

const DEFAULT_PROFILE = 'default'
const PROFILE_NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u
const OWNER_ONLY = 0o700
const OTHERS = 0o077

type Environment = Readonly<Record<string, string | undefined>>

export interface Places {
  readonly profile: string
  /** Holds everything of the profile; mode 0700. The daemon's socket lies in it too: see `socketPath`. */
  readonly profileDir: string
}

/** One for all profiles of this user, and another for a relay. */
export const configPath = (environment: Environment, file = 'config.json'): string =>
  join(baseFolder(environment, 'XDG_CONFIG_HOME', '.config'), 'parley', file)

/** `$XDG_DATA_HOME/<name>`, where no other folder is given. */
export const dataFolder = (environment: Environment, name: string, given: string | undefined): string =>
  given === undefined ? join(baseFolder(environment, 'XDG_DATA_HOME', '.local/share'), name) : resolve(given)

/**
 * Where things lie, by the XDG Base Directory Specification: `$XDG_DATA_HOME/parley/<profile>`, that is
 * `~/.local/share/parley/default` where nothing else is said. `dataDir` stands in for `$XDG_DATA_HOME/parley`. Touches no disk.
 * @throws ERR_INVALID_ARGUMENT for a name that is no plain file name
 */
export function findPlaces(environment: Environment, given: { profile?: string | undefined; dataDir?: string | undefined }): Places {
  const { profile = DEFAULT_PROFILE, dataDir } = given
  if (!PROFILE_NAME.test(profile)) {
    throw new ChatError('ERR_INVALID_ARGUMENT', `${JSON.stringify(profile)} can't name a profile; use letters, digits, dots, dashes`)
  }
  return { profile, profileDir: join(dataFolder(environment, 'parley', dataDir), profile) }
}

/** As the specification has it, an empty or relative path counts as none. */
function baseFolder(environment: Environment, variable: string, fallback: string): string {
  const given = environment[variable]
  return given !== undefined && isAbsolute(given) ? given : join(homedir(), fallback)
}

/**
 * Makes the profile's folder for its owner alone. An empty one that others could enter is closed to them; one with content is
 * refused, because what lies in it may have been read.
 * @throws ERR_NOT_ALLOWED that says what to type, ERR_STORE
 */
export async function openProfileFolder(profileDir: string): Promise<void> {
  try {
    await mkdir(profileDir, { recursive: true, mode: OWNER_ONLY })
  } catch (cause) {
    throw new ChatError('ERR_STORE', `can't make the folder ${profileDir}: choose another with --data-dir`, { cause })
  }
  const { mode, uid } = await stat(profileDir)
  if (process.getuid !== undefined && uid !== process.getuid()) {
    throw new ChatError('ERR_NOT_ALLOWED', `the folder ${profileDir} belongs to another user: choose another with --data-dir`)
  }
  if ((mode & OTHERS) === 0) return
  if ((await readdir(profileDir)).length > 0) {
    throw new ChatError('ERR_NOT_ALLOWED', `other users can enter ${profileDir}; if that is no harm done, type: chmod 700 ${profileDir}`)
  }
  await chmod(profileDir, OWNER_ONLY)
}
