import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSmallFile } from '../../node/host/small-file.js'
import { smallFileContract } from '../contract/small-file.js'

smallFileContract('small file of the file system', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-small-file-'))
  return { open: () => createSmallFile(join(folder, 'vault')), remove: () => rm(folder, { recursive: true }) }
})
