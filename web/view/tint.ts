const TINTS = 8
/** Digits of an id that it is taken from: any are as good as others. */
const FROM = 9
const TO = 15

/** The colour of a person or a group, the same wherever they are seen: the end of the name of a class. */
export const tintOf = (id: string): number => Number.parseInt(id.slice(FROM, TO), 16) % TINTS || 0
