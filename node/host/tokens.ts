import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { SCOPES, type Scope } from '../api/rpc-methods.js'
import type { CreatedToken, TokenInfo } from '../api/rpc-schema.js'
import { fromUtf8, utf8 } from '../base/bytes.js'
import type { Clock } from '../base/clock.js'
import { ChatError } from '../base/errors.js'
import { createSerial } from '../base/serial.js'
import type { SmallFile } from '../store/store.js'

/** Says to people and to secret scanners what this is. */
const PREFIX = 'parley_'
const TOKEN_BYTES = 32
const ID_HEX_DIGITS = 8
const MAX_TOKENS = 256

interface KeptToken extends TokenInfo {
  /** SHA-256 of the whole token, 64 hex digits. */
  readonly sha256: string
}

/** What a token allows, for as long as it is not revoked. */
export interface Grant {
  readonly scopes: readonly Scope[]
  readonly revoked: AbortSignal
}

/** Bearer tokens of one profile: 256 random bits each, of which only the SHA-256 is kept. */
export interface Tokens {
  readonly create: (args: { scopes: readonly Scope[]; label?: string }) => Promise<CreatedToken>
  list(): readonly TokenInfo[]
  /** @throws ERR_NOT_FOUND */
  revoke(id: string): Promise<void>
  /** Undefined for a wrong token. Takes the same time for every wrong one. */
  grantOf(token: string): Grant | undefined
  /** The SHA-256 of the token with this id, by which its holder and this node prove themselves to each other. */
  keyOf(id: string): { readonly key: Uint8Array; readonly grant: Grant } | undefined
}

/** @throws ERR_STORE for a file that isn't a list of tokens */
export async function openTokens(file: SmallFile, clock: Clock): Promise<Tokens> {
  const serial = createSerial()
  /** By the id of a token. */
  const revocations = new Map<string, AbortController>()
  let kept = parseTokens(await file.read())

  async function replace(tokens: readonly KeptToken[]): Promise<void> {
    await file.write(utf8(JSON.stringify(tokens)))
    kept = tokens
  }

  function revocationOf(id: string): AbortController {
    const revocation = revocations.get(id) ?? new AbortController()
    revocations.set(id, revocation)
    return revocation
  }

  const grantFor = ({ id, scopes }: KeptToken): Grant => ({ scopes, revoked: revocationOf(id).signal })

  return {
    create: ({ scopes, label }) =>
      serial(async () => {
        if (kept.length >= MAX_TOKENS) throw new ChatError('ERR_QUOTA', `there are ${MAX_TOKENS} tokens; revoke one first`)
        const token = PREFIX + randomBytes(TOKEN_BYTES).toString('base64url')
        const sha256 = hash(token).toString('hex')
        const info = { id: sha256.slice(0, ID_HEX_DIGITS), label: label ?? '', scopes: [...new Set(scopes)], createdAtMs: clock.now() }
        await replace([...kept, { ...info, sha256 }])
        return { ...info, token }
      }),
    list: () => kept.map(({ id, label, scopes, createdAtMs }) => ({ id, label, scopes, createdAtMs })),
    revoke: id =>
      serial(async () => {
        const others = kept.filter(token => token.id !== id)
        if (others.length === kept.length) throw new ChatError('ERR_NOT_FOUND', `there is no token ${id}; see parley token list`)
        await replace(others)
        revocationOf(id).abort()
        revocations.delete(id)
      }),
    grantOf(token) {
      const given = hash(token)
      let found: KeptToken | undefined
      for (const candidate of kept) {
        if (timingSafeEqual(given, Buffer.from(candidate.sha256, 'hex'))) found = candidate
      }
      return found && grantFor(found)
    },
    keyOf(id) {
      const found = kept.find(token => token.id === id)
      return found && { key: Buffer.from(found.sha256, 'hex'), grant: grantFor(found) }
    }
  }
}

const hash = (token: string): Buffer => createHash('sha256').update(token).digest()

function parseTokens(bytes: Uint8Array | undefined): readonly KeptToken[] {
  if (bytes === undefined) return []
  const damaged = 'the file of tokens is damaged; delete it and make new tokens'
  let content: unknown
  try {
    content = JSON.parse(fromUtf8(bytes))
  } catch (cause) {
    throw new ChatError('ERR_STORE', damaged, { cause })
  }
  if (!Array.isArray(content) || !content.every(isKeptToken)) throw new ChatError('ERR_STORE', damaged)
  return content
}

function isKeptToken(value: unknown): value is KeptToken {
  if (typeof value !== 'object' || value === null) return false
  const { id, label, scopes, createdAtMs, sha256 } = value as Record<keyof KeptToken, unknown>
  return (
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    id === sha256.slice(0, ID_HEX_DIGITS) &&
    typeof label === 'string' &&
    typeof createdAtMs === 'number' &&
    Array.isArray(scopes) &&
    scopes.every(scope => SCOPES.includes(scope as Scope))
  )
}
