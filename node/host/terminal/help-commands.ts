import { ChatError } from '../../base/errors.js'
import { commandsOf, type Command, type CommandEntry } from './command.js'
import { commandHelp, overview } from './help-text.js'
import { manPage } from './man-page.js'
import { nearest } from './nearest.js'
import type { ProgramContext } from './program.js'

/** `help` and `man` of the program that is typed like this; `example` is one of its commands. */
export function helpCommands<Context extends ProgramContext>(
  typed: string,
  example: string
): readonly [Command<Context>, Command<Context>] {
  const command = commandsOf<Context>()
  const help = command({
    name: 'help',
    summary: `show help for ${typed}, or for one command`,
    arguments: [{ name: 'command', summary: 'its name', optional: true, rest: true }],
    options: { man: { type: 'flag', summary: 'print the manual page as roff' } },
    examples: [
      [`${typed} help ${example}`, 'arguments, options, examples and exit codes'],
      [`${typed} help --man | man -l -`, 'read the manual page']
    ],
    exits: ['notFound'],
    run: async (context, { args: [name], options: { man: asManPage } }) => {
      if (asManPage) return showManPage(context)
      const { terminal, program } = context
      const { table } = program
      if (name === undefined) return terminal.show({ commands: table.map(described) }, () => overview(program))
      const named = table.filter(one => one.name === name || one.name.startsWith(`${name} `))
      if (named.length === 0) {
        const meant = nearest(
          name,
          table.map(one => one.name)
        )
        throw new ChatError(
          'ERR_NOT_FOUND',
          `there is no command ${JSON.stringify(name)}${meant === undefined ? '' : `; did you mean ${meant}?`}`
        )
      }
      return terminal.show({ commands: named.map(described) }, () => named.map(one => commandHelp(program, one)).join('\n\n'))
    }
  })
  const man = command({
    name: 'man',
    summary: 'print the manual page as roff',
    arguments: [],
    options: {},
    examples: [[`${typed} man | man -l -`, 'read it']],
    exits: [],
    run: context => showManPage(context)
  })
  return [help, man]
}

function showManPage({ terminal, program, version }: ProgramContext): Promise<void> {
  const page = manPage(program, version)
  return terminal.show({ manPage: page }, () => page)
}

/** What a program can use of a command's entry. */
const described = ({ name, summary, arguments: args, options, examples, exits }: CommandEntry): object => ({
  name,
  summary,
  arguments: args,
  options,
  examples,
  exits
})
