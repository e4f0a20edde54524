import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChatApi } from '../../node/api/chat-api.js'
import { newPageLink } from '../../node/api/page-link.js'
import { systemClock } from '../../node/base/clock.js'
import { openDaemon } from '../../node/host/rpc-daemon.js'

const stats = () => ({ batches: 0, syncs: 0, writes: 0, bytes: 0 })

/** Opens the doors of a daemon on this chat, the page among them, for as long as `use` runs. */
export async function served(api: ChatApi, use: (link: URL) => Promise<void>): Promise<void> {
  const profileDir = await mkdtemp(join(tmpdir(), 'parley-page-'))
  const bugs: unknown[] = []
  const daemon = await openDaemon({ api, stats, profileDir, clock: systemClock, httpPort: 0, report: err => bugs.push(err) })
  try {
    await use(new URL((await newPageLink(daemon.doors)) ?? ''))
    if (bugs.length > 0) throw new AggregateError(bugs, 'the daemon met bugs of ours')
  } finally {
    await daemon.close()
    await rm(profileDir, { recursive: true })
  }
}
