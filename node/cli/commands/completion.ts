import { command } from '../command.js'
import { completionScript, SHELLS, type Shell } from '../completion-script.js'

export const completion = command({
  name: 'completion',
  summary: 'print a script that lets a shell complete parley commands',
  arguments: [{ name: 'shell', summary: 'the shell to print it for', choices: SHELLS }],
  options: {},
  examples: [
    ['parley completion bash > ~/.local/share/bash-completion/completions/parley', 'for bash'],
    ['parley completion zsh > "${fpath[1]}/_parley"', 'for zsh'],
    ['parley completion fish > ~/.config/fish/completions/parley.fish', 'for fish']
  ],
  exits: [],
  run: ({ terminal, program }, { args: [shell] }) => {
    const script = completionScript(shell as Shell, program)
    return terminal.show({ shell, script }, () => script)
  }
})
