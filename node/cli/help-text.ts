import { alignColumns } from './columns.js'
import type { Command, Option, Options } from './command.js'
import { GLOBAL_OPTIONS, showArgument, usageOf } from './command-line.js'
import { EXIT, EXIT_MEANINGS, type Exit } from './exit-code.js'
import { settingOf, variableOf } from './settings.js'

const INDENT = '  '
const COMMON_EXITS: readonly Exit[] = ['ok', 'error', 'usage', 'interrupted']

export const ABOUT = 'peer-to-peer chat that belongs to the people who use it'

/** `parley` and `parley help`. */
export function overview(table: readonly Command[]): readonly string[] {
  return [
    `parley: ${ABOUT}`,
    '',
    'usage: parley <command> [options]',
    '',
    ...indented(table.map(({ name, summary }) => [name, summary])),
    '',
    'options of every command:',
    ...indented(optionRows(GLOBAL_OPTIONS)),
    '',
    'parley help <command> says more.'
  ]
}

/** `parley help send` and `parley send --help`. */
export function commandHelp(command: Command): string {
  const { summary, details, options, examples } = command
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['arguments', indented(command.arguments.map(argument => [showArgument(argument), argument.summary]))],
    ['options', indented(optionRows(options))],
    ['examples', indented(examples.map(([example, does]) => [example, does]))],
    ['exit codes', indented(exitRows(command))]
  ]
  return [
    `usage: ${usageOf(command)}`,
    '',
    `${sentence(summary)}${details === undefined ? '' : `\n${details}`}`,
    ...sections.flatMap(([title, lines]) => (lines.length === 0 ? [] : ['', `${title}:`, ...lines]))
  ].join('\n')
}

export const exitsOf = ({ exits }: Command): readonly Exit[] =>
  [...new Set([...COMMON_EXITS, ...exits])].toSorted((a, b) => EXIT[a] - EXIT[b])

const exitRows = (command: Command): readonly (readonly string[])[] =>
  exitsOf(command).map(exit => [String(EXIT[exit]), EXIT_MEANINGS[exit]])

export function optionRows(options: Options): readonly (readonly string[])[] {
  return Object.entries(options).map(([name, option]) => [showOption(name, option), option.summary + otherPlaces(name, option)])
}

function showOption(name: string, option: Option): string {
  const short = option.short === undefined ? '' : `-${option.short}, `
  if (option.type === 'flag') return `${short}--${name}`
  return option.implied === undefined ? `${short}--${name} ${option.value}` : `${short}--${name}[=${option.value}]`
}

const otherPlaces = (name: string, { setting }: Option): string =>
  setting === undefined ? '' : ` (${variableOf(name)}, ${settingOf(name)})`

const sentence = (summary: string): string => `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.`

const indented = (rows: readonly (readonly string[])[]): readonly string[] => alignColumns(rows).map(row => INDENT + row)
