type Methods<Part> = { readonly [Name in keyof Part]: (...args: never[]) => Promise<unknown> }

/**
 * A part of the node whose code is fetched when one of its methods is called for the first time. @param names all that it has
 */
export function fetched<Part extends Methods<Part>>(names: { readonly [Name in keyof Part]: true }, fetch: () => Promise<Part>): Part {
  const part = onceFetched(fetch)
  const methods = (Object.keys(names) as (keyof Part)[]).map(name => [name, async (...args: never[]) => (await part())[name](...args)])
  return Object.fromEntries(methods) as Part
}

/** Fetches once. Where that fails, the next call tries again. */
export function onceFetched<T>(fetch: () => Promise<T>): () => Promise<T> {
  let fetching: Promise<T> | undefined
  return () => {
    fetching ??= fetch().catch((err: unknown) => {
      fetching = undefined
      throw err
    })
    return fetching
  }
}
