// The probed programs, bundled as the shipped ones are: tests that kill start hundreds of them, and loading modules one by one took
// most of their time.
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { bundleForNode } from '../node/bundling.mjs'

const outdir = fileURLToPath(new URL('../dist/probed', import.meta.url))
const programs = ['probed-node', 'probed-relay']
const sources = programs.map(name => [name, fileURLToPath(new URL(`faults/${name}.ts`, import.meta.url))])
await rm(outdir, { recursive: true, force: true })
await bundleForNode(Object.fromEntries(sources), outdir)
