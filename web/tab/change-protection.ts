import type { ChatApi } from '../../node/api/chat-api.js'
import { isChatError } from '../../node/base/errors.js'
import type { ProtectionChange } from '../state/page-host.js'
import { makePasskey } from './passkey.js'
import { settlePasskey, type PasskeyFiles } from './passkey-file.js'
import type { WordsToWrite } from './unwritten.js'

interface Parts {
  readonly api: Pick<ChatApi, 'identity' | 'phrase' | 'setPassphrase' | 'removePassphrase'>
  readonly passkeys: PasskeyFiles
  readonly unwritten: WordsToWrite
}

/**
 * Something else opens the profile from now on. The vault changes in one write; which passkey it is that opens it stands beside it, so while that
 * write is under way both are taken for possible: wherever it is cut off, the old one or the next one opens the profile.
 * @throws ERR_PASSPHRASE, ERR_PHRASE, ERR_STORE; nothing is changed then. ERR_CLOSED where nobody answered: then it may be
 */
export async function changeProtection({ api, passkeys, unwritten }: Parts, { next, current, phrase }: ProtectionChange): Promise<void> {
  const { used, doubtful } = passkeys
  const before = (await used.read()) ?? new Uint8Array()
  let made: Uint8Array | undefined
  try {
    if (next === 'none') {
      await doubtful.write(before)
      await open(current)
    } else {
      if (next !== 'passkey') await doubtful.write(before)
      const passphrase = next === 'passkey' ? await makePasskey(doubtful, (await api.identity()).name) : next.passphrase
      made = next === 'passkey' ? await doubtful.read() : undefined
      await seal(passphrase)
    }
  } catch (err) {
    if (!isChatError(err, 'ERR_CLOSED')) await doubtful.write(new Uint8Array())
    throw err
  }
  await settlePasskey(passkeys, made)

  async function seal(passphrase: string): Promise<void> {
    const words = phrase ?? (await unwritten.read())
    await api.setPassphrase({
      next: passphrase,
      ...(current === undefined ? {} : { current }),
      ...(words === undefined ? {} : { phrase: words })
    })
    if (unwritten.wait.value && words !== undefined) await unwritten.keep(undefined)
  }

  /** Words that nobody has written down yet stay, as open as the keys will be. */
  async function open(passphrase = ''): Promise<void> {
    const isSealed = unwritten.wait.value && (await unwritten.read()) === undefined
    if (isSealed) await unwritten.keep((await api.phrase({ passphrase })).words)
    try {
      await api.removePassphrase({ current: passphrase })
    } catch (err) {
      if (isSealed && !isChatError(err, 'ERR_CLOSED')) await unwritten.keep(undefined)
      throw err
    }
  }
}
