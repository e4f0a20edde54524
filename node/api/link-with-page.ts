import { pageLink } from '../identity/link-text.js'

/** A link, and the same to the page at this origin where there is one. */
export function withPage(uri: string, origin: string | undefined): { readonly uri: string; readonly page?: string } {
  return origin === undefined ? { uri } : { uri, page: pageLink(origin, uri) }
}
