import { ChatError } from '../../base/errors.js'
import { command, type Context } from '../command.js'
import { commandHelp, overview } from '../help-text.js'
import { manPage } from '../man-page.js'
import { nearest } from '../nearest.js'

export const help = command({
  name: 'help',
  summary: 'show help for parley, or for one command',
  arguments: [{ name: 'command', summary: 'its name', optional: true, rest: true }],
  options: { man: { type: 'flag', summary: 'print the manual page as roff' } },
  examples: [
    ['parley help send', 'arguments, options, examples and exit codes'],
    ['parley help --man | man -l -', 'read the manual page']
  ],
  exits: ['notFound'],
  run: async (context, { args: [name], options: { man: asManPage } }) => {
    if (asManPage) return showManPage(context)
    const { terminal, table } = context
    if (name === undefined) return terminal.show({ commands: table.map(described) }, () => overview(table))
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
    return terminal.show({ commands: named.map(described) }, () => named.map(commandHelp).join('\n\n'))
  }
})

export const man = command({
  name: 'man',
  summary: 'print the manual page as roff',
  arguments: [],
  options: {},
  examples: [['parley man | man -l -', 'read it']],
  exits: [],
  run: context => showManPage(context)
})

function showManPage({ terminal, table, version }: Context): Promise<void> {
  const page = manPage(table, version)
  return terminal.show({ manPage: page }, () => page)
}

/** What a program can use of a command's entry. */
const described = ({ name, summary, arguments: args, options, examples, exits }: Context['table'][number]): object => ({
  name,
  summary,
  arguments: args,
  options,
  examples,
  exits
})
