/** How much somebody who is let in to a group may be given of the time before. */
export const MAX_SHARED_MESSAGES = 1_000
export const MAX_SHARED_DAYS = 366

/** How many people one invite may be for. */
export const MAX_INVITE_USES = 1_000_000
