import { fileURLToPath } from 'node:url'
import { parseAst } from 'vite'

/**
 * What libraries bring along and nobody reaches or reads in a tab, left out when the page is built: nothing that is reached works in
 * another way.
 */
export const lean = () => [
  withoutLogs,
  withoutOtherKeys,
  withoutPieces,
  withoutNameServers,
  withoutDiscovery,
  withoutWalks,
  withoutTwins,
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
    return edited(code, node => {
      if (node.type !== 'ExpressionStatement') return undefined
      const call = node.expression.type === 'ChainExpression' ? node.expression.expression : node.expression
      const isLog = call.type === 'CallExpression' && LOG.test(code.slice(call.callee.start, call.callee.end))
      return isLog && !some(call, ({ type }) => EFFECTS.has(type)) ? [node, ';'] : undefined
    })
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
    return edited(code, ({ type, callee, arguments: [, , pieces] = [] }) =>
      type === 'CallExpression' && callee.name === 'message' && pieces !== undefined ? [pieces, 'function* () {}'] : undefined
    )
  }
}

const NO_NAMES = '\0no-name-servers'

/** The policy lets the page ask nobody but relays: a name server over HTTPS would be refused anyway. */
const withoutNameServers = {
  name: 'without-name-servers',
  enforce: 'pre',
  resolveId: source => (source === '@multiformats/dns' ? NO_NAMES : undefined),
  load: id =>
    id === NO_NAMES
      ? `export const RecordType = { TXT: 16 }
export const dns = () => ({ query: () => Promise.reject(new Error('a page asks no name server')) })`
      : undefined
}

const NO_DISCOVERY = '\0no-discovery'

/** Relays are named, never chosen from whoever happens to be one. */
const withoutDiscovery = {
  name: 'without-discovery',
  enforce: 'pre',
  resolveId(source, importer = '') {
    const isOfIt = source === './discovery.js' || source === '@libp2p/peer-collections'
    return isOfIt && importer.endsWith('/@libp2p/circuit-relay-v2/dist/src/transport/index.js') ? NO_DISCOVERY : undefined
  },
  load: id =>
    id === NO_DISCOVERY
      ? `export class RelayDiscovery extends EventTarget { startDiscovery() {} stopDiscovery() {} }
export const peerFilter = () => undefined`
      : undefined
}

const NO_WALK = '\0no-walk'
const NO_CONTENT = '\0no-content'

/** Nobody looks for who has some content, nor walks from one unknown peer to the next. */
const withoutWalks = {
  name: 'without-walks',
  enforce: 'pre',
  resolveId(source, importer = '') {
    if (!importer.endsWith('/libp2p/dist/src/libp2p.js')) return undefined
    return { './random-walk.js': NO_WALK, './content-routing.js': NO_CONTENT }[source]
  },
  load(id) {
    if (id === NO_WALK) return 'export class RandomWalk { async *walk() {} }'
    if (id === NO_CONTENT) return 'export class CompoundContentRouting {}'
    return undefined
  }
}

const ONE_NETMASK = '\0one-netmask'

/** Two libraries say whether an address is in a network: one does. */
const withoutTwins = {
  name: 'without-twins',
  enforce: 'pre',
  resolveId: source => (source === 'netmask' ? ONE_NETMASK : undefined),
  load: id => (id === ONE_NETMASK ? "import { IpNet } from '@chainsafe/netmask'\nexport class Netmask extends IpNet {}" : undefined)
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

/** Puts what `replace` says in the place of nodes, and looks into none of these. */
function edited(code, replace) {
  const parts = []
  let copied = 0
  some(parseAst(code), node => {
    const edit = node.start >= copied && replace(node)
    if (!edit) return false
    const [{ start, end }, text] = edit
    parts.push(code.slice(copied, start), text)
    copied = end
    return false
  })
  return { code: parts.join('') + code.slice(copied), map: null }
}

/** Whether it holds for the node or for any inside it, in the order of the source. */
function some(node, holds) {
  if (holds(node)) return true
  return Object.values(node).some(child =>
    Array.isArray(child) ? child.some(one => isNode(one) && some(one, holds)) : isNode(child) && some(child, holds)
  )
}

const isNode = value => typeof value?.type === 'string'
