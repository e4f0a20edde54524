import { fileURLToPath } from 'node:url'
import { parseAst } from 'vite'
import { edited, some } from './edited.mjs'
import { LEVEL, LEVEL_PARTS, withoutUnused } from './lean-level.mjs'

/**
 * What libraries bring along and nobody reaches or reads in a tab, left out when the page is built: nothing that is reached works in
 * another way.
 */
export const lean = () => [
  withoutLogs,
  withoutOtherKeys,
  withoutPieces,
  withoutNameServers,
  withoutResolvers,
  withoutDiscovery,
  withoutWalks,
  withoutMappings,
  withoutBases,
  withoutOtherUris,
  withoutScale,
  withoutOptions,
  withoutTwins,
  withoutLevelParts,
  withoutSeldom,
  shortWords
]

const LIBRARIES = /\/node_modules\/(@libp2p|@chainsafe|libp2p|it-[\w-]+)\//
const LOG = /(^|\.)log(\?\.|\.)?(trace|error)?$/
const EFFECTS = new Set(['AwaitExpression', 'YieldExpression', 'AssignmentExpression', 'UpdateExpression'])

const SILENT = `
const silent = () => {}
const log = Object.assign(() => {}, { enabled: false, error: silent, trace: silent, newScope: () => log })
export const logger = () => log
export const defaultLogger = () => ({ forComponent: logger })
`

/** Statements that only write to the log of libp2p, and that log itself. */
const withoutLogs = {
  name: 'without-logs',
  load: id => (id.endsWith('/@libp2p/logger/dist/src/index.js') ? SILENT : undefined),
  transform(code, id) {
    if (!LIBRARIES.test(id) || !code.includes('log')) return undefined
    const silenced = edited(code, node => {
      if (node.type !== 'ExpressionStatement') return undefined
      const call = node.expression.type === 'ChainExpression' ? node.expression.expression : node.expression
      const isLog = call.type === 'CallExpression' && LOG.test(code.slice(call.callee.start, call.callee.end))
      return isLog && !some(call, ({ type }) => EFFECTS.has(type)) ? [node, ';'] : undefined
    })
    return { code: silenced, map: null }
  }
}

const OTHER_KEYS = /\/@libp2p\/crypto\/dist\/src\/keys\/(ecdsa|rsa|secp256k1)\/\w+(\.browser)?\.js$/
const NO_CURVE = '\0no-ed25519'

/** Every peer of Parley, relays among them, has an Ed25519 key, and what WebCrypto knows needs no library. */
const withoutOtherKeys = {
  name: 'without-other-keys',
  enforce: 'pre',
  resolveId: (source, importer) => (source === '@noble/curves/ed25519.js' && importer?.includes('/@libp2p/crypto/') ? NO_CURVE : undefined),
  load: id => (id === NO_CURVE ? 'export const ed25519 = undefined' : undefined),
  transform(code, id) {
    if (!OTHER_KEYS.test(id)) return undefined
    const names = exportsOf(code).map(name => `refuse as ${name}`)
    return {
      code: `import { UnsupportedKeyTypeError } from '@libp2p/interface'
function refuse() { throw new UnsupportedKeyTypeError() }
export { ${names.join(', ')} }`,
      map: null
    }
  }
}

/** Decoders of protocol buffers that hand a message on piece by piece, as the codecs of our own have none. */
const withoutPieces = {
  name: 'without-pieces',
  transform(code, id) {
    if (!LIBRARIES.test(id) || !code.includes('streamMessage')) return undefined
    const whole = edited(code, ({ type, callee, arguments: [, , pieces] = [] }) =>
      type === 'CallExpression' && callee.name === 'message' && pieces !== undefined ? [pieces, 'function* () {}'] : undefined
    )
    return { code: whole, map: null }
  }
}

/** In place of what files that match `importer` import: the code of `modules`. */
const instead = (name, { importer = /^/, modules }) => ({
  name,
  enforce: 'pre',
  resolveId: (source, from = '') => (source in modules && importer.test(from) ? `\0${name}:${source}` : undefined),
  load: id => (id.startsWith(`\0${name}:`) ? modules[id.slice(name.length + 2)] : undefined)
})

/** The policy lets the page ask nobody but relays: a name server over HTTPS would be refused anyway. */
const withoutNameServers = instead('without-name-servers', {
  modules: {
    '@multiformats/dns': `
export const RecordType = { TXT: 16 }
export const dns = () => ({ query: () => Promise.reject(new Error('a page asks no name server')) })`
  }
})

const NO_DISCOVERY = `
export class RelayDiscovery extends EventTarget { startDiscovery() {} stopDiscovery() {} }
export const peerFilter = () => undefined`

/** No address stands for others that a name server knows. */
const withoutResolvers = instead('without-resolvers', {
  importer: /\/libp2p\/dist\/src\/connection-manager\/resolvers\/index\.js$/,
  modules: { './dnsaddr.js': 'export const dnsaddrResolver = { canResolve: () => false }' }
})

/** Relays are named, never chosen from whoever happens to be one. */
const withoutDiscovery = instead('without-discovery', {
  importer: /\/@libp2p\/circuit-relay-v2\/dist\/src\/transport\/index\.js$/,
  modules: { './discovery.js': NO_DISCOVERY, '@libp2p/peer-collections': NO_DISCOVERY }
})

/** Nobody looks for who has some content, nor walks from one unknown peer to the next; where somebody is, `directory-dht.ts` finds. */
const withoutWalks = instead('without-walks', {
  importer: /\/libp2p\/dist\/src\/libp2p\.js$/,
  modules: {
    './random-walk.js': 'export class RandomWalk { async *walk() {} }',
    './content-routing.js': 'export class CompoundContentRouting {}',
    './peer-routing.js': `
export class DefaultPeerRouting { findPeer() { return Promise.reject(new Error('addresses are known or not')) } }`
  }
})

const NO_MAPPINGS = `
export class DNSMappings { add() {} has() { return false } getAll() { return [] } }
export { DNSMappings as IPMappings, DNSMappings as ObservedAddresses }`

/** A browser listens at no address that a router or a name could stand for, or that others could see it at. */
const withoutMappings = instead('without-mappings', {
  importer: /\/libp2p\/dist\/src\/address-manager\/index\.js$/,
  modules: { './dns-mappings.js': NO_MAPPINGS, './ip-mappings.js': NO_MAPPINGS, './observed-addresses.js': NO_MAPPINGS }
})

/** Bytes are written as text in the bases that addresses and keys have, not in these. */
const withoutBases = instead('without-bases', {
  importer: /\/multiformats\/dist\/src\/basics\.js$/,
  modules: Object.fromEntries(['8', '256emoji'].map(base => [`./bases/base${base}.js`, 'export {}']))
})

/** Nobody but WebSockets asks for the URI of an address. */
const withoutOtherUris = instead('without-other-uris', {
  importer: /\/@libp2p\/websockets\/dist\/src\/index\.js$/,
  modules: {
    '@multiformats/multiaddr-to-uri': `
export function multiaddrToUri(address) {
  const parts = address.getComponents()
  const valueOf = name => parts.find(part => part.name === name)?.value
  const isSecure = parts.some(({ name }) => name === 'tls' || name === 'wss')
  const { name, value } = parts.find(part => /^(ip[46]|dns(4|6|addr)?)$/.test(part.name))
  const host = (isSecure && valueOf('sni')) || (name === 'ip6' ? '[' + value + ']' : value)
  return (isSecure ? 'wss://' : 'ws://') + host + ':' + valueOf('tcp') + decodeURIComponent(valueOf('http-path') ?? '')
}`
  }
})

/** What is in one browser fits into plain sets, and its locks bind one thread: none of them has to be probable, or to reach other processes. */
const withoutScale = instead('without-scale', {
  importer: /\/@libp2p\/(utils\/dist\/src\/index|peer-store\/dist\/src\/store)\.js$/,
  modules: {
    './filters/index.js': `
class Filter {
  items = new Set()
  add(item) { this.items.add(String(item)) }
  has(item) { return this.items.has(String(item)) }
  remove(item) { return this.items.delete(String(item)) }
}
export const createScalableCuckooFilter = () => new Filter()`,
    mortice: `
const taken = () => {
  let release
  return { over: new Promise(resolve => (release = resolve)), release: () => release() }
}
export default () => {
  let written = Promise.resolve()
  let reads = []
  return {
    async readLock() {
      const { over, release } = taken()
      reads.push(over)
      await written
      return release
    },
    async writeLock() {
      const before = [written, ...reads]
      const { over, release } = taken()
      written = over
      reads = []
      await Promise.all(before)
      return release
    },
    finalize() {}
  }
}`
  }
})

/** What is tried again there takes few options, all of them known. */
const withoutOptions = instead('without-options', {
  importer: /\/libp2p\/dist\/src\/connection-manager\/reconnect-queue\.js$/,
  modules: {
    'p-retry': `
export default async function retry(work, { signal, retries, factor = 2, minTimeout = 1000 }) {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted()
    try {
      return await work(attempt)
    } catch (err) {
      if (attempt > retries) throw err
    }
    await new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, minTimeout * factor ** (attempt - 1))
      signal?.addEventListener('abort', () => { clearTimeout(timer); reject(signal.reason) }, { once: true })
    })
  }
}`
  }
})

/** Two libraries say whether an address is in a network: one does. */
const withoutTwins = instead('without-twins', {
  modules: { netmask: "import { IpNet } from '@chainsafe/netmask'\nexport class Netmask extends IpNet {}" }
})

const withoutLevelParts = {
  ...instead('without-level-parts', { importer: LEVEL, modules: LEVEL_PARTS }),
  transform: (code, id) => (LEVEL.test(id) ? { code: withoutUnused(code, id), map: null } : undefined)
}

/** The words of recovery, in their order: of each how many letters it has in common with the one before, and the others. */
const shortWords = {
  name: 'short-words',
  async transform(_code, id) {
    if (!id.endsWith('/@scure/bip39/wordlists/english.js')) return undefined
    const { wordlist } = await import('@scure/bip39/wordlists/english.js')
    const steps = wordlist.map((word, i) => {
      const before = wordlist[i - 1] ?? ''
      let same = 0
      while (same < before.length && before[same] === word[same]) same++
      return String.fromCharCode(A + same) + word.slice(same)
    })
    return {
      code: `let word = ''
export const wordlist = '${steps.join('')}'.match(/[A-Z][a-z]*/g).map(step => (word = word.slice(0, step.charCodeAt(0) - ${A}) + step.slice(1)))`,
      map: null
    }
  }
}

const A = 65

const SELDOM = /^\.\/(groups|devices|reasons|finding|history-giving|linking)\.js$/

/** Parts of the node that few need on most days: in their place stands what fetches them. */
const withoutSeldom = {
  name: 'without-seldom',
  enforce: 'pre',
  resolveId(source, importer = '') {
    const [, part] = (/\/node\/(api\/chat-node|conversation\/messenger)\.ts$/.test(importer) && SELDOM.exec(source)) || []
    return part && fileURLToPath(new URL(`tab/later/${part}.ts`, import.meta.url))
  }
}

const exportsOf = code =>
  parseAst(code).body.flatMap(({ type, declaration, specifiers }) => {
    if (type !== 'ExportNamedDeclaration') return []
    if (declaration === null) return specifiers.map(({ exported }) => exported.name)
    return declaration.id?.name ?? declaration.declarations.map(({ id }) => id.name)
  })
