/** Messages read at a time: more than fit on any screen. */
export const PAGE_MESSAGES = 100
/** As many as the node gives at once. */
export const MOST_MESSAGES = 1_000
