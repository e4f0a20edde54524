/** A name within a sentence: whatever direction it claims, what stands behind it reads as it should. */
export const isolated = (name: string): string => `\u2068${name}\u2069`
