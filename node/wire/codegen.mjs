// Generates the protobuf codecs; with --check, fails when the committed ones are not what would be generated.
// A decoder that hands a message on piece by piece is left out: nobody calls it, and it makes up half of the code, which a tab has to load.
// protons types its byte fields `Uint8Array<ArrayBuffer>`, which no other library's bytes satisfy; plain `Uint8Array` is what is meant.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const wire = fileURLToPath(new URL('.', import.meta.url))
const committed = join(wire, 'generated')
const fresh = join(wire, '../../dist/codegen')
const codecs = folder => readdirSync(folder).filter(name => name.endsWith('.ts'))

rmSync(fresh, { recursive: true, force: true })
mkdirSync(fresh, { recursive: true })
const protos = readdirSync(wire).filter(name => name.endsWith('.proto'))
execFileSync('npx', ['protons', ...protos.map(name => join(wire, name)), '--output', fresh], { stdio: 'inherit' })
const generated = new Map(codecs(fresh).map(name => [name, fitted(readFileSync(join(fresh, name), 'utf8'))]))

function fitted(code) {
  return code
    .replaceAll('Uint8Array<ArrayBuffer>', 'Uint8Array')
    .replace(', streamMessage }', ' }')
    .replaceAll(/\}, function \* \(reader, length, prefix, opts = \{\}\) \{\n[\s\S]*?\n {6}\}\)\n/g, '}, function * () {})\n')
    .replaceAll(/\n {2}export interface \w+FieldEvent \{\n[\s\S]*?\n {2}\}\n/g, '')
    .replaceAll(/\n {2}export function stream \([\s\S]*?\n {2}\}\n/g, '')
}

if (process.argv.includes('--check')) {
  const stale = [...new Set([...generated.keys(), ...codecs(committed)])].filter(
    name => !generated.has(name) || !codecs(committed).includes(name) || readFileSync(join(committed, name), 'utf8') !== generated.get(name)
  )
  if (stale.length > 0) {
    console.error(`not what the .proto files say: ${stale.join(', ')}; run npm run codegen`)
    process.exitCode = 1
  }
} else {
  for (const name of codecs(committed)) rmSync(join(committed, name))
  for (const [name, code] of generated) writeFileSync(join(committed, name), code)
}
