import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { lean } from './lean.mjs'

const here = path => fileURLToPath(new URL(path, import.meta.url))
const WORKER = 'service-worker.js'

/** Tells the service worker what was built beside it: that is what it keeps. */
const listedFiles = {
  name: 'listed-files',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const worker = bundle[WORKER]
      const files = Object.keys(bundle).filter(name => name.startsWith('assets/'))
      if (worker !== undefined) worker.code = `const FILES=${JSON.stringify(files.map(name => `/${name}`))};${worker.code}`
    }
  }
}

/** What the build of `local.html`, a window on a node, and that of `tab.html`, a node by itself, have in common. */
export default defineConfig({
  root: here('.'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [listedFiles, ...lean()],
  // One of them in the page.
  resolve: { dedupe: ['@noble/hashes'] },
  build: {
    outDir: here('../dist/page'),
    emptyOutDir: false,
    // The first that know light-dark().
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // Lists of what to fetch beside each file weigh more than the one round trip that they save is worth.
    modulePreload: false,
    // A strict policy lets no data: URL in but images.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // All of a peer in one file; what it may weigh is checked packed.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      // No getter of a library does anything but read.
      treeshake: { propertyReadSideEffects: false },
      optimization: { inlineConst: { mode: 'all', pass: 3 } },
      output: {
        entryFileNames: ({ name }) => (`${name}.js` === WORKER ? '[name].js' : 'assets/[name]-[hash].js'),
        // One file of what is fetched together: many small ones pack badly, and each names what it takes from the others.
        codeSplitting: {
          groups: [
            { name: 'begin', tags: ['$initial'], test: id => !id.includes('service-worker') },
            { name: 'talk', test: /\/node\/api\/chat-node\.ts$|\/web\/(mount\.tsx|tab\/tab-store\.ts)$/ },
            { name: 'overlays', test: /\/web\/view\/overlays\.tsx$/ }
          ]
        }
      }
    }
  }
})
