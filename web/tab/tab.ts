import { signal, type ReadonlySignal } from '@preact/signals'
import type { FoundAccount } from '../../node/api/find-account.js'
import type { CreatedProfile, NewProfile } from '../../node/api/new-profile.js'
import { ChatError, isChatError, toError } from '../../node/base/errors.js'
import type { AsyncStop } from '../../node/base/lifecycle.js'
import { openVault, vaultNeedsPassphrase } from '../../node/store/vault.js'
import type { PageHost, Passkey, Standing } from '../state/page-host.js'
import type { LinkableTab, LinkWish } from './link-tab.js'
import { createOneNode, type OneNode } from './one-node.js'
import { openChannel } from './origin-channel.js'
import type { GivenPasskey } from './passkey.js'
import { hasId, openerOf, settlePasskey, type Opener } from './passkey-file.js'
import { protectStorage } from './storage.js'
import { createSurvivingApi } from './surviving-api.js'
import { EVERYBODY, LEADING, type TabMessage } from './tab-messages.js'
import { passkeyFiles, tabPlace, unwrittenFile } from './tab-place.js'
import { createUnwritten } from './unwritten.js'
import { openTabNode } from './web-host.js'

export type TabState =
  | { readonly kind: 'looking' }
  /** Nobody has a profile in this browser yet. */
  | { readonly kind: 'new' }
  | { readonly kind: 'locked'; readonly by: Opener }
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly error: Error }

export interface NewTabProfile extends Omit<NewProfile, 'passphrase'> {
  /** What opens it from now on; nothing: whoever uses this browser. */
  readonly protection?: { readonly passphrase: string } | 'passkey'
}

/** This tab as a peer, or as one more window on the peer that another tab of this browser is. */
export interface Tab extends PageHost {
  readonly state: ReadonlySignal<TabState>
  readonly forget: NonNullable<PageHost['forget']>
  /** Makes the profile of this browser and opens it. @throws as `createProfileAt` */
  create(profile: NewTabProfile): Promise<CreatedProfile>
  /** What relays have of an account, to go on with: `restore` of a new profile. @throws as `findAccountBy` */
  find(phrase: string, relays: readonly string[]): Promise<FoundAccount>
  /** Waits until another device of the person makes this browser one of their account; then opens it. @throws as `awaitLinkAt` */
  awaitLink(wish: LinkWish): Promise<LinkableTab>
  /** @throws ERR_PASSPHRASE */
  unlock(passphrase: string): Promise<void>
  /** @throws ERR_PASSPHRASE */
  unlockWithPasskey(): Promise<void>
  /** `phrase` and others want the passphrase that it stands for. */
  readonly passkey: Passkey
  readonly changeProtection: NonNullable<PageHost['changeProtection']>
  /** Asks the browser not to throw away what is kept here. @returns whether it said yes */
  protect(): Promise<boolean>
  readonly close: AsyncStop
}

/** Opens what this browser has; what there is to do first is in `state`. @param report hears of bugs */
export function openTab(report: (err: unknown) => void): Tab {
  const state = signal<TabState>({ kind: 'looking' })
  const standing = signal<Standing>('opening')
  const everybody = openChannel<TabMessage>(EVERYBODY)
  let node: OneNode | undefined
  const waiting: ((node: OneNode) => void)[] = []
  const unwritten = createUnwritten(unwrittenFile())
  const passkeys = passkeyFiles()
  const isPasskeyUsed = signal(false)

  function begin(passphrase: string | undefined): void {
    if (node !== undefined) return
    unwritten.look().catch(report)
    node = createOneNode({
      open: openTabNode,
      passphrase,
      version: { build: import.meta.url, loadedMs: performance.timeOrigin },
      outdated: () => (standing.value = 'outdated'),
      changed(way, failure) {
        if (standing.value === 'outdated') return
        if (way !== undefined) standing.value = 'ready'
        else if (standing.value === 'ready') standing.value = 'lost'
        if (way !== undefined) state.value = { kind: 'open' }
        else if (isChatError(failure, 'ERR_PASSPHRASE')) void lock()
        else if (failure !== undefined) state.value = { kind: 'failed', error: failure }
      },
      report
    })
    for (const resolve of waiting.splice(0)) resolve(node)
  }

  /** The tab that had it open is gone, and has not handed on what opens it. */
  async function lock(): Promise<void> {
    node = undefined
    state.value = { kind: 'locked', by: await openerOf(passkeys) }
  }

  /** Whatever this browser has, or whichever of its tabs has it open. */
  async function look(): Promise<void> {
    await lookForPasskey()
    const needsPassphrase = await vaultNeedsPassphrase(tabPlace().vaultFile)
    if (needsPassphrase === undefined) state.value = { kind: 'new' }
    else if (!needsPassphrase || (await isLed())) begin(undefined)
    else await lock()
  }

  async function lookForPasskey(): Promise<void> {
    isPasskeyUsed.value = await hasId(passkeys.used)
  }

  async function unlock(passphrase: string, by?: Uint8Array): Promise<void> {
    const { vaultFile: file, primitives } = tabPlace()
    await openVault({ file, primitives, passphrase })
    if ((await openerOf(passkeys)) === 'either') await settlePasskey(passkeys, by)
    await lookForPasskey()
    begin(passphrase)
  }

  async function askPasskey(): Promise<GivenPasskey> {
    return (await import('./passkey.js')).askPasskey([passkeys.used, passkeys.doubtful])
  }

  async function protectionOf({ name, protection }: Pick<NewTabProfile, 'name' | 'protection'>): Promise<string | undefined> {
    await settlePasskey(passkeys)
    const passphrase =
      protection === 'passkey' ? await (await import('./passkey.js')).makePasskey(passkeys.used, name) : protection?.passphrase
    await lookForPasskey()
    return passphrase
  }

  const whenBegun: OneNode = {
    current: () => node?.current(),
    way: async () => (node ?? (await new Promise<OneNode>(resolve => waiting.push(resolve)))).way(),
    close: async () => node?.close()
  }

  everybody.hear(({ kind }) => {
    // Another tab has made the profile, or unlocked it, and hands on what opens it.
    if (kind === 'leading') begin(undefined)
    else if (kind === 'protected') lookForPasskey().catch(report)
    else if (kind === 'forgetting') void node?.close()
    else if (kind === 'forgotten') location.reload()
  })
  look().catch((err: unknown) => (state.value = { kind: 'failed', error: toError(err) }))

  const api = createSurvivingApi(whenBegun)

  return {
    api,
    standing,
    state,
    pageOrigin: location.origin,
    unwritten,
    async create(profile) {
      if (state.value.kind !== 'new') throw new ChatError('ERR_ALREADY_EXISTS', 'this browser has a profile already')
      const { protection: _, ...rest } = profile
      const passphrase = await protectionOf(profile)
      // Once in the life of a profile: fetched where there is none.
      const { createTabProfile } = await import('./new-tab-profile.js')
      const created = await createTabProfile({ ...rest, ...(passphrase === undefined ? {} : { passphrase }) })
      if (profile.phrase === undefined) await unwritten.keep(created.hasAccountKey ? undefined : created.words)
      await protectStorage()
      begin(passphrase)
      return created
    },
    async find(phrase, relays) {
      const { findTabAccount } = await import('./find-tab-account.js')
      return findTabAccount(phrase, relays)
    },
    awaitLink: async wish => (await import('./link-tab.js')).linkTab(wish, { api, open: begin, passphraseOf: protectionOf }),
    async forget() {
      const { forgetProfile } = await import('./forget-profile.js')
      everybody.post({ kind: 'forgetting' })
      await node?.close()
      await forgetProfile()
      everybody.post({ kind: 'forgotten' })
      location.reload()
    },
    unlock,
    async unlockWithPasskey() {
      const { id, passphrase } = await askPasskey()
      await unlock(passphrase, id)
    },
    passkey: { isUsed: isPasskeyUsed, ask: async () => (await askPasskey()).passphrase },
    async changeProtection(change) {
      const { changeProtection } = await import('./change-protection.js')
      await changeProtection({ api, passkeys, unwritten }, change)
      await lookForPasskey()
      everybody.post({ kind: 'protected' })
    },
    protect: protectStorage,
    async close() {
      everybody.close()
      await node?.close()
    }
  }
}

async function isLed(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query()
  return held.some(({ name }) => name === LEADING)
}
