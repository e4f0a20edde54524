import * as fc from 'fast-check'

const flipBit = (bytes: Uint8Array, bit: number) => bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))

/** Bytes cut short anywhere, or with one bit flipped. */
export const damaged = (whole: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc.nat(whole.length - 1).map(length => whole.slice(0, length)),
    fc.nat(whole.length * 8 - 1).map(bit => flipBit(whole, bit))
  )
