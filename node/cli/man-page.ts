import type { Command, Options } from './command.js'
import { GLOBAL_OPTIONS, showArgument } from './command-line.js'
import { EXIT, EXIT_MEANINGS, type Exit } from './exit-code.js'
import { ABOUT, exitsOf, optionRows } from './help-text.js'

/** The manual page, section 1, as roff for `man -l -`. */
export function manPage(table: readonly Command[], version: string): string {
  return [
    `.TH PARLEY 1 "" ${quoted(`parley ${version}`)} "User Commands"`,
    '.SH NAME',
    roff(`parley - ${ABOUT}`),
    '.SH SYNOPSIS',
    '.B parley',
    roff('<command> [options]'),
    '.SH COMMANDS',
    ...table.flatMap(commandLines),
    '.SH OPTIONS OF EVERY COMMAND',
    ...optionLines(GLOBAL_OPTIONS),
    '.SH EXIT STATUS',
    ...Object.keys(EXIT).flatMap(exit => ['.TP', String(EXIT[exit as Exit]), roff(EXIT_MEANINGS[exit as Exit])]),
    '.SH ENVIRONMENT AND FILES',
    roff('An option whose summary names them may also come from the environment variable, or from the setting of that name in'),
    '.I $XDG_CONFIG_HOME/parley/config.json',
    roff('(~/.config/parley/config.json), a JSON object. The command line comes first, then the environment, then the file.'),
    'Profiles lie in',
    '.I $XDG_DATA_HOME/parley',
    roff('(~/.local/share/parley). NO_COLOR turns colours off.')
  ].join('\n')
}

function commandLines(command: Command): readonly string[] {
  const { name, summary, details, options, examples } = command
  const args = command.arguments.map(showArgument).join(' ')
  return [
    `.SS ${quoted(`parley ${name}${args === '' ? '' : ` ${args}`}`)}`,
    roff(`${summary}.${details === undefined ? '' : ` ${details}`}`),
    ...optionLines(options),
    ...examples.flatMap(([example, does]) => ['.PP', `.B ${quoted(example)}`, '.br', roff(does)]),
    '.PP',
    `Exit status: ${exitsOf(command)
      .map(exit => EXIT[exit])
      .join(', ')}.`
  ]
}

const optionLines = (options: Options): readonly string[] =>
  optionRows(options).flatMap(([option = '', summary = '']) => ['.TP', `.B ${quoted(option)}`, roff(summary)])

/** Backslashes and hyphens mean something to roff, and so do dots and quotes at the start of a line. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=['.])/gm, '\\&')

const quoted = (text: string): string => `"${roff(text).replaceAll('"', '\\(dq')}"`
