import { toBase64url, utf8 } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import type { SmallFile } from '../../node/store/store.js'

const SALT = utf8('parley vault passkey 1')
const CHALLENGE_BYTES = 32
const USER_BYTES = 16
/** COSE: Ed25519, P-256, RSA. What is signed is never looked at; authenticators want to be asked for one they know. */
const ALGORITHMS = [-8, -7, -257]

interface Prf {
  readonly enabled?: boolean
  readonly results?: { readonly first?: BufferSource }
}

/**
 * Makes a passkey and gives the passphrase that it stands for: 32 bytes that only it can give, by WebAuthn's PRF extension. Whoever has the
 * passkey has the passphrase; nobody checks its signature. @throws ERR_PASSPHRASE where the person or the authenticator won't
 */
export async function makePasskey(file: SmallFile, name: string): Promise<string> {
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: 'Parley' },
        user: { id: randomBytes(USER_BYTES), name, displayName: name },
        challenge: randomBytes(CHALLENGE_BYTES),
        pubKeyCredParams: ALGORITHMS.map(alg => ({ type: 'public-key', alg })),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        extensions: { prf: { eval: { first: SALT as BufferSource } } }
      }
    })
  )
  const { enabled, results } = prfOf(made)
  if (enabled !== true && results?.first === undefined)
    throw new ChatError('ERR_PASSPHRASE', 'this passkey can’t protect data: use another one, or a passphrase')
  await file.write(new Uint8Array(made.rawId))
  // Some authenticators say it at once; others have to be asked a second time.
  return results?.first === undefined ? (await askPasskey([file])).passphrase : passphraseOf(results.first)
}

export interface GivenPasskey {
  readonly id: Uint8Array
  readonly passphrase: string
}

/** Asks for one of the passkeys whose ids lie there. @throws ERR_PASSPHRASE where the person or the authenticator won't, ERR_NOT_FOUND where there is none */
export async function askPasskey(files: readonly SmallFile[]): Promise<GivenPasskey> {
  const ids = (await Promise.all(files.map(file => file.read()))).filter(id => id !== undefined && id.length > 0)
  if (ids.length === 0) throw new ChatError('ERR_NOT_FOUND', 'no passkey protects this profile')
  const given = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: randomBytes(CHALLENGE_BYTES),
        allowCredentials: ids.map(id => ({ type: 'public-key', id: id as BufferSource })),
        userVerification: 'required',
        extensions: { prf: { eval: { first: SALT as BufferSource } } }
      }
    })
  )
  const first = prfOf(given).results?.first
  if (first === undefined)
    throw new ChatError('ERR_PASSPHRASE', 'this authenticator did not give the passkey’s secret: try the one it was made with')
  return { id: new Uint8Array(given.rawId), passphrase: passphraseOf(first) }
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let credential: Credential | null
  try {
    credential = await ask()
  } catch (cause) {
    throw new ChatError('ERR_PASSPHRASE', 'the passkey was not given; try again, or use another way', { cause })
  }
  if (credential instanceof PublicKeyCredential) return credential
  throw new ChatError('ERR_PASSPHRASE', 'no passkey was given')
}

const prfOf = (credential: PublicKeyCredential): Prf => (credential.getClientExtensionResults() as { prf?: Prf }).prf ?? {}

function passphraseOf(secret: BufferSource): string {
  return toBase64url(
    secret instanceof ArrayBuffer ? new Uint8Array(secret) : new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
  )
}

const randomBytes = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length))
