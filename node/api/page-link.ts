import type { DaemonApi } from './rpc-schema.js'

/** What page links are known by among the tokens. */
const LABEL = 'page'
/** So many pages stay let in while new links are made; older links end. */
const PAGES = 4

/**
 * The address of the page that this daemon serves, with a token that lets it in, in the fragment: a browser sends that nowhere. Undefined
 * where no HTTP is served.
 */
export async function newPageLink(
  daemon: Pick<DaemonApi, 'endpoints' | 'tokens' | 'createToken' | 'revokeToken'>
): Promise<string | undefined> {
  const { http } = await daemon.endpoints()
  if (http === undefined) return undefined
  const earlier = (await daemon.tokens()).filter(({ label }) => label === LABEL).toSorted((a, b) => b.createdAtMs - a.createdAtMs)
  for (const { id } of earlier.slice(PAGES - 1)) await daemon.revokeToken({ id })
  const { token } = await daemon.createToken({ scopes: ['admin'], label: LABEL })
  return `${http}/#t=${token}`
}
