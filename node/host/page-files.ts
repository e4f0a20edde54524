import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { OutgoingHttpHeaders } from 'node:http'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2'
}
/** Seen from the bundle, and from what the compiler writes for tests. */
const BUILT = ['../page/', '../../page/']
/** The build gives these names that change with their content. */
const NAMED_BY_CONTENT = '/assets/'
const A_YEAR_S = 31_536_000

export interface PageFile {
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
}

/** The built page, as a browser asks for it. */
export interface PageFiles {
  /** By the path of a URL, without its query; undefined where there is no such file. */
  find(path: string): Promise<PageFile | undefined>
}

export interface PageOptions {
  /** What stands at `/`. */
  readonly entry: string
  /** What a page may connect to, beside its own origin: sources of a Content-Security-Policy. */
  readonly connect?: readonly string[]
  /** Names of the trusted-types policies it may make: for what only a script address can start, such as its service worker. */
  readonly trusted?: readonly string[]
}

/** What was built is known from here on: no path from outside ever touches the disk. Finds nothing where nothing was built. */
export function openPageFiles({ entry, connect = [], trusted = [] }: PageOptions): PageFiles {
  const files = new Map(BUILT.flatMap(filesIn))
  const guarding = guardingHeaders(connect, trusted)
  return {
    async find(path) {
      const name = path === '/' ? `/${entry}` : path
      const file = files.get(name)
      if (file === undefined) return undefined
      const keep = name.startsWith(NAMED_BY_CONTENT) ? `public, max-age=${A_YEAR_S}, immutable` : 'no-cache'
      const type = TYPES[extname(name)] ?? 'application/octet-stream'
      return { headers: { ...guarding, 'content-type': type, 'cache-control': keep }, body: await readFile(file) }
    }
  }
}

function filesIn(place: string): [string, string][] {
  const folder = fileURLToPath(new URL(place, import.meta.url))
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => Object.hasOwn(TYPES, extname(name)))
      .map(name => [`/${name.split(sep).join('/')}`, join(folder, name)])
  } catch {
    return [] // it was built in the other place, or not at all
  }
}

/** A page that took in hostile text could still load, run and call nothing but what is ours. */
function guardingHeaders(connect: readonly string[], trusted: readonly string[]): OutgoingHttpHeaders {
  const policy = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${trusted.length === 0 ? "'none'" : trusted.join(' ')}`
  ]
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(self), geolocation=(), payment=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff'
  }
}
