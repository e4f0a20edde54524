import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromBase64url, toHex } from '../../node/base/bytes.js'
import { EXIT } from '../../node/host/terminal/exit-code.js'
import { RelayJoin } from '../../node/wire/generated/relay.js'
import { COMMAND_TABLE } from '../../relay/command-table.js'
import type { MemberState, RelayStatus } from '../../relay/control.js'
import type { Parley } from '../cli/parley-process.js'
import { connect, newLog, type Client } from './client.js'
import { refusedWith, relayOn, runRelay, said, type RunningRelay } from './relay-process.js'

const walk = suite('every command of parley-relay, as shipped')
let folder: string
let parleyRelay: Parley
let running: RunningRelay
let ada: Client
/** On a folder without a relay. */
let elsewhere: Parley

walk.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-relay-'))
  parleyRelay = relayOn(join(folder, 'relay'))
  elsewhere = relayOn(join(folder, 'nothing'))
  running = await runRelay(parleyRelay)
  ada = await connect(running)
})
walk.after(async () => {
  await ada.stop()
  await running.process.interrupt()
  await rm(folder, { recursive: true })
})

const ask = (...args: string[]) => parleyRelay.run([...args, '--json', '--timeout', '10'])
const result = async <T>(...args: string[]): Promise<T> => said<T>(ask(...args))
const refusal = async (...args: string[]): Promise<string> => refusedWith(await ask(...args))
const memberAda = async (): Promise<MemberState | undefined> =>
  (await result<MemberState[]>('members')).find(one => one.account === ada.account)

type Step = readonly [does: string, run: () => Promise<void>]
const STEPS: Readonly<Record<string, readonly [well: Step, refused: Step]>> = {
  run: [
    ['listens, and says where', async () => assert.match(running.addresses[0] ?? '', '/ip4/127.0.0.1/tcp/')],
    [
      'refuses a folder that another runs on',
      async () => assert.is(await refusal('run', '--listen', '/ip4/127.0.0.1/tcp/0', '--stun-port', '0'), 'ERR_PROFILE_LOCKED')
    ]
  ],
  status: [
    [
      'shows how it is',
      async () => {
        const { id, isOpen, retentionDays, usedBytes, totalBytes, monitor } = await result<RelayStatus>('status')
        assert.equal([id, isOpen, retentionDays, totalBytes], [running.relay.self, false, 30, 64 * 1_024 ** 3])
        assert.ok(usedBytes >= 0)
        assert.is(await (await fetch(`${monitor}/readyz`)).text(), 'ready\n')
      }
    ],
    [
      'says that none runs, with its own exit code',
      async () => {
        const outcome = await elsewhere.run(['status', '--json'])
        assert.is(outcome.exit, EXIT.noDaemon)
        assert.is(refusedWith(outcome), 'ERR_NO_DAEMON')
      }
    ]
  ],
  invite: [
    [
      'lets one account join, once',
      async () => {
        assert.is(await ada.asked('join'), 'ERR_NOT_ALLOWED')
        const { token, addresses } = await result<{ token: string; addresses: string[] }>('invite', '--expires', '1h')
        assert.match(addresses[0] ?? '', `/p2p/${running.relay.self}`)
        const withToken = RelayJoin.encode({ token: fromBase64url(token) })
        assert.is(await ada.asked('join', withToken), 'ok')
        const eve = await connect(running)
        assert.is(await eve.asked('join', withToken), 'ERR_NOT_ALLOWED')
        await eve.stop()
      }
    ],
    ['refuses a time that is none', async () => assert.is(await refusal('invite', '--expires', 'soon'), 'ERR_INVALID_ARGUMENT')]
  ],
  members: [
    [
      'lists who joined, and what they use',
      async () => {
        const log = await newLog()
        await ada.list()
        assert.is(await ada.open(log), 'ok')
        const envelope = await log.envelope('kept')
        assert.equal(await ada.append(envelope), ['ok'])
        const { logs, bytes, hasOwnLimit } = (await memberAda()) ?? {}
        assert.equal([logs, bytes, hasOwnLimit], [1, envelope.bytes.length, false])
      }
    ],
    ['takes no arguments', async () => assert.is(await refusal('members', 'all'), 'ERR_INVALID_ARGUMENT')]
  ],
  quota: [
    [
      'sets a limit that holds at once, and takes it back',
      async () => {
        const account = ada.account.slice(0, 8)
        assert.is((await result<MemberState>('quota', account, '4K')).bytesLimit, 4_096)
        const log = await newLog()
        await ada.open(log)
        const codes = await ada.append(...(await Promise.all(['1', '2', '3'].map(text => log.envelope(text)))))
        assert.ok(codes.includes('ERR_QUOTA'))
        assert.ok((await result<MemberState>('quota', account)).hasOwnLimit)
        assert.is((await result<MemberState>('quota', account, 'default')).bytesLimit, 1_024 ** 3)
      }
    ],
    ['knows members alone', async () => assert.is(await refusal('quota', '0123456789', '1G'), 'ERR_NOT_FOUND')]
  ],
  ban: [
    [
      'ends what a member may do, over the link that is up',
      async () => {
        assert.equal(await result('ban', ada.account.slice(0, 8)), { banned: ada.account })
        assert.is(await ada.open(await newLog()), 'ERR_NOT_ALLOWED')
      }
    ],
    ['refuses what is nobody', async () => assert.is(await refusal('ban', 'mallory'), 'ERR_INVALID_ARGUMENT')]
  ],
  'ban list': [
    [
      'lists accounts and devices',
      async () => {
        await result('ban', ada.device.id)
        assert.equal((await result<string[]>('ban', 'list')).toSorted(), [ada.account, ada.device.id].toSorted())
      }
    ],
    ['takes no arguments', async () => assert.is(await refusal('ban', 'list', 'all'), 'ERR_INVALID_ARGUMENT')]
  ],
  unban: [
    [
      'serves them again',
      async () => {
        for (const who of [ada.device.id, ada.account]) assert.equal(await result('unban', who), { unbanned: who })
        assert.is(await ada.open(await newLog()), 'ok')
      }
    ],
    ['says who is not banned', async () => assert.is(await refusal('unban', ada.account), 'ERR_NOT_FOUND')]
  ],
  'members remove': [
    [
      'lets a member open no more',
      async () => {
        const { out } = await parleyRelay.run(['members', 'remove', ada.account])
        assert.match(out, `${ada.account} is no member any more\n  dropped: 1 device list\n`)
        assert.match(out, /kept until it expires: .* in (1 log, which takes|\d+ logs, which take) no more/)
        assert.is(await memberAda(), undefined)
        assert.is(await ada.open(await newLog()), 'ERR_NOT_ALLOWED')
      }
    ],
    ['knows members alone', async () => assert.is(await refusal('members', 'remove', ada.account), 'ERR_NOT_FOUND')]
  ],
  backup: [
    ['copies it while it runs', async () => assert.ok((await result<{ envelopes: number }>('backup', join(folder, 'copy'))).envelopes > 0)],
    ['writes over nothing', async () => assert.is(await refusal('backup', join(folder, 'copy')), 'ERR_ALREADY_EXISTS')]
  ],
  check: [
    [
      'finds a copy whole',
      async () => {
        const { envelopes, faults } = await said<{ envelopes: number; faults: string[] }>(
          relayOn(join(folder, 'copy')).run(['check', '--json'])
        )
        assert.ok(envelopes > 0)
        assert.equal(faults, [])
      }
    ],
    [
      'wants a relay that is stopped, and one that is there',
      async () => {
        assert.is(await refusal('check'), 'ERR_PROFILE_LOCKED')
        assert.is(refusedWith(await elsewhere.run(['check', '--json'])), 'ERR_NOT_FOUND')
      }
    ]
  ],
  help: [
    [
      'shows options with their places',
      async () => {
        const { out } = await parleyRelay.run(['help', 'run'])
        assert.match(out, '--retention-days DAYS')
        assert.match(out, '(PARLEY_RELAY_RETENTION_DAYS, retentionDays)')
        assert.match((await parleyRelay.run(['help', 'status'])).out, '3    no relay is running on this folder')
      }
    ],
    ['knows its commands', async () => assert.is(await refusal('help', 'nonsense'), 'ERR_NOT_FOUND')]
  ],
  man: [
    ['makes a page', async () => assert.match((await result<{ manPage: string }>('man')).manPage, '.TH PARLEY\\-RELAY 1')],
    ['takes no arguments', async () => assert.is(await refusal('man', 'extra'), 'ERR_INVALID_ARGUMENT')]
  ]
}

walk('the walk knows every command of the table and no other', () => {
  assert.equal(Object.keys(STEPS).toSorted(), COMMAND_TABLE.map(({ name }) => name).toSorted())
})
for (const [name, steps] of Object.entries(STEPS)) for (const [does, step] of steps) walk(`parley-relay ${name} ${does}`, step)

walk('a configuration that is named has to be there, and to be right', async () => {
  const file = join(folder, 'relay.json')
  assert.is(await refusal('status', '--config', file), 'ERR_INVALID_ARGUMENT')
  await writeFile(file, '{ "retentionDay": 3 }')
  const { exit, err } = await parleyRelay.run(['status', '--config', file])
  assert.is(exit, EXIT.usage)
  assert.match(err, 'there is no setting "retentionDay"; did you mean "retentionDays"?')
})

walk('metrics count what was done, and name nobody', async () => {
  const { monitor } = await result<RelayStatus>('status')
  const metrics = await (await fetch(`${monitor}/metrics`)).text()
  for (const line of [/^parley_relay_appended_total [1-9]/m, /^parley_relay_refused_total\{code="ERR_NOT_ALLOWED"\} [1-9]/m])
    assert.match(metrics, line)
  assert.match(metrics, /^parley_relay_requests_total\{kind="open"\} [1-9]/m)
  assert.match(metrics, /^parley_relay_used_bytes [1-9]/m)
  assert.match(metrics, /^parley_relay_limit_bytes 68719476736$/m)
  assert.match(metrics, /^parley_relay_store_sync_seconds_bucket\{le="\+Inf"\} [1-9]/m)
  for (const secret of [ada.account, ada.device.id, running.relay.self, '127.0.0.1', toHex(ada.accountKey.publicKey)])
    assert.not.match(metrics, secret)
  for (const line of metrics.trim().split('\n'))
    assert.match(line, /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[\w+.-]+"\})? [\d.e+-]+)$/)
  const names = metrics.match(/^# TYPE (\S+)/gm) ?? []
  assert.is(new Set(names).size, names.length)
})

walk('a page of another name learns nothing from the monitor', async () => {
  const { monitor } = await result<RelayStatus>('status')
  const answer = await fetch(`${monitor}/metrics`, { headers: { origin: 'https://example.org' } })
  assert.is(answer.status, 403)
  assert.is((await fetch(`${monitor}/nothing`)).status, 404)
})

walk.run()
