import type { ChatApi } from '../../node/api/chat-api.js'
import type { AccountKeyAccess, Identity, OwnDevice } from '../../node/api/status.js'
import type { DeviceId } from '../../node/base/ids.js'
import { ChatError } from '../../node/base/errors.js'

type FakeDevices = Pick<ChatApi, 'devices' | 'linkDevice' | 'confirmDevice' | 'revokeDevice'>

const ADDED = '12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN' as DeviceId

/** One device more, once it is linked. */
export function createFakeDevices(identity: () => Identity, passphrase: string): FakeDevices {
  let added: OwnDevice | undefined

  function requireKey(access: AccountKeyAccess): void {
    if (access.phrase === undefined && access.passphrase !== passphrase)
      throw new ChatError('ERR_PASSPHRASE', 'wrong passphrase; nothing was changed')
  }

  return {
    async devices() {
      const { device, deviceName, createdAtMs } = identity()
      const own: OwnDevice = { device, name: deviceName, addedAtMs: createdAtMs, linked: true, self: true }
      return added === undefined ? [own] : [own, added]
    },
    async linkDevice({ link }) {
      if (!link.startsWith('parley-link:')) throw new ChatError('ERR_CARD', 'this links no device')
      return { device: ADDED, name: 'quiet-heron-12', words: 'abandon ability able' }
    },
    async confirmDevice({ device, name = 'quiet-heron-12', ...access }) {
      requireKey(access)
      added = { device, name, addedAtMs: identity().createdAtMs, linked: false }
      return added
    },
    async revokeDevice({ device, ...access }) {
      if (added?.name !== device) throw new ChatError('ERR_NOT_FOUND', `no device called ${device}; parley device list lists them`)
      requireKey(access)
      added = undefined
    }
  }
}
