import { PassThrough, Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Message } from '../../node/api/message.js'
import type { Context } from '../../node/cli/command.js'
import { sendLines } from '../../node/cli/send-lines.js'
import { createTerminal } from '../../node/host/terminal/terminal.js'
import { rejection } from '../identity/refusal.js'
import { createFakeChat } from './fake-chat.js'

const lines = suite('lines of stdin that are sent')

interface Sent {
  readonly texts: readonly string[]
  readonly notes: readonly string[]
  readonly count: Promise<number>
}

function send(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, sent: (message: Message) => void = () => undefined): Sent {
  const notes: string[] = []
  const texts: string[] = []
  const terminal = {
    ...createTerminal(
      {
        stdin: Readable.from(chunks),
        stdout: new PassThrough(),
        stderr: new PassThrough(),
        json: false,
        quiet: true,
        noColor: true,
        dumb: false
      },
      () => undefined
    ),
    note: (line: string) => void notes.push(line)
  }
  const chat = createFakeChat()
  const daemon = {
    async send(args: { chat: string; text: string }): Promise<Message> {
      texts.push(args.text)
      return { ...(await chat.send(args)) }
    }
  }
  const context = { terminal, signal: new AbortController().signal } as unknown as Context
  return { texts, notes, count: sendLines(context, daemon, { chat: 'dave', maxChars: 100, sent }).finally(() => chat.close()) }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

lines('are told apart wherever the pieces of stdin end, with every kind of end and none', async () => {
  const whole = bytes('one\r\n\nt\u00fc\u{1f600} two\nthree')
  for (let at = 0; at <= whole.length; at++) {
    const { texts, count } = send([whole.subarray(0, at), whole.subarray(at)])
    assert.is(await count, 3)
    assert.equal(texts, ['one', 't\u00fc\u{1f600} two', 'three'])
  }
})

lines('are refused where they are no UTF-8 or too long, and what came before is counted', async () => {
  for (const [bad, code] of [
    [Uint8Array.of(0x66, 0xfc, 0x72, 0x0a), 'ERR_INVALID_ARGUMENT'],
    [Uint8Array.of(0xc3), 'ERR_INVALID_ARGUMENT'],
    [bytes('x'.repeat(101)), 'ERR_TOO_LARGE']
  ] as const) {
    const { texts, notes, count } = send([bytes('one\ntwo\n'), bad])
    await rejection(count, code)
    assert.equal(texts, ['one', 'two'])
    assert.equal(notes, ['2 messages were queued before this one'])
  }
})

lines('are not kept once they are sent', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  let first: WeakRef<Message> | undefined
  let isKept = true
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 3_000; i++) {
      yield bytes(`line ${i}\n`)
      if (i % 500 === 0) await new Promise(resolve => setImmediate(resolve))
    }
    collect()
    isKept = first?.deref() !== undefined
  }
  await send(endless(), message => (first ??= new WeakRef(message))).count
  assert.not.ok(isKept)
})

lines.run()
