import { ChatError } from '../base/errors.js'

/** Ids are unambiguous from this many characters on, as far as a person's own contacts go. */
const LEAST_PREFIX = 8

export interface Named {
  readonly id: string
  readonly name: string
}

/**
 * What a person means: an id, the beginning of one (8 characters or more), or a name that one alone has.
 * @throws ERR_NOT_FOUND, or ERR_INVALID_ARGUMENT naming the candidates
 */
export function resolveReference<T extends Named>(
  kind: string,
  candidates: readonly T[],
  reference: string,
  listed = `parley ${kind}s`
): T {
  const wanted = reference.trim()
  if (wanted === '') throw new ChatError('ERR_INVALID_ARGUMENT', `say which ${kind}: a name, or an id; ${listed} lists them`)
  const exact = candidates.find(candidate => candidate.id === wanted)
  if (exact !== undefined) return exact
  const named = candidates.filter(candidate => candidate.name === wanted)
  const folded = candidates.filter(candidate => fold(candidate.name) === fold(wanted))
  const prefixed = wanted.length >= LEAST_PREFIX ? candidates.filter(candidate => candidate.id.startsWith(wanted)) : []
  // Anybody may call themself as the beginning of somebody else's id: who fits either way counts as meant.
  const [first, ...others] = new Set([...(named.length > 0 ? named : folded), ...prefixed])
  if (first === undefined) throw new ChatError('ERR_NOT_FOUND', `no ${kind} called ${JSON.stringify(wanted)}; ${listed} lists them`)
  if (others.length === 0) return first
  const list = [first, ...others].map(({ id, name }) => `${name} (${id.slice(0, LEAST_PREFIX)})`).join(', ')
  throw new ChatError('ERR_INVALID_ARGUMENT', `${JSON.stringify(wanted)} could be ${list}; use the characters in brackets`)
}

function fold(name: string): string {
  return name.normalize('NFKC').toLocaleLowerCase()
}
