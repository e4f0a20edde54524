import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatApi } from '../../node/api/chat-api.js'
import { createDirectory } from '../../web/state/directory.js'

const DEVICE = 'a device'

function directoryWith(state: string) {
  const contact = { account: 'Bob', name: 'Bob', state, devices: [DEVICE] }
  const api = {
    chats: async () => [],
    contacts: async () => [contact],
    peers: async () => [
      { device: DEVICE, kind: 'device' },
      { device: 'a relay of theirs', kind: 'relay' }
    ],
    status: async () => ({})
  }
  const directory = createDirectory(api as unknown as ChatApi)
  const isLinked = (): boolean => directory.isLinked([...directory.contacts.value.values()][0])
  return { directory, isLinked }
}

const directories = suite('whom a page shows as connected')

directories('are those with whom both may write, and not who was only asked, asks, or is blocked', async () => {
  for (const state of ['invited', 'request', 'blocked', 'accepted']) {
    const { directory, isLinked } = directoryWith(state)
    await directory.reload()
    assert.is(isLinked(), state === 'accepted', state)
  }
})

directories('are none once the node is away, until it says so again', async () => {
  const { directory, isLinked } = directoryWith('accepted')
  await directory.reload()
  directory.lost()
  assert.not(isLinked())
  await directory.reload()
  assert.ok(isLinked())
})

directories('are no relays, whosever they are', async () => {
  const { directory } = directoryWith('accepted')
  await directory.reload()
  assert.equal([...directory.linked.value], [DEVICE])
})

directories.run()
