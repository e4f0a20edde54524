// Arrows point one way: each layer imports leftwards only.
const LAYERS = ['base', 'wire', 'identity', 'store', 'session', 'network', 'conversation', 'api', 'host', 'cli']
const upward = LAYERS.slice(0, -1).map((layer, i) => ({
  name: `${layer}-looks-left`,
  severity: 'error',
  from: { path: `^node/${layer}/` },
  to: { path: `^node/(${LAYERS.slice(i + 1).join('|')})/` }
}))
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...upward,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'runs-in-a-browser',
      severity: 'error',
      from: { path: '^(node|web)/', pathNot: ['^node/(host|cli)/', '[.]mjs$'] },
      to: { dependencyTypes: ['core'] }
    },
    {
      name: 'relay-cannot-read',
      severity: 'error',
      from: { path: '^relay/' },
      to: { path: '^node/(session|conversation|api|cli)/', reachable: true }
    },
    {
      name: 'one-command-starts-a-relay',
      severity: 'error',
      from: { path: '^(node|web)/', pathNot: '^node/cli/commands/start[.]ts$' },
      to: { path: '^relay/' }
    },
    {
      name: 'web-sees-the-door',
      severity: 'error',
      from: { path: '^web/', pathNot: '^web/tab/' },
      to: { path: '^node/', pathNot: '^node/((api|store|base)/|identity/link-text[.]ts$)' }
    },
    { name: 'tab-is-no-process', severity: 'error', from: { path: '^web/tab/' }, to: { path: '^node/(host|cli)/' } },
    { name: 'product-never-imports-tests', severity: 'error', from: { path: '^(node|relay|web)/' }, to: { path: '^test/' } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } }
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] }
  }
}
