import { readFileSync } from 'node:fs'
import { ChatError } from '../../base/errors.js'
import type { Option, Options } from './command.js'
import { nearest } from './nearest.js'
import type { ProgramEntry } from './program.js'

/** `data-dir` of `parley` in the environment: `PARLEY_DATA_DIR`. */
export const variableOf = ({ name }: Pick<ProgramEntry, 'name'>, option: string): string =>
  `${name} ${option}`.replaceAll(/[- ]/g, '_').toUpperCase()

/** `data-dir` in the configuration file: `dataDir`. */
export const settingOf = (option: string): string => option.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())

export interface Settings {
  /** As it would stand on the command line, once per value; undefined where neither the environment nor the file has it. */
  of(option: string, spec: Option): readonly string[] | undefined
}

export interface SettingsSource {
  readonly program: Pick<ProgramEntry, 'name'>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** One that `isNamed` has to be there. Undefined: what the environment says alone. */
  readonly config?: { readonly path: string; readonly isNamed: boolean } | undefined
  /** Of all commands: the file may set what this command doesn't use. */
  readonly known: Options
}

/** The environment comes before the file. @throws ERR_INVALID_ARGUMENT naming the place and what is expected there */
export function readSettings({ program, environment, config: file, known }: SettingsSource): Settings {
  const config = file === undefined ? new Map<string, readonly string[]>() : readConfig(file, known)
  return {
    of(option, spec) {
      if (spec.setting === undefined) return undefined
      const variable = environment[variableOf(program, option)]
      if (variable !== undefined && variable !== '') return spec.type !== 'flag' && spec.many ? variable.split(',') : [variable]
      return config.get(option)
    }
  }
}

function readConfig({ path, isNamed }: { path: string; isNamed: boolean }, known: Options): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>()
  for (const [setting, value] of Object.entries(parseConfig(path, isNamed))) {
    const settings = Object.keys(known).filter(option => known[option]?.setting)
    const option = settings.find(candidate => settingOf(candidate) === setting)
    const spec = option === undefined ? undefined : known[option]
    if (option === undefined || spec === undefined) {
      const meant = nearest(setting, settings.map(settingOf))
      throw wrong(
        path,
        `there is no setting ${JSON.stringify(setting)}${meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`}`
      )
    }
    values.set(option, textsOf(path, setting, spec, value))
  }
  return values
}

/** JSON, in which a line that begins with `//` is a comment. */
function parseConfig(path: string, isNamed: boolean): object {
  let content: string
  try {
    content = readFileSync(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT' && !isNamed) return {}
    throw new ChatError('ERR_INVALID_ARGUMENT', `can't read ${path}: check the path and its permissions`, { cause })
  }
  try {
    const config: unknown = JSON.parse(content.replaceAll(/^\s*\/\/.*$/gm, ''))
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config
  } catch (cause) {
    throw wrong(path, cause instanceof Error ? cause.message : 'this is not JSON')
  }
  throw wrong(path, 'expected a JSON object, such as {"name": "ada"}')
}

function textsOf(path: string, setting: string, spec: Option, value: unknown): readonly string[] {
  const [expected, fits] =
    spec.type === 'flag'
      ? ['true or false', typeof value === 'boolean']
      : spec.many
        ? ['a list of texts', Array.isArray(value) && value.every(one => typeof one === 'string')]
        : spec.type === 'text'
          ? ['a text', typeof value === 'string']
          : ['a number or a text', typeof value === 'number' || typeof value === 'string']
  if (!fits) throw wrong(path, `${JSON.stringify(setting)} must be ${expected}`)
  return Array.isArray(value) ? value.map(String) : [String(value)]
}

const wrong = (path: string, what: string): ChatError => new ChatError('ERR_INVALID_ARGUMENT', `${path}: ${what}`)
