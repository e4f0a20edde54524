import { ChatError } from '../base/errors.js'

const MAX_CHARACTERS = 64
/** More marks than any script stacks on one letter only serve to smear over neighbouring lines. */
const MAX_MARKS = 4

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/gu
/** Bidirectional overrides and isolates, zero-width and other invisible characters, lone surrogates, private use. */
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\u2800]/gu
const EXCESS_MARKS = new RegExp(`(\\p{M}{${MAX_MARKS}})\\p{M}+`, 'gu')
const LEADING_MARKS = /^[\p{M}\s]+/u

/**
 * A name as it may be shown: nothing invisible, nothing that turns the direction of the text around it, single spaces, NFC,
 * at most 64 characters (code points), the rest cut off. Idempotent. Empty when nothing of the name is left.
 */
export function cleanName(name: string): string {
  return tidy(name).slice(0, MAX_CHARACTERS).join('').trim()
}

/** Its characters, all of them. */
function tidy(name: string): string[] {
  const visible = name.replace(CONTROL, ' ').replace(INVISIBLE, '').normalize('NFC')
  const tidied = visible.replace(EXCESS_MARKS, '$1').replace(LEADING_MARKS, '').replace(/\s+/gu, ' ')
  return Array.from(tidied.trim())
}

/** A cleaned name that is neither empty nor longer than one may be. @throws ERR_INVALID_ARGUMENT */
export function requireName(name: string): string {
  const clean = cleanName(name)
  if (clean === '' || tidy(name).length > MAX_CHARACTERS)
    throw new ChatError('ERR_INVALID_ARGUMENT', `a name needs 1 to ${MAX_CHARACTERS} visible characters`)
  return clean
}
