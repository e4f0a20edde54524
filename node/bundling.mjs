import { build } from 'esbuild'

/** Bundles programs of this runtime, what they share in chunks. Native modules stay outside; TypeScript is bundled from source. */
export async function bundleForNode(entryPoints, outdir) {
  await build({
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    // CommonJS that is imported when it is needed would come without names.
    mainFields: ['module', 'main'],
    target: 'node20',
    format: 'esm',
    sourcemap: 'linked',
    logLevel: 'warning',
    external: ['classic-level', 'node-datachannel'],
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" }
  })
}
