import { createSerial, type Serial } from '../node/base/serial.js'

/** Tasks under one name run one after another, those under others beside them. */
export type KeyedSerial = <T>(name: string, task: () => Promise<T>) => Promise<T>

export function createKeyedSerial(): KeyedSerial {
  const serials = new Map<string, Serial>()
  return async (name, task) => {
    const serial = serials.get(name) ?? createSerial()
    serials.set(name, serial)
    try {
      return await serial(task)
    } finally {
      // Its own end is counted a turn later.
      queueMicrotask(() => {
        if (serial.isIdle() && serials.get(name) === serial) serials.delete(name)
      })
    }
  }
}
