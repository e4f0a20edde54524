/** What is said beside a link that leads to a page too; nothing where it leads to none. */
export function pageLine({ page }: { readonly page?: string }): string | undefined {
  if (page === undefined) return undefined
  const where = new URL(page).protocol === 'https:' ? 'in any browser, with nothing to install' : 'in a browser of this machine only'
  return `Opens ${where}: ${page}`
}
