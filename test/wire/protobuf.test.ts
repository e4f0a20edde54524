import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex, toHex } from '../../node/base/bytes.js'
import {
  bytes,
  fixed64,
  message,
  optional,
  plain,
  repeated,
  string,
  uint32,
  uint64,
  uint64Number,
  bool,
  type Codec
} from '../../node/wire/protobuf.js'

interface Leaf {
  name: string
  counts: number[]
}

interface Tree {
  small: number
  large: bigint
  far: number
  fixed: bigint
  isOpen: boolean
  blob: Uint8Array
  note?: string
  leaf?: Leaf
  leaves: Leaf[]
}

const Tree: Codec<Tree> = message(() => [
  plain(1, 'small', uint32),
  plain(2, 'large', uint64),
  plain(3, 'far', uint64Number),
  plain(4, 'fixed', fixed64),
  plain(5, 'isOpen', bool),
  plain(6, 'blob', bytes),
  optional(17, 'note', string),
  optional(18, 'leaf', Leaf),
  repeated(19, 'leaves', Leaf)
])
const Leaf: Codec<Leaf> = message(() => [plain(1, 'name', string), repeated(2, 'counts', uint32)])

const EMPTY: Tree = { small: 0, large: 0n, far: 0, fixed: 0n, isOpen: false, blob: new Uint8Array(), leaves: [] }
const U32 = 2 ** 32 - 1
const U64 = 2n ** 64n - 1n
/** What is larger the library reads as negative. */
const I64 = 2n ** 63n - 1n
const leaf = fc.record({ name: fc.string({ unit: 'grapheme' }), counts: fc.array(fc.nat(U32)) }, { noNullPrototype: true })
const tree: fc.Arbitrary<Tree> = fc.record(
  {
    small: fc.nat(U32),
    large: fc.bigInt(0n, U64),
    far: fc.nat(Number.MAX_SAFE_INTEGER),
    fixed: fc.bigInt(0n, I64),
    isOpen: fc.boolean(),
    blob: fc.uint8Array(),
    note: fc.string({ unit: 'grapheme' }),
    leaf,
    leaves: fc.array(leaf)
  },
  { noNullPrototype: true, requiredKeys: ['small', 'large', 'far', 'fixed', 'isOpen', 'blob', 'leaves'] }
)

const codec = suite('the codec of protocol buffers')

codec('writes what the format’s own description gives as examples', () => {
  assert.is(toHex(Tree.encode({ small: 150 })), '089601')
  assert.is(toHex(Tree.encode({ note: 'testing' })), '8a010774657374696e67')
  assert.is(toHex(Leaf.encode({ counts: [3, 270] })), '1003108e02')
  assert.is(toHex(Tree.encode({ fixed: 1n, isOpen: true, leaf: { name: 'a', counts: [] } })), '21010000000000000028019201030a0161')
})

codec('reads what it wrote', () => {
  fc.assert(fc.property(tree, written => assert.equal(Tree.decode(Tree.encode(written)), written)))
})

/** Seven bits a byte, the lowest first, as the format describes it. */
function varint(value: bigint): string {
  const byte = (value & 0x7fn) | (value > 0x7fn ? 0x80n : 0n)
  return byte.toString(16).padStart(2, '0') + (value > 0x7fn ? varint(value >> 7n) : '')
}

codec('writes a number of any size as the format’s description says, also about the edges of 31, 32 and 53 bits', () => {
  const edge = fc.tuple(fc.constantFrom(7n, 14n, 28n, 31n, 32n, 53n, 56n, 63n), fc.bigInt(-3n, 3n)).map(([bits, off]) => 2n ** bits + off)
  fc.assert(
    fc.property(fc.oneof(edge, fc.bigInt(1n, 2n ** 64n - 1n)), large => {
      const written = Tree.encode({ large })
      assert.is(toHex(written), `10${varint(large)}`)
      assert.is(Tree.decode(written).large, large)
    })
  )
})

codec('writes nothing of what is empty, but of what may be missing', () => {
  assert.is(Tree.encode(EMPTY).length, 0)
  assert.equal(Tree.decode(new Uint8Array()), EMPTY)
  assert.equal(Tree.decode(Tree.encode({ note: '' })), { ...EMPTY, note: '' })
})

codec('skips fields that it does not know, and takes the last of those that come twice', () => {
  assert.equal(Leaf.decode(fromHex('0a01615a02ffff0a016260ffff0369000000000000000075000000001007')), { name: 'b', counts: [7] })
})

codec('reads no more of a repeated field than it may, at any depth', () => {
  const written = Tree.encode({ leaves: [{ name: 'a', counts: [1, 2] }] })
  assert.is(Tree.decode(written, { limits: { leaves: 1, leaves$: { counts: 2 } } }).leaves.length, 1)
  assert.throws(() => Tree.decode(written, { limits: { leaves: 0 } }), /"leaves"/)
  assert.throws(() => Tree.decode(written, { limits: { leaves$: { counts: 1 } } }), /"counts"/)
})

codec('ends on any bytes, by a message or by an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), noise => {
      try {
        assert.type(Tree.decode(noise).small, 'number')
      } catch (err) {
        assert.instance(err, Error)
      }
    })
  )
})

codec.run()
