import type { Command, Options } from './command.js'
import { GLOBAL_OPTIONS } from './command-line.js'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** For a shell to source: it completes commands, their second words, their options and what these may be. */
export function completionScript(shell: Shell, table: readonly Command[]): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](table)
}

const firstWords = (table: readonly Command[]): readonly string[] => [...new Set(table.map(({ name }) => name.split(' ')[0] ?? name))]

const secondWords = (table: readonly Command[], first: string): readonly string[] =>
  table.flatMap(({ name }) => (name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : []))

const optionsOf = (commands: readonly Command[]): Options =>
  Object.assign({}, ...commands.map(({ options }) => options), GLOBAL_OPTIONS) as Options

/** All that may come after a first word: second words, the choices of arguments, options. */
function wordsAfter(table: readonly Command[], first: string): readonly string[] {
  const commands = table.filter(({ name }) => name === first || name.startsWith(`${first} `))
  const choices = commands.flatMap(command => command.arguments.flatMap(argument => argument.choices ?? []))
  return [...secondWords(table, first), ...choices, ...Object.keys(optionsOf(commands)).map(option => `--${option}`)]
}

function bashScript(table: readonly Command[]): string {
  const firsts = firstWords(table)
  return [
    '_parley() {',
    '  local current=${COMP_WORDS[COMP_CWORD]} words',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words='${firsts.join(' ')}'`,
    '  else',
    '    case ${COMP_WORDS[1]} in',
    ...firsts.map(first => `      ${first}) words='${wordsAfter(table, first).join(' ')}' ;;`),
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    'complete -o default -F _parley parley'
  ].join('\n')
}

function zshScript(table: readonly Command[]): string {
  const firsts = firstWords(table)
  const summaryOf = (first: string): string => table.find(({ name }) => name.split(' ')[0] === first)?.summary ?? ''
  return [
    '#compdef parley',
    '_parley() {',
    '  if (( CURRENT == 2 )); then',
    '    local -a commands=(',
    ...firsts.map(first => `      ${zshQuoted(`${first}:${summaryOf(first)}`)}`),
    '    )',
    "    _describe 'command' commands",
    '  else',
    '    case ${words[2]} in',
    ...firsts.map(first => `      ${first}) compadd -- ${wordsAfter(table, first).join(' ')} ;;`),
    '    esac',
    '  fi',
    '}',
    'compdef _parley parley'
  ].join('\n')
}

function fishScript(table: readonly Command[]): string {
  const commandLines = firstWords(table).map(first => {
    const summary = table.find(({ name }) => name.split(' ')[0] === first)?.summary ?? ''
    return `complete -c parley -n __fish_use_subcommand -a ${first} -d ${fishQuoted(summary)}`
  })
  const laterLines = table.flatMap(({ name, summary, options, arguments: args }) => {
    const [first = name, second] = name.split(' ')
    const when = `-n '__fish_seen_subcommand_from ${first}'`
    return [
      ...(second === undefined ? [] : [`complete -c parley ${when} -a ${second} -d ${fishQuoted(summary)}`]),
      ...args.flatMap(({ choices }) => (choices === undefined ? [] : [`complete -c parley ${when} -a ${fishQuoted(choices.join(' '))}`])),
      ...fishOptions(options, when)
    ]
  })
  return ['complete -c parley -f', ...commandLines, ...fishOptions(GLOBAL_OPTIONS, ''), ...new Set(laterLines)].join('\n')
}

function fishOptions(options: Options, when: string): readonly string[] {
  return Object.entries(options).map(([name, option]) =>
    [
      'complete -c parley',
      when,
      `-l ${name}`,
      option.short === undefined ? '' : `-s ${option.short}`,
      option.type === 'flag' ? '' : '-r',
      option.type === 'flag' || option.choices === undefined ? '' : `-a ${fishQuoted(option.choices.join(' '))}`,
      `-d ${fishQuoted(option.summary)}`
    ]
      .filter(part => part !== '')
      .join(' ')
  )
}

const zshQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
const fishQuoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
