import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import { openPageFiles, type PageFile } from '../node/host/page-files.js'

/** Answers under way, from everywhere. */
const MOST_AT_ONCE = 128
/** Of an answer, also where its reader is slow. */
const LONGEST_MS = 120_000
const WORTH_PACKING_BYTES = 1_024
const PACKED_BEST = /^(?:text|application|image\/svg)/

/** What the page has to know of the relay that it came from, at `/relay.json`. */
export interface PageRelay {
  /** Its peer id. The page reaches it at its own origin. */
  readonly relay: string
  /** Whether anybody may join. */
  readonly open: boolean
}

interface Answer extends PageFile {
  readonly status: number
}

const pack = promisify(gzip)

/** Serves the page in which a tab is a peer, and nothing else. The relay is looked up at each request. */
export function servePage(about: () => PageRelay): RequestListener {
  // It may dial any relay, and any node that listens for WebSockets.
  const files = openPageFiles({ entry: 'tab.html', connect: ['ws:', 'wss:'], trusted: ['parley'] })
  const packed = new Map<string, Promise<PageFile>>()
  let atOnce = 0

  async function answer({ method, url = '', headers }: IncomingMessage): Promise<Answer> {
    if (method !== 'GET' && method !== 'HEAD') return text(405, 'GET')
    const [path = ''] = url.split('?')
    if (path === '/relay.json') return json(about())
    const file = await files.find(path)
    if (file === undefined) return text(404, 'no such file')
    const vary = { ...file.headers, vary: 'accept-encoding' }
    const isPacked =
      file.body.length >= WORTH_PACKING_BYTES &&
      PACKED_BEST.test(String(file.headers['content-type'])) &&
      /\bgzip\b/.test(String(headers['accept-encoding']))
    if (!isPacked) return { status: 200, body: file.body, headers: vary }
    const known = packed.get(path) ?? packedOf({ ...file, headers: vary })
    packed.set(path, known)
    return { status: 200, ...(await known) }
  }

  return (request, response) => {
    const late = setTimeout(() => request.socket.destroy(), LONGEST_MS)
    late.unref()
    atOnce++
    response.once('close', () => {
      atOnce--
      clearTimeout(late)
    })
    if (atOnce > MOST_AT_ONCE) return send(request, response, text(503, 'busy: try again in a moment'))
    answer(request).then(
      answered => send(request, response, answered),
      () => response.destroy() // the file is gone from the disk: there is nothing to show
    )
  }
}

async function packedOf(file: PageFile): Promise<PageFile> {
  const body = await pack(file.body, { level: constants.Z_BEST_COMPRESSION })
  return { body, headers: { ...file.headers, 'content-encoding': 'gzip' } }
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  // One answer a connection: none stays behind that would have to be counted.
  response.writeHead(status, { ...headers, 'content-length': body.length, connection: 'close' })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function text(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }, body: Buffer.from(`${body}\n`) }
}

function json(value: unknown): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: Buffer.from(JSON.stringify(value))
  }
}
