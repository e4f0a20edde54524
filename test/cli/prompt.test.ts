import { PassThrough } from 'node:stream'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ChatError } from '../../node/base/errors.js'
import { askHidden } from '../../node/cli/prompt.js'
import { createTerminal, type TtyInput } from '../../node/host/terminal/terminal.js'

const prompt = suite('a hidden question')

interface Asked {
  readonly answer: Promise<string>
  readonly type: (keys: string) => void
  readonly screen: () => string
  readonly isRaw: () => boolean
}

function asking(question: string): Asked {
  let raw = false
  const stdin: TtyInput & PassThrough = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean) => {
      raw = on
    }
  })
  const stderr = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true })
  const terminal = createTerminal({ stdin, stdout: stderr, stderr, json: false, quiet: true, noColor: true, dumb: false }, () => undefined)
  return {
    answer: askHidden(terminal, question),
    type: keys => void stdin.write(keys),
    screen: () => String(stderr.read() ?? ''),
    isRaw: () => raw
  }
}

prompt('gives what was typed, and shows nothing of it', async () => {
  const { answer, type, screen, isRaw } = asking('Passphrase: ')
  assert.ok(isRaw())
  type('corr')
  type('ect hörse\r')
  assert.is(await answer, 'correct hörse')
  assert.is(screen(), 'Passphrase: \n')
  assert.not.ok(isRaw())
})

prompt('lets one erase', async () => {
  const { answer, type } = asking('?')
  type('abc\u007f\b\bxy\n')
  assert.is(await answer, 'xy')
})

prompt('ends with Ctrl-C as interrupted, and the terminal as it was', async () => {
  const { answer, type, isRaw } = asking('?')
  type('half\u0003')
  const err = await answer.catch((thrown: unknown) => thrown)
  assert.ok(err instanceof ChatError && err.code === 'ERR_ABORTED')
  assert.not.ok(isRaw())
})

prompt.run()
