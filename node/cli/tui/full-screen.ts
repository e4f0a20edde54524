import { createLifecycle, type Stop } from '../../base/lifecycle.js'
import type { Canvas } from '../../host/terminal/terminal.js'
import { decodeKeys, flushKeys, isPasting, type Key } from './keys.js'
import type { Size } from './state.js'

/** A lone Escape is a key; one with more behind it arrives together, even over a slow line, within this. */
const ESCAPE_MS = 40
/** Where nothing can stop this process, as where no shell waits, it goes on after this. */
const SUSPENDED_MS = 200
const SMALLEST: Size = { columns: 1, rows: 1 }
const DEFAULT: Size = { columns: 80, rows: 24 }

/** The other screen, no line wrap, pastes as pastes, and whether somebody looks. */
const ENTER = '\u001b[?1049h\u001b[?7l\u001b[?2004h\u001b[?1004h\u001b[2J'
const LEAVE = '\u001b[?1004l\u001b[?2004l\u001b[?7h\u001b[0m\u001b[?25h\u001b[?1049l'

export interface FullScreen {
  size(): Size
  /** Not while the shell has the terminal. */
  isShown(): boolean
  write(text: string): void
  /** What was written before has not left yet: more of it would pile up. Calls back once when it has. */
  whenFree(run: () => void): void
  /** Gives the terminal back to the shell, until it is told to go on. */
  suspend(): void
  /** Gives the terminal back as it was. Safe to call twice. */
  readonly leave: Stop
}

export interface FullScreenEvents {
  readonly key: (key: Key) => void
  /** It has another size, or was given back: draw everything anew. */
  readonly redraw: () => void
  /** Nobody types any more: the terminal is gone. */
  readonly gone: () => void
}

/** Takes the whole terminal. However this process ends, it is given back: leaving, a crash, a signal. */
export function enterFullScreen({ input, output }: Canvas, { key, redraw, gone }: FullScreenEvents): FullScreen {
  const lifecycle = createLifecycle()
  let entered = false
  let pending = ''
  let flushTimer: NodeJS.Timeout | undefined
  let resumeTimer: NodeJS.Timeout | undefined

  function enter(): void {
    if (entered) return
    entered = true
    input.setRawMode?.(true)
    output.write(ENTER)
    redraw()
  }
  function giveBack(): void {
    if (!entered) return
    entered = false
    output.write(LEAVE)
    input.setRawMode?.(false)
  }
  function take(chunk: string): void {
    clearTimeout(flushTimer)
    const { keys, rest } = decodeKeys(pending, chunk)
    pending = rest
    for (const one of keys) key(one)
    if (pending !== '' && !isPasting(pending)) flushTimer = setTimeout(flush, ESCAPE_MS)
  }
  function flush(): void {
    const keys = flushKeys(pending)
    pending = ''
    for (const one of keys) key(one)
  }
  function suspend(): void {
    giveBack()
    process.off('SIGTSTP', suspend)
    process.kill(0, 'SIGTSTP')
    resumeTimer = setTimeout(resume, SUSPENDED_MS)
  }
  function resume(): void {
    clearTimeout(resumeTimer)
    process.off('SIGTSTP', suspend)
    process.on('SIGTSTP', suspend)
    enter()
  }
  function listen(emitter: NodeJS.EventEmitter, event: string, listener: (chunk: string) => void): void {
    emitter.on(event, listener)
    lifecycle.add(() => void emitter.off(event, listener))
  }

  input.setEncoding('utf8')
  listen(input, 'data', take)
  listen(input, 'end', gone)
  listen(process, 'SIGHUP', gone)
  listen(process, 'SIGTSTP', suspend)
  listen(process, 'SIGCONT', resume)
  listen(process, 'exit', giveBack)
  listen(process, 'uncaughtExceptionMonitor', giveBack)
  listen(output, 'resize', redraw)
  input.resume()
  lifecycle.add(() => void input.pause())
  lifecycle.add(() => {
    clearTimeout(flushTimer)
    clearTimeout(resumeTimer)
  })
  lifecycle.add(giveBack)
  enter()

  return {
    size: () => ({
      columns: Math.max(SMALLEST.columns, output.columns ?? DEFAULT.columns),
      rows: Math.max(SMALLEST.rows, output.rows ?? DEFAULT.rows)
    }),
    isShown: () => entered,
    write: text => void output.write(text),
    whenFree: run => void (output.writableNeedDrain ? output.once('drain', run) : run()),
    suspend,
    leave: () => void lifecycle.stop()
  }
}
