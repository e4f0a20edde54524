import type { AccountId } from '../../node/base/ids.js'

const TINTS = 8

/** The colour of somebody's name. */
export const tintOf = (account: AccountId): string => `tint-text-${Number.parseInt(account.slice(0, 6), 16) % TINTS || 0}`
