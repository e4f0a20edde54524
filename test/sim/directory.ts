import { fromUtf8 } from '../../node/base/bytes.js'
import type { Clock } from '../../node/base/clock.js'
import type { Primitives } from '../../node/base/primitives.js'
import { checkDirectoryRecord, selectDirectoryRecord } from '../../node/identity/directory.js'
import type { Directory } from '../../node/network/directory.js'

/** One DHT for everybody, which always answers, or has nobody in it. */
export interface SimDirectory extends Directory {
  isEmpty: boolean
  readonly finds: number
  readonly puts: number
  /** What lies there, as an attacker could leave it. */
  readonly records: Map<string, Uint8Array>
}

export function createSimDirectory(primitives: Pick<Primitives, 'verify'>, clock: Clock): SimDirectory {
  const records = new Map<string, Uint8Array>()
  let [finds, puts] = [0, 0]
  return {
    isEmpty: false,
    records,
    get finds() {
      return finds
    },
    get puts() {
      return puts
    },
    async put(place, record) {
      puts++
      await checkDirectoryRecord(primitives, place, record, clock.now())
      const known = records.get(fromUtf8(place))
      if (known === undefined || selectDirectoryRecord([record, known]) === 0) records.set(fromUtf8(place), record)
      return 20
    },
    async find(place) {
      finds++
      const record = records.get(fromUtf8(place))
      return record !== undefined && (await isValid(place, record)) ? record : undefined
    },
    peers() {
      return this.isEmpty ? 0 : 20
    },
    serves: () => false
  }

  async function isValid(place: Uint8Array, record: Uint8Array): Promise<boolean> {
    return checkDirectoryRecord(primitives, place, record, clock.now()).then(
      () => true,
      () => false
    )
  }
}
