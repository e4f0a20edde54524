import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, stop, type Plugin } from 'esbuild'

/** An origin of its own with one page, which runs a module of this folder, for as long as `use` runs. */
export async function site(module: string, use: (origin: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-site-'))
  await build({
    entryPoints: { page: fileURLToPath(new URL(module, import.meta.url)) },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'chrome123',
    plugins: [await leanLevel()],
    logLevel: 'error'
  })
  await stop() // of a process of its own, which would outlive this one
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (path === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE)
    readFile(join(folder, basename(path))).then(
      body => response.writeHead(200, { 'content-type': 'text/javascript' }).end(body),
      () => response.writeHead(404).end()
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    await use(`http://localhost:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
    await rm(folder, { recursive: true })
  }
}

const PAGE = '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>'

/** `level` as the shipped tab has it. */
async function leanLevel(): Promise<Plugin> {
  const lean: unknown = await import(fileURLToPath(new URL('../../../web/lean-level.mjs', import.meta.url)))
  const { LEVEL, LEVEL_PARTS, withoutUnused } = lean as {
    readonly LEVEL: RegExp
    readonly LEVEL_PARTS: Readonly<Record<string, string>>
    readonly withoutUnused: (code: string, id: string) => string
  }
  return {
    name: 'lean-level',
    setup(bundle) {
      bundle.onResolve({ filter: /./ }, ({ path, importer }) =>
        path in LEVEL_PARTS && LEVEL.test(importer) ? { path, namespace: 'level-parts' } : undefined
      )
      bundle.onLoad({ filter: /./, namespace: 'level-parts' }, ({ path }) => ({ contents: LEVEL_PARTS[path] ?? '' }))
      bundle.onLoad({ filter: LEVEL }, async ({ path }) => ({ contents: withoutUnused(await readFile(path, 'utf8'), path) }))
    }
  }
}
