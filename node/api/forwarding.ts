/** Chats that one message is forwarded to at a time. */
export const MAX_FORWARDED_TO = 20
