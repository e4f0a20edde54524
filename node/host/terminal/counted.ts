/** `1 log`, `2 logs`; the plural where an `s` doesn't make it. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
