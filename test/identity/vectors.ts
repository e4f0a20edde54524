import { readFileSync } from 'node:fs'
import type { AccountId, DeviceId } from '../../node/base/ids.js'

interface Vectors {
  readonly account: {
    readonly words: string
    readonly seed: string
    readonly id: AccountId
    readonly directoryKey: string
    readonly directoryValueKey: string
    readonly indexKey: string
    readonly indexPublicKey: string
    readonly doorKey: string
    /** For the first account of the safety number. */
    readonly door: string
  }
  readonly device: { readonly seed: string; readonly publicKey: string; readonly id: DeviceId; readonly friendlyName: string }
  readonly certificate: { readonly statement: string; readonly encoded: string }
  readonly deviceList: { readonly encoded: string }
  readonly card: { readonly encoded: string; readonly uri: string }
  readonly directory: {
    readonly nonce: string
    readonly place: string
    readonly issuedAtMs: number
    readonly devices: readonly { readonly device: DeviceId; readonly addresses: readonly string[]; readonly seenAtMs: number }[]
    readonly record: string
  }
  readonly safetyNumber: { readonly one: AccountId; readonly other: AccountId; readonly number: string }
  /** Of the two people of the tests. */
  readonly groupLink: { readonly uri: string }
}

/** Tests run from `dist/`; vectors stay with their sources. */
export const vectors = JSON.parse(readFileSync(new URL('../../../test/vectors/identity.json', import.meta.url), 'utf8')) as Vectors
