import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { toError } from '../../node/base/errors.js'
import { createPerson, type Person, type PersonOptions } from './person.js'
import { createRelayProcess, type RelayPlace, type RelayProcess } from './relay-process.js'
import { createTap, type Tap, type TapOptions } from './tap.js'

/** Loopback alone, any port, no discovery: what a test lets a daemon do. */
export const AT_HOME = ['--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0']

/** What one test sets up. All of it is ended and deleted with the test. */
export interface Stage {
  /** A person with a new account and a daemon that listens on loopback. */
  person(name: string, options?: Pick<PersonOptions, 'flags' | 'env' | 'init' | 'wrapper' | 'linkedBy'>): Promise<Person>
  /** A relay that all may join: on loopback where no other place is named. */
  relay(place?: RelayPlace): Promise<RelayProcess>
  tap(options: TapOptions): Promise<Tap>
  /** A new folder. */
  folder(): Promise<string>
}

/** A test with real nodes, each in a process of its own; where it fails, the report ends with what they wrote. */
export function scene(test: (title: string, run: () => Promise<void>) => void, title: string, play: (stage: Stage) => Promise<void>): void {
  test(title, async () => {
    const people: Person[] = []
    const relays: RelayProcess[] = []
    const taps: Tap[] = []
    const folders: string[] = []
    async function folder(): Promise<string> {
      const made = await mkdtemp(join(tmpdir(), 'parley-e2e-'))
      folders.push(made)
      return made
    }
    const stage: Stage = {
      folder,
      async person(name, options) {
        const person = await createPerson({ name, folder: await folder(), flags: AT_HOME, ...options })
        people.push(person)
        assert.is(new Set([process.pid, ...people.map(({ pid }) => pid)]).size, people.length + 1, 'a process each')
        return person
      },
      async relay(place) {
        const relay = await createRelayProcess(await folder(), place)
        relays.push(relay)
        return relay
      },
      async tap(options) {
        const tap = await createTap(options)
        taps.push(tap)
        return tap
      }
    }
    try {
      await play(stage)
    } catch (thrown) {
      const err = toError(thrown)
      err.message += [...people, ...relays].map(one => one.output()).join('')
      throw err
    } finally {
      await Promise.all([...people, ...relays].map(one => one.kill()))
      await Promise.all(taps.map(tap => tap.close()))
      await Promise.all(folders.map(path => rm(path, { recursive: true, maxRetries: 3 })))
    }
  })
}
