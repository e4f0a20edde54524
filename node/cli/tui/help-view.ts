import { padText } from '../../host/terminal/text-width.js'
import { fitLine, span, type Line } from './line.js'

const KEY_CELLS = 19

const SECTIONS: readonly (readonly [string, readonly (readonly [keys: string, does: string])[]])[] = [
  [
    'Writing',
    [
      ['Enter', 'send'],
      ['Alt+Enter, Ctrl+J', 'new line'],
      ['Ctrl+W, Ctrl+U', 'erase a word, the line before'],
      ['Alt+B, Alt+F', 'a word back, forth'],
      ['/help, F3', 'all commands; type one anywhere'],
      ['Ctrl+X', 'give up a command that goes on']
    ]
  ],
  [
    'Reading',
    [
      ['PgUp, PgDn', 'a page up, down'],
      ['Ctrl+Home, Ctrl+End', 'the oldest here, the newest'],
      ['↑ ↓', 'select a message'],
      ['Enter', 'why it is in its state'],
      ['Ctrl+R', 'send a failed one again'],
      ['Alt+R, Alt+T', 'reply to it, react'],
      ['Alt+E, Alt+D', 'edit it, delete it'],
      ['Alt+F, Alt+P', 'forward it, pin or unpin it']
    ]
  ],
  [
    'Going around',
    [
      ['Ctrl+K, /', 'find a name, or what was said'],
      ['Alt+↑, Alt+↓', 'the chat above, below'],
      ['Tab, Esc', 'to the list of chats, and back'],
      ['F2', 'who is in a group'],
      ['Ctrl+C, Ctrl+Z, ^L', 'leave, to the shell, draw anew']
    ]
  ]
]

/** Every key, until the next one is pressed. */
export function helpLines(width: number): readonly Line[] {
  return SECTIONS.flatMap(([title, keys]): readonly Line[] => [
    [span(` ${title}`, 'strong')],
    ...keys.map(([key, does]) => [span(`   ${padText(key, KEY_CELLS)}  `), span(does, 'faint')])
  ]).map(line => fitLine(line, width))
}
