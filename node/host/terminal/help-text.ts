import { alignColumns } from './columns.js'
import type { CommandEntry, Option, Options } from './command.js'
import { showArgument, usageOf } from './command-line.js'
import { EXIT, EXIT_MEANINGS, type Exit } from './exit-code.js'
import type { ProgramEntry } from './program.js'
import { settingOf, variableOf } from './settings.js'

const INDENT = '  '
const COMMON_EXITS: readonly Exit[] = ['ok', 'error', 'usage', 'interrupted']

/** `parley` and `parley help`. */
export function overview(program: ProgramEntry): readonly string[] {
  const { name: typed, about, table, globals } = program
  return [
    `${typed}: ${about}`,
    '',
    `usage: ${typed} <command> [options]`,
    '',
    ...indented(table.map(({ name, summary }) => [name, summary])),
    '',
    'options of every command:',
    ...indented(optionRows(program, globals)),
    '',
    `${typed} help <command> says more.`
  ]
}

/** `parley help send` and `parley send --help`. */
export function commandHelp(program: ProgramEntry, command: CommandEntry): string {
  const { summary, details, options, examples } = command
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['arguments', indented(command.arguments.map(argument => [showArgument(argument), argument.summary]))],
    ['options', indented(optionRows(program, options))],
    ['examples', indented(examples.map(([example, does]) => [example, does]))],
    ['exit codes', indented(exitRows(program, command))]
  ]
  return [
    `usage: ${usageOf(program, command)}`,
    '',
    `${sentence(summary)}${details === undefined ? '' : `\n${details}`}`,
    ...sections.flatMap(([title, lines]) => (lines.length === 0 ? [] : ['', `${title}:`, ...lines]))
  ].join('\n')
}

export const exitsOf = ({ exits }: CommandEntry): readonly Exit[] =>
  [...new Set([...COMMON_EXITS, ...exits])].toSorted((a, b) => EXIT[a] - EXIT[b])

export const exitMeaning = ({ exitMeanings }: ProgramEntry, exit: Exit): string => exitMeanings?.[exit] ?? EXIT_MEANINGS[exit]

const exitRows = (program: ProgramEntry, command: CommandEntry): readonly (readonly string[])[] =>
  exitsOf(command).map(exit => [String(EXIT[exit]), exitMeaning(program, exit)])

export function optionRows(program: ProgramEntry, options: Options): readonly (readonly string[])[] {
  return Object.entries(options).map(([name, option]) => [showOption(name, option), option.summary + otherPlaces(program, name, option)])
}

function showOption(name: string, option: Option): string {
  const short = option.short === undefined ? '' : `-${option.short}, `
  if (option.type === 'flag') return `${short}--${name}`
  return option.implied === undefined ? `${short}--${name} ${option.value}` : `${short}--${name}[=${option.value}]`
}

const otherPlaces = (program: ProgramEntry, name: string, { setting }: Option): string =>
  setting === undefined ? '' : ` (${variableOf(program, name)}, ${settingOf(name)})`

const sentence = (summary: string): string => `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.`

const indented = (rows: readonly (readonly string[])[]): readonly string[] => alignColumns(rows).map(row => INDENT + row)
