import { spawnSync } from 'node:child_process'
import { isChatError } from '../../node/base/errors.js'
import { openLevelStore } from '../../node/store/level.js'

// Writes 80 records durably; when the disk refuses one it makes room and goes on with the next. Then it dies without closing.
const RECORDS = 80
const store = await openLevelStore(process.argv[2] ?? '', { create: true })
for (let record = 0, confirmed = 0; confirmed < RECORDS; record++) {
  try {
    await store.batch([{ key: Uint8Array.of(record), value: new Uint8Array(3_000) }], { durable: true })
    console.log(`confirmed ${record}`)
    confirmed++
  } catch (err) {
    console.log(`refused ${record}: ${isChatError(err) ? err.code : ''} ${String(err)}`)
    spawnSync('prlimit', ['--pid', String(process.pid), '--fsize=unlimited:'])
  }
}
process.kill(process.pid, 'SIGKILL')
