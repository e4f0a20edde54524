import * as assert from 'uvu/assert'
import { utf8 } from '../../node/base/bytes.js'
import { isChatError, type ErrorCode } from '../../node/base/errors.js'
import type { AccountId, DeviceId } from '../../node/base/ids.js'
import type { Change, Epoch, Opened, Session } from '../../node/session/session.js'

/** A device under test. */
export interface Party {
  readonly account: AccountId
  readonly device: DeviceId
  readonly session: Session
}

/** A party and the epoch it stands in. */
export interface Standing {
  readonly party: Party
  epoch: Epoch
}

/** Commits, and lets everybody who stands in the parent follow; gives back those who are members after it. */
export async function commitAll(by: Standing, change: Change, others: readonly Standing[]): Promise<Standing[]> {
  const { child, envelope } = await by.party.session.commit(by.epoch, change)
  const staying = [by]
  for (const other of others) {
    const opened = await other.party.session.open(other.epoch, envelope)
    if (opened.kind === 'removed') continue
    assert.is(opened.kind, 'commit')
    if (opened.kind !== 'commit') continue
    other.epoch = opened.child
    staying.push(other)
  }
  by.epoch = child
  return staying
}

export async function admit(
  by: Standing,
  newcomers: readonly Party[],
  others: readonly Standing[] = [],
  change: Change = {}
): Promise<Standing[]> {
  const packages = await Promise.all(newcomers.map(({ session }) => session.newKeyPackage({ lastResort: false })))
  const made = await by.party.session.commit(by.epoch, { ...change, add: packages.map(({ published }) => published) })
  const { welcome } = made
  assert.ok(welcome)
  if (welcome === undefined) return []
  for (const other of others) other.epoch = childOf(await other.party.session.open(other.epoch, made.envelope))
  by.epoch = made.child
  return Promise.all(
    newcomers.map(async (party, i) => ({
      party,
      epoch: await party.session.join(welcome, packages[i]?.secret ?? new Uint8Array())
    }))
  )
}

export function childOf(opened: Opened): Epoch {
  if (opened.kind !== 'commit') throw new Error(`expected a commit, got ${opened.kind}`)
  return opened.child
}

export async function refuses(attempt: () => Promise<unknown>, code: ErrorCode): Promise<void> {
  try {
    await attempt()
  } catch (err) {
    assert.ok(isChatError(err, code), `expected ${code}, got ${String(err)}`)
    return
  }
  assert.unreachable(`expected ${code}`)
}

export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
}

/** Seals at one and opens at the other; both stand further on. */
export async function send(from: Standing, to: Standing, text: string): Promise<Uint8Array> {
  const sealed = await from.party.session.seal(from.epoch, utf8(text))
  from.epoch = sealed.epoch
  const opened = await to.party.session.open(to.epoch, sealed.envelope)
  assert.is(opened.kind, 'message')
  if (opened.kind !== 'message') return sealed.envelope
  assert.equal(opened.plaintext, utf8(text))
  assert.equal([opened.sender.device, opened.generation], [from.party.device, sealed.generation])
  to.epoch = opened.epoch
  return sealed.envelope
}
