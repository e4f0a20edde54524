import type { CommandEntry, Options } from './command.js'
import { showArgument } from './command-line.js'
import { EXIT, type Exit } from './exit-code.js'
import { exitMeaning, exitsOf, optionRows } from './help-text.js'
import type { ProgramEntry } from './program.js'

/** The manual page, section 1, as roff for `man -l -`. */
export function manPage(program: ProgramEntry, version: string): string {
  const { name, about, table, globals, files } = program
  return [
    `.TH ${roff(name.toUpperCase())} 1 "" ${quoted(`${name} ${version}`)} "User Commands"`,
    '.SH NAME',
    roff(`${name} - ${about}`),
    '.SH SYNOPSIS',
    `.B ${roff(name)}`,
    roff('<command> [options]'),
    '.SH COMMANDS',
    ...table.flatMap(command => commandLines(program, command)),
    '.SH OPTIONS OF EVERY COMMAND',
    ...optionLines(program, globals),
    '.SH EXIT STATUS',
    ...Object.keys(EXIT).flatMap(exit => ['.TP', String(EXIT[exit as Exit]), roff(exitMeaning(program, exit as Exit))]),
    '.SH ENVIRONMENT AND FILES',
    roff('An option whose summary names them may also come from the environment variable, or from the setting of that name in'),
    `.I $XDG_CONFIG_HOME/${files.config}`,
    roff(`(~/.config/${files.config}), a JSON object; lines that begin with // are comments.`),
    'The command line comes first, then the environment, then the file.',
    'Data lies in',
    `.I $XDG_DATA_HOME/${files.data}`,
    roff(`(~/.local/share/${files.data}). NO_COLOR turns colours off.`)
  ].join('\n')
}

function commandLines(program: ProgramEntry, command: CommandEntry): readonly string[] {
  const { name, summary, details, options, examples } = command
  const args = command.arguments.map(showArgument).join(' ')
  return [
    `.SS ${quoted(`${program.name} ${name}${args === '' ? '' : ` ${args}`}`)}`,
    roff(`${summary}.${details === undefined ? '' : ` ${details}`}`),
    ...optionLines(program, options),
    ...examples.flatMap(([example, does]) => ['.PP', `.B ${quoted(example)}`, '.br', roff(does)]),
    '.PP',
    `Exit status: ${exitsOf(command)
      .map(exit => EXIT[exit])
      .join(', ')}.`
  ]
}

const optionLines = (program: ProgramEntry, options: Options): readonly string[] =>
  optionRows(program, options).flatMap(([option = '', summary = '']) => ['.TP', `.B ${quoted(option)}`, roff(summary)])

/** Backslashes and hyphens mean something to roff, and so do dots and quotes at the start of a line. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=['.])/gm, '\\&')

const quoted = (text: string): string => `"${roff(text).replaceAll('"', '\\(dq')}"`
