interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): string }
}

const WORKER = '/service-worker.js'

/** Has the browser keep the page's files, once it has nothing else to do. Without it the page only needs a network to open. */
export function workOffline(): void {
  if (!('serviceWorker' in navigator)) return
  addEventListener('load', () => void keepFiles().catch((err: unknown) => console.warn(err)))
}

async function keepFiles(): Promise<void> {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  // The one script address that this page makes.
  const policy = trustedTypes?.createPolicy('parley', { createScriptURL: url => url })
  await navigator.serviceWorker.register(policy?.createScriptURL(WORKER) ?? WORKER)
}
