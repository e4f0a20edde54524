import { MaxLengthError, reader as readerOf, writer as writerOf, type DecodeOptions, type Reader, type Writer } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

const VARINT = 0
/** Below this, a number is as good as a bigint. */
const EXACT = 2n ** 53n
const BIT64 = 1
const LENGTH_DELIMITED = 2
const WIRE_TYPE_BITS = 3
const WIRE_TYPE_MASK = 7

type Limits = Readonly<Record<string, unknown>> | undefined

/** How values of one type stand on the wire. */
interface Kind {
  readonly wireType: number
  /** What stands for a field that was not sent. */
  empty(): unknown
  isEmpty(value: never): boolean
  write(to: Writer, value: never): void
  read(from: Reader, limits: Limits): unknown
}

interface Field<Name extends string = string> {
  readonly number: number
  readonly name: Name
  readonly kind: Kind
  readonly presence: 'plain' | 'optional' | 'repeated'
}

/** The codec of one message: a table of its fields where a generator would write out code for each of them, which a tab had to load. */
export interface Codec<T> extends Kind {
  encode(message: Partial<T>): Uint8Array
  /** Unknown fields are skipped. @throws what the reader does, and MaxLengthError where a repeated field holds more than `limits` allows */
  decode(bytes: Uint8Array | Uint8ArrayList, options?: DecodeOptions<T>): T
}

export const bool: Kind = scalar(
  VARINT,
  false,
  (to, value: boolean) => to.bool(value),
  from => from.bool()
)
export const uint32: Kind = scalar(
  VARINT,
  0,
  (to, value: number) => to.uint32(value),
  from => from.uint32()
)
export const uint64: Kind = scalar(
  VARINT,
  0n,
  // protons-runtime 7.1.2 takes the lower half for a signed number, and writes what lies between 2^31 and 2^32 as nothing like it.
  (to, value: bigint) => (value < EXACT ? to.uint64Number(Number(value)) : to.uint64(value)),
  from => from.uint64()
)
export const uint64Number: Kind = scalar(
  VARINT,
  0,
  (to, value: number) => to.uint64Number(value),
  from => from.uint64Number()
)
export const fixed64: Kind = scalar(
  BIT64,
  0n,
  (to, value: bigint) => to.fixed64(value),
  from => from.fixed64()
)
export const string: Kind = scalar(
  LENGTH_DELIMITED,
  '',
  (to, value: string) => to.string(value),
  from => from.string()
)
export const bytes: Kind = {
  wireType: LENGTH_DELIMITED,
  empty: () => new Uint8Array(),
  isEmpty: (value: Uint8Array) => value.byteLength === 0,
  write: (to, value: Uint8Array) => void to.bytes(value),
  read: from => from.bytes()
}

function scalar<T>(wireType: number, empty: T, write: (to: Writer, value: T) => void, read: (from: Reader) => T): Kind {
  return { wireType, empty: () => empty, isEmpty: (value: T) => value === empty, write, read }
}

/** Not written where it is empty, and empty where it was not sent. */
export const plain = <Name extends string>(number: number, name: Name, kind: Kind): Field<Name> => ({
  number,
  name,
  kind,
  presence: 'plain'
})
/** Missing where it was not sent; messages always are. */
export const optional = <Name extends string>(number: number, name: Name, kind: Kind): Field<Name> => ({
  number,
  name,
  kind,
  presence: 'optional'
})
/** Each value by itself, never packed. */
export const repeated = <Name extends string>(number: number, name: Name, kind: Kind): Field<Name> => ({
  number,
  name,
  kind,
  presence: 'repeated'
})

/** @param list in the order they are written; called at the first use, since messages may hold each other */
export function message<T>(list: () => readonly Field<keyof T & string>[]): Codec<T> {
  let table: { readonly fields: readonly Field[]; readonly byNumber: ReadonlyMap<number, Field> } | undefined

  function tabled(): NonNullable<typeof table> {
    if (table !== undefined) return table
    const fields = list()
    return (table = { fields, byNumber: new Map(fields.map(field => [field.number, field])) })
  }

  function writeFields(to: Writer, value: Readonly<Record<string, unknown>>): void {
    for (const { number, name, kind, presence } of tabled().fields) {
      const held = value[name]
      if (held === undefined || held === null) continue
      const tag = (number << WIRE_TYPE_BITS) | kind.wireType
      if (presence === 'repeated')
        for (const one of held as never[]) {
          to.uint32(tag)
          kind.write(to, one)
        }
      else if (presence === 'optional' || !kind.isEmpty(held as never)) {
        to.uint32(tag)
        kind.write(to, held as never)
      }
    }
  }

  function readFields(from: Reader, end: number, limits: Limits): T {
    const { fields, byNumber } = tabled()
    const value: Record<string, unknown> = {}
    for (const { name, kind, presence } of fields)
      if (presence === 'plain') value[name] = kind.empty()
      else if (presence === 'repeated') value[name] = []
    while (from.pos < end) {
      const tag = from.uint32()
      const field = byNumber.get(tag >>> WIRE_TYPE_BITS)
      if (field === undefined) from.skipType(tag & WIRE_TYPE_MASK)
      else if (field.presence === 'repeated') {
        const { name } = field
        const held = value[name] as unknown[]
        if (held.length === limits?.[name]) throw new MaxLengthError(`too many of the repeated field "${name}"`)
        held.push(field.kind.read(from, limits?.[`${name}$`] as Limits))
      } else value[field.name] = field.kind.read(from, limits?.[field.name] as Limits)
    }
    return value as T
  }

  return {
    wireType: LENGTH_DELIMITED,
    empty: () => undefined,
    isEmpty: () => false,
    write(to, value) {
      to.fork()
      writeFields(to, value)
      to.ldelim()
    },
    read: (from, limits) => readFields(from, from.uint32() + from.pos, limits),
    encode(value) {
      const to = writerOf()
      writeFields(to, value)
      return to.finish()
    },
    decode(encoded, { limits } = {}) {
      const from = readerOf(encoded)
      return readFields(from, from.len, limits)
    }
  }
}
