import { edited } from './edited.mjs'

/**
 * Of `level` a tab opens and closes a database, reads records and pages of them, and writes batches. Nobody listens to its events, adds hooks
 * to it, divides it or asks it for anything before it is open, and it keeps bytes as they are.
 */
export const LEVEL = /\/node_modules\/(abstract-level|browser-level)\//

/** What stands in the place of what its files import. */
export const LEVEL_PARTS = {
  events: 'export class EventEmitter { emit() {} listenerCount() { return 0 } }',
  'level-transcoder': `
const same = bytes => bytes
const view = { name: 'view', commonName: 'view', format: 'view', encode: same, decode: same }
export class Transcoder { encoding() { return view } encodings() { return [view] } }`,
  'maybe-combine-errors': `
module.exports = errors => {
  const [first, ...others] = errors.filter(err => err !== undefined)
  return others.length > 0 ? new AggregateError([first, ...others], first.message) : first
}`,
  './lib/default-chained-batch': `
export class DefaultChainedBatch {
  operations = []
  constructor(db) {
    this.db = db
    db.attachResource(this)
  }
  put(key, value) { return this.add({ type: 'put', key, value }) }
  del(key) { return this.add({ type: 'del', key }) }
  add(operation) {
    this.assertOpen()
    this.operations.push(operation)
    return this
  }
  async write() {
    this.assertOpen()
    return (this.over = this.go(this.operations))
  }
  async close() { await (this.over ??= this.go([])).catch(() => undefined) }
  async go(operations) {
    try {
      if (operations.length > 0) await this.db._batch(operations, {})
    } finally {
      this.db.detachResource(this)
    }
  }
  assertOpen() {
    if (this.over || this.db.status !== 'open') throw Object.assign(new Error('Batch is not open'), { code: 'LEVEL_BATCH_NOT_OPEN' })
  }
}`,
  './abstract-chained-batch': 'export class AbstractChainedBatch {}',
  './lib/hooks': `
const none = { noop: true }
export class DatabaseHooks { postopen = none; prewrite = none; newsub = none }`,
  './lib/event-monitor': 'export class EventMonitor {}',
  './lib/deferred-queue': 'export class DeferredQueue { drain() {} }',
  './lib/abstract-sublevel': 'module.exports = () => ({})',
  './lib/default-kv-iterator': '',
  './lib/deferred-iterator': '',
  './lib/prewrite-batch': '',
  './lib/prefixes': '',
  './abstract-snapshot': '',
  './util/clear': ''
}

const WITH_UNUSED = /\/(abstract-level|abstract-iterator|browser-level\/(index|iterator))\.js$/
const UNUSED =
  /^(_?(put|del|clear|has|hasMany|getMany|getSync|keys|values|sublevel|snapshot|defer|deferAsync|next|all|seek)|#arrayBatch|#destroy|Symbol\.asyncIterator)$/

/** @returns the code of one of its files without the methods that nobody calls */
export function withoutUnused(code, id) {
  if (!WITH_UNUSED.test(id)) return code
  return edited(code, node => {
    if (node.type !== 'MethodDefinition') return undefined
    const name = code.slice(node.key.start, node.key.end)
    if (name === 'batch') return [node, 'batch() { this.#assertOpen(); return this._chainedBatch() }']
    return UNUSED.test(name) ? [node, ''] : undefined
  })
}
