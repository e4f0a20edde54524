import { randomBytes } from 'node:crypto'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** One place where a canary was found. */
export interface Leak {
  /** A path, or the name of a capture. */
  readonly where: string
  /** How it was spelled there, `base64 of utf-16le` for instance. */
  readonly spelling: string
}

/** What was searched and what it held: a search of nothing proves nothing. */
export interface Search {
  readonly leaks: readonly Leak[]
  readonly bytes: number
}

interface Needle {
  readonly spelling: string
  readonly bytes: Buffer
}

const READ_BYTES = 1 << 20
const ALIGNMENTS = [0, 1, 2]

/** A text that chance does not write twice, and that compression leaves as it is: 40 characters. */
export function createCanary(): string {
  return `canary-${randomBytes(24).toString('base64url').replaceAll(/[-_]/g, '0')}x`
}

/** Searches files, and folders with all that is in them, names included. @throws where a path does not exist */
export async function searchFiles(canary: string, paths: readonly string[]): Promise<Search> {
  const needles = needlesOf(canary)
  const searches: Search[] = []
  for (const path of paths) {
    if ((await stat(path)).isDirectory()) {
      const names = await readdir(path)
      searches.push(
        await searchFiles(
          canary,
          names.map(name => join(path, name))
        )
      )
    } else searches.push(await searchFile(needles, path))
    searches.push({ leaks: leaksIn(needles, Buffer.from(path), `the name ${path}`), bytes: 0 })
  }
  return { leaks: searches.flatMap(search => search.leaks), bytes: searches.reduce((sum, search) => sum + search.bytes, 0) }
}

/** Searches bytes, of which one stream captured in pieces should be handed in whole. */
export function searchBytes(canary: string, bytes: Uint8Array, where: string): Search {
  return { leaks: leaksIn(needlesOf(canary), Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), where), bytes: bytes.length }
}

async function searchFile(needles: readonly Needle[], path: string): Promise<Search> {
  const overlap = Math.max(...needles.map(needle => needle.bytes.length)) - 1
  const file = await open(path)
  try {
    const found = new Set<string>()
    let window = Buffer.alloc(0)
    let bytes = 0
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES, bytes)
      if (bytesRead === 0) break
      bytes += bytesRead
      window = Buffer.concat([window.subarray(-overlap), buffer.subarray(0, bytesRead)])
      for (const leak of leaksIn(needles, window, path)) found.add(leak.spelling)
    }
    return { leaks: [...found].map(spelling => ({ where: path, spelling })), bytes }
  } finally {
    await file.close()
  }
}

function leaksIn(needles: readonly Needle[], haystack: Buffer, where: string): Leak[] {
  return needles.filter(needle => haystack.includes(needle.bytes)).map(({ spelling }) => ({ where, spelling }))
}

function needlesOf(canary: string): Needle[] {
  const utf16le = Buffer.from(canary, 'utf16le')
  const encodings = { 'utf-8': Buffer.from(canary), 'utf-16le': utf16le, 'utf-16be': Buffer.from(utf16le).swap16() }
  return Object.entries(encodings).flatMap(([name, bytes]) => [
    { spelling: name, bytes },
    { spelling: `hex of ${name}`, bytes: Buffer.from(bytes.toString('hex')) },
    { spelling: `upper-case hex of ${name}`, bytes: Buffer.from(bytes.toString('hex').toUpperCase()) },
    ...ALIGNMENTS.flatMap(alignment => [
      { spelling: `base64 of ${name}`, bytes: Buffer.from(base64Within('base64', bytes, alignment)) },
      { spelling: `base64url of ${name}`, bytes: Buffer.from(base64Within('base64url', bytes, alignment)) }
    ])
  ])
}

/** The characters that depend on nothing but `bytes` where they stand in a longer text, `alignment` bytes past a multiple of three. */
function base64Within(alphabet: 'base64' | 'base64url', bytes: Buffer, alignment: number): string {
  const text = Buffer.concat([Buffer.alloc(alignment), bytes]).toString(alphabet)
  return text.slice(Math.ceil((alignment * 8) / 6), Math.floor(((alignment + bytes.length) * 8) / 6))
}
