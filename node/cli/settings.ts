import { readFileSync } from 'node:fs'
import { ChatError } from '../base/errors.js'
import type { Option, Options } from './command.js'
import { nearest } from './nearest.js'

/** `data-dir` in the environment: `PARLEY_DATA_DIR`. */
export const variableOf = (option: string): string => `PARLEY_${option.replaceAll('-', '_').toUpperCase()}`

/** `data-dir` in the configuration file: `dataDir`. */
export const settingOf = (option: string): string => option.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())

export interface Settings {
  /** As it would stand on the command line, once per value; undefined where neither the environment nor the file has it. */
  of(option: string, spec: Option): readonly string[] | undefined
}

export interface SettingsSource {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly configPath: string
  /** Of all commands: the file may set what this command doesn't use. */
  readonly known: Options
}

/** The environment comes before the file. @throws ERR_INVALID_ARGUMENT naming the place and what is expected there */
export function readSettings({ environment, configPath, known }: SettingsSource): Settings {
  const config = readConfig(configPath, known)
  return {
    of(option, spec) {
      if (spec.setting === undefined) return undefined
      const variable = environment[variableOf(option)]
      if (variable !== undefined && variable !== '') return spec.type !== 'flag' && spec.many ? variable.split(',') : [variable]
      return config.get(option)
    }
  }
}

function readConfig(path: string, known: Options): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>()
  for (const [setting, value] of Object.entries(parseConfig(path))) {
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

function parseConfig(path: string): object {
  let content: string
  try {
    content = readFileSync(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new ChatError('ERR_INVALID_ARGUMENT', `can't read ${path}: check its permissions`, { cause })
  }
  try {
    const config: unknown = JSON.parse(content)
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
