import type { CDPSession, Page } from 'playwright-core'

const AUTHENTICATOR = {
  protocol: 'ctap2',
  ctap2Version: 'ctap2_1',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  hasPrf: true
} as const

export interface Authenticator {
  /** Another one takes its place, which knows no passkey yet. */
  readonly replace: () => Promise<void>
}

/** Gives the page an authenticator whose person always says yes. */
export async function withAuthenticator(page: Page): Promise<Authenticator> {
  const devtools: CDPSession = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const add = () => devtools.send('WebAuthn.addVirtualAuthenticator', { options: AUTHENTICATOR })
  let { authenticatorId } = await add()
  return {
    async replace() {
      await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
      ;({ authenticatorId } = await add())
    }
  }
}
