import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isChatError } from '../../node/base/errors.js'
import type { OptionValues } from '../../node/host/terminal/command.js'
import { allOptions, parseCommandLine } from '../../node/host/terminal/command-line.js'
import { readSettings } from '../../node/host/terminal/settings.js'
import { DEFAULT_CIRCUIT_LIMITS } from '../../relay/circuit-rules.js'
import { DEFAULT_LIMITS, DEFAULT_MAX_CONNECTIONS, type Limits } from '../../relay/limits.js'
import { relayOptions, RUN_OPTIONS } from '../../relay/options.js'
import { PARLEY_RELAY } from '../../relay/program.js'
import type { RelayHostOptions } from '../../relay/relay-host.js'

const test = suite('the options of a relay')
const folder = mkdtempSync(join(tmpdir(), 'parley-relay-options-'))
const path = join(folder, 'relay.json')
test.after(() => rmSync(folder, { recursive: true }))

interface Given {
  readonly argv?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly config?: string
}

function optionsOf({ argv = [], environment = {}, config = '{}' }: Given): RelayHostOptions {
  writeFileSync(path, config)
  const settings = readSettings({
    program: PARLEY_RELAY,
    environment,
    config: { path, isNamed: true },
    known: allOptions(PARLEY_RELAY)
  })
  const { options } = parseCommandLine(PARLEY_RELAY, ['run', ...argv], settings)
  return relayOptions('/srv/relay', options as OptionValues<typeof RUN_OPTIONS>)
}

function refusal(given: Given): string {
  try {
    optionsOf(given)
  } catch (err) {
    assert.ok(isChatError(err, 'ERR_INVALID_ARGUMENT'), String(err))
    return err.message
  }
  return assert.unreachable('it was taken') as never
}

test('are the policy’s own where nothing is said', () => {
  const { limits, listen, isOpen, stunPort, monitorPort, circuits, maxConnections } = optionsOf({})
  assert.equal([limits, circuits, maxConnections], [{}, {}, undefined])
  assert.equal([isOpen, stunPort, monitorPort, listen.length], [false, 3_478, 9_464, 4])
})

test('are all in the example, which says the defaults', async () => {
  const { readFile } = await import('node:fs/promises')
  const example = await readFile('relay/relay.example.jsonc', 'utf8')
  const { limits, circuits, maxConnections, ...others } = optionsOf({ config: example })
  const { limits: _, circuits: __, ...bare } = optionsOf({})
  assert.equal(others, bare)
  assert.equal(circuits, { reservations: 1_024, durationMs: 30 * 60_000, bytes: 16 * 1_024 * 1_024 })
  assert.is(maxConnections, DEFAULT_MAX_CONNECTIONS)
  assert.equal(rounded({ ...DEFAULT_LIMITS, ...limits }), rounded(DEFAULT_LIMITS))
  assert.equal(Object.keys({ ...limits }).toSorted(), Object.keys(DEFAULT_LIMITS).toSorted())
  for (const option of Object.keys(RUN_OPTIONS)) {
    const setting = option.replaceAll(/-(.)/g, (_all, letter: string) => letter.toUpperCase())
    assert.match(example, `"${setting}":`, setting)
  }
  assert.is(DEFAULT_CIRCUIT_LIMITS.reservationsPerAddress, 8)
})

/** A rate is written with few digits. */
const rounded = (limits: Limits): unknown =>
  JSON.parse(JSON.stringify(limits, (_key, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(3)) : value)))

test('come from the command line, then from the environment, then from the file', () => {
  const config = '{ "retentionDays": 3, "bytesPerAccount": "3G", "open": true }'
  const environment = { PARLEY_RELAY_RETENTION_DAYS: '2', PARLEY_RELAY_BYTES_PER_ACCOUNT: '2G' }
  const { limits, isOpen } = optionsOf({ argv: ['--retention-days', '1'], environment, config })
  assert.equal(limits, { retentionDays: 1, bytesPerAccount: 2 * 1_024 ** 3 })
  assert.ok(isOpen)
})

test('of rates change the one that is named', () => {
  const { limits } = optionsOf({ argv: ['--rate', 'knock.address=9+0.5,take.invite=7+1'] })
  assert.equal(limits?.rates?.knock, { peer: DEFAULT_LIMITS.rates.knock.peer, address: { burst: 9, perMinute: 0.5 } })
  assert.equal(limits?.takesPerInvite, { burst: 7, perMinute: 1 })
  assert.equal(limits?.rates?.join, DEFAULT_LIMITS.rates.join)
})

test('turn STUN off with port 0', () => {
  assert.is(optionsOf({ argv: ['--stun-port', '0'] }).stunPort, undefined)
})

test('that are wrong are named, wherever they stand', () => {
  for (const [given, said] of [
    [{ config: '{ "retentionDay": 3 }' }, /relay\.json: there is no setting "retentionDay"; did you mean "retentionDays"\?/],
    [
      { config: '{ "retentionDays": "many" }' },
      /PARLEY_RELAY_RETENTION_DAYS, or retentionDays in the configuration, must be a whole number/
    ],
    [{ config: '{ "bytesPerLog": "much" }' }, /bytesPerLog in the configuration.*is no size/],
    [{ config: '{ "open": "yes" }' }, /"open" must be true or false/],
    [{ config: '{ "listen": "/ip4/127.0.0.1/tcp/1" }' }, /"listen" must be a list of texts/],
    [{ environment: { PARLEY_RELAY_MEMBERS: '-1' } }, /PARLEY_RELAY_MEMBERS.*whole number/],
    [{ argv: ['--members', '0'] }, /--members.*1 or more/],
    [{ argv: ['--retention-days', '367'] }, /--retention-days.*366 days/],
    [{ argv: ['--stun-port', '70000'] }, /--stun-port.*stunPort.*up to 65535/],
    [{ argv: ['--circuit-duration', 'soon'] }, /--circuit-duration: .*is no time/],
    [{ argv: ['--rate', 'knock.address=fast'] }, /--rate.*WHAT=BURST\+PER_MINUTE/],
    [{ argv: ['--rate', 'shout.peer=1+1'] }, /--rate.*there is no shout\.peer/],
    [{ argv: ['--rate', 'knock.invite=1+1'] }, /--rate.*there is no knock\.invite/]
  ] as const)
    assert.match(refusal(given), said)
})

test.run()
