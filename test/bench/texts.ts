export const TEXT_BYTES = 200
const PADDING = 'the quick brown fox jumps over the lazy dog '.repeat(5)

/** 200 bytes of ASCII that tell one message from another. */
export function text200(name: string, index: number): string {
  return `${name} ${index} ${PADDING}`.slice(0, TEXT_BYTES)
}
