import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openLevelStore } from '../../node/store/level.js'

const WRITER = fileURLToPath(new URL('full-disk-writer.js', import.meta.url))
const DEADLINE_MS = 30_000
/** In units of 1 KiB: to LevelDB a file that can't grow is a disk that is full in the middle of a record. */
const FILE_LIMIT = 100

const fullDisk = suite('a disk that fills up')

fullDisk('writes fail with advice, go on once there is room, and nothing that was confirmed is lost', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-full-'))
  const script = `ulimit -S -f ${FILE_LIMIT}; exec "$0" "$1" "$2"`
  const writer = spawn('bash', ['-c', script, process.execPath, WRITER, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: DEADLINE_MS
  })
  const lines = (await text(writer.stdout)).trim().split('\n')
  const refused = lines.filter(line => line.startsWith('refused'))
  assert.is(refused.length, 1)
  assert.match(refused[0] ?? '', /ERR_STORE .*the disk is full/)
  const confirmed = lines.filter(line => line.startsWith('confirmed')).map(line => Number(line.split(' ')[1]))
  assert.is(confirmed.length, 80)

  const store = await openLevelStore(folder, { create: false })
  for (const record of confirmed) assert.ok(await store.get(Uint8Array.of(record)), `record ${record} was confirmed`)
  await store.close()
  await rm(folder, { recursive: true })
})

fullDisk.run()
