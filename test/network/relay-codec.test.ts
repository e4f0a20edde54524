import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isChatError } from '../../node/base/errors.js'
import { decodeWelcome } from '../../node/network/relay-codec.js'
import { RelayWelcome } from '../../node/wire/generated/relay.js'

const codec = suite('what a relay says')

function welcome({ stunPort = 3_478, retentionDays = 30 }): Uint8Array {
  const limits = {
    retentionDays,
    envelopesPerLog: 1,
    bytesPerLog: 1,
    bytesPerAccount: 1,
    bytesUsed: 0,
    logsPerAccount: 1,
    logsUsed: 0,
    isOpen: true
  }
  return RelayWelcome.encode({
    nonce: new Uint8Array(32),
    storage: new Uint8Array(16),
    standing: 'guest',
    limits,
    stunPort,
    servesPage: true
  })
}

codec('is believed within its bounds', () => {
  for (const within of [{ stunPort: 0 }, { stunPort: 65_535 }, { retentionDays: 366 }]) {
    const { info } = decodeWelcome(welcome(within))
    assert.equal({ stunPort: info.stunPort, retentionDays: info.limits.retentionDays }, { stunPort: 3_478, retentionDays: 30, ...within })
  }
})

codec('is malformed with a port that is none, or with more days than a relay may keep anything', () => {
  for (const beyond of [{ stunPort: 65_536 }, { stunPort: 99_999 }, { retentionDays: 367 }, { retentionDays: 2 ** 32 - 1 }])
    assert.throws(
      () => decodeWelcome(welcome(beyond)),
      (err: unknown) => isChatError(err, 'ERR_MALFORMED')
    )
})

codec.run()
