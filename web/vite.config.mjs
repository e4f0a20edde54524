import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = path => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('.'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('../dist/page'),
    emptyOutDir: true,
    // The first that know light-dark().
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    // A strict policy lets no data: URL in but images.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // All of a peer in one file; what it may weigh is checked packed.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { input: { local: here('local.html'), tab: here('tab.html') } }
  }
})
