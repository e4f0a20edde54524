/** What a tab has loaded, and when. */
export interface PageVersion {
  /** The address of its code, which is another one for other code. */
  readonly build: string
  /** In milliseconds since 1970. */
  readonly loadedMs: number
}

/** Of two pages that differ the one that was loaded first, and every page that says nothing of itself. */
export const isOlder = (page: PageVersion | undefined, than: PageVersion): boolean =>
  page?.build !== than.build && (page?.loadedMs ?? 0) < than.loadedMs
