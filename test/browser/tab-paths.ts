import type { Page } from 'playwright-core'

declare global {
  /** Of this page, in the order they were made. */
  var peerConnections: RTCPeerConnection[]
}

/** Keeps the peer connections of a page where tests see them. */
export const KEEP_CONNECTIONS = `{
  const made = (globalThis.peerConnections = [])
  const Native = globalThis.RTCPeerConnection
  globalThis.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args)
      made.push(this)
    }
  }
}`

/**
 * What the browser says itself: of each peer connection that is up, the kinds of the two candidates that it has selected. `relay` is a
 * TURN server; everything else goes from machine to machine.
 */
export function selectedCandidates(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const up = peerConnections.filter(({ connectionState }) => connectionState === 'connected')
    const selected: string[] = []
    for (const connection of up) {
      const stats = new Map<string, Record<string, string>>()
      let pair: Record<string, string> | undefined
      // The selected pair is checked anew every few seconds, and is in progress meanwhile, on a busy machine nearly always: it works once a check was answered.
      const works = (): boolean => pair !== undefined && (pair['state'] === 'succeeded' || Number(pair['responsesReceived']) > 0)
      for (let looks = 0; looks < 100 && !works(); looks++) {
        if (looks > 0) await new Promise(resolve => setTimeout(resolve, 100))
        const report = await connection.getStats()
        report.forEach((one: { id: string } & Record<string, string>) => stats.set(one.id, one))
        const transport = [...stats.values()].find(({ type }) => type === 'transport')
        pair = stats.get(transport?.['selectedCandidatePairId'] ?? '')
      }
      if (!works()) selected.push(`a pair that is ${pair?.state}`)
      for (const id of [pair?.localCandidateId, pair?.remoteCandidateId]) selected.push(stats.get(id ?? '')?.candidateType ?? 'unknown')
    }
    return selected
  })
}
