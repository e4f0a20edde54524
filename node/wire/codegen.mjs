// Generates the protobuf codecs; with --check, fails when the committed ones are not what would be generated.
// protons reads the .proto files and writes out an encoder and a decoder for each message; of these the interfaces are kept, and each
// message becomes a table of its fields for `protobuf.ts`: a quarter of the code, which a tab has to load.
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
  const messages = [...code.matchAll(/^export (interface|namespace) (\w+) \{(\}|\n[\s\S]*?^\})\n/gm)].map(([whole, what, name, body]) =>
    what === 'interface' ? whole.replaceAll('Uint8Array<ArrayBuffer>', 'Uint8Array') : tableOf(name, body)
  )
  const used = ['bool', 'bytes', 'fixed64', 'message', 'optional', 'plain', 'repeated', 'string', 'uint32', 'uint64', 'uint64Number']
  const imported = used.filter(name => messages.some(text => new RegExp(`[ =(]${name}[<(,)]`).test(text)))
  return `import { ${imported.join(', ')}, type Codec } from '../protobuf.js'\n\n${messages.join('\n')}`
}

/** From the decoder what a field is called and holds, from the encoder when it is written. */
function tableOf(message, code) {
  const body = code.slice(0, code.indexOf('}, function * ('))
  const fields = [...body.matchAll(/ case (\d+): \{\n([\s\S]*?)^ {12}\}\n/gm)].map(([, number, read]) => {
    const [, name, repeated, value] = /obj\.(\w+)(?: = |(\.push\())([\s\S]+)/.exec(read)
    const kind = /^reader\.(\w+)\(\)/.exec(value)?.[1] ?? /^(\w+)\.codec\(\)\.decode\(/.exec(value)[1]
    const isWritten = new RegExp(`^ {8}if \\((.*obj\\.${name} .*)\\) \\{$`, 'm').exec(body)[1]
    const presence = repeated !== undefined ? 'repeated' : isWritten === `obj.${name} != null` ? 'optional' : 'plain'
    return `  ${presence}(${number}, '${name}', ${kind})`
  })
  const written = [...body.matchAll(/ w\.uint32\((\d+)\)\n/g)].map(([, tag]) => tag >>> 3)
  const read = fields.map(field => Number(/\d+/.exec(field)[0]))
  if (written.join() !== read.join()) throw new Error(`${message}: protons writes other code than is known here`)
  return `export const ${message}: Codec<${message}> = /* @__PURE__ */ message(() => [\n${fields.join(',\n')}\n])\n`
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
