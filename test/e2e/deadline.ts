/** Rejects, naming what was waited for, when it takes longer. `context` adds to that what may explain it. */
export async function within<T>(deadlineMs: number, what: string, awaited: Promise<T>, context = (): string => ''): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`after ${deadlineMs} ms still waiting for ${what}${context()}`)), deadlineMs)
  })
  try {
    return await Promise.race([awaited, late])
  } finally {
    clearTimeout(timer)
  }
}
