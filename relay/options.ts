import { ChatError } from '../node/base/errors.js'
import type { Options, OptionValues } from '../node/host/terminal/command.js'
import { MAX_RETENTION_DAYS } from '../node/network/relay-protocol.js'
import { settingOf } from '../node/host/terminal/settings.js'
import { showSize } from '../node/host/terminal/size.js'
import { DEFAULT_CIRCUIT_LIMITS, type CircuitLimits } from './circuit-rules.js'
import { DEFAULT_LIMITS, DEFAULT_MAX_CONNECTIONS, type Act, type Limits, type Rate } from './limits.js'
import type { RelayHostOptions } from './relay-host.js'

const MAX_PORT = 65_535
export const DEFAULT_LISTEN = ['/ip4/0.0.0.0/tcp/4001', '/ip6/::/tcp/4001', '/ip4/0.0.0.0/tcp/4002/ws', '/ip6/::/tcp/4002/ws'] as const
const DEFAULT_STUN_PORT = 3478
const DEFAULT_MONITOR_PORT = 9464
const { rates: DEFAULT_RATES, takesPerInvite: DEFAULT_TAKES } = DEFAULT_LIMITS

const showRate = ({ burst, perMinute }: Rate): string => `${burst}+${Math.round(perMinute * 100) / 100}`

/** Every limit that is a number, by the name it has in the policy. */
const LIMIT_OPTIONS = {
  'retention-days': {
    type: 'count',
    value: 'DAYS',
    setting: true,
    summary: `keep envelopes so many days, ${MAX_RETENTION_DAYS} at most; ${DEFAULT_LIMITS.retentionDays}`
  },
  'bytes-per-account': {
    type: 'size',
    value: 'SIZE',
    setting: true,
    summary: `envelopes that are kept for one member; ${showSize(DEFAULT_LIMITS.bytesPerAccount)}`
  },
  'shares-per-account': {
    type: 'count',
    value: 'COUNT',
    setting: true,
    summary: `one conversation takes one of so many shares of that; ${DEFAULT_LIMITS.sharesPerAccount}`
  },
  'logs-per-account': { type: 'count', value: 'COUNT', setting: true, summary: `logs of one member; ${DEFAULT_LIMITS.logsPerAccount}` },
  'children-per-account': {
    type: 'count',
    value: 'COUNT',
    setting: true,
    summary: `those that others may open for it, which follow one; ${DEFAULT_LIMITS.childrenPerAccount}`
  },
  'empty-log-days': {
    type: 'count',
    value: 'DAYS',
    setting: true,
    summary: `forget logs that nothing was ever put into after so many days; ${DEFAULT_LIMITS.emptyLogDays}`
  },
  'total-bytes': {
    type: 'size',
    value: 'SIZE',
    setting: true,
    summary: `everything that is kept, for all; ${showSize(DEFAULT_LIMITS.totalBytes)}`
  },
  'bytes-per-log': { type: 'size', value: 'SIZE', setting: true, summary: `envelopes in one log; ${showSize(DEFAULT_LIMITS.bytesPerLog)}` },
  'envelopes-per-log': { type: 'count', value: 'COUNT', setting: true, summary: `the same, counted; ${DEFAULT_LIMITS.envelopesPerLog}` },
  members: { type: 'count', value: 'COUNT', setting: true, summary: `accounts that may join; ${DEFAULT_LIMITS.members}` },
  'subscriptions-per-member': {
    type: 'count',
    value: 'COUNT',
    setting: true,
    summary: `logs that are pushed to one device of a member; ${DEFAULT_LIMITS.subscriptionsPerMember}`
  },
  'subscriptions-per-stranger': {
    type: 'count',
    value: 'COUNT',
    setting: true,
    summary: `the same for anybody else; ${DEFAULT_LIMITS.subscriptionsPerStranger}`
  },
  'knocks-per-box': {
    type: 'count',
    value: 'COUNT',
    setting: true,
    summary: `knocks that wait for one member; ${DEFAULT_LIMITS.knocksPerBox}`
  },
  'knocks-per-invite': {
    type: 'count',
    value: 'COUNT',
    setting: true,
    summary: `those of one invite among them; ${DEFAULT_LIMITS.knocksPerInvite}`
  },
  'bytes-per-box': { type: 'size', value: 'SIZE', setting: true, summary: `all of them together; ${showSize(DEFAULT_LIMITS.bytesPerBox)}` },
  'invites-per-device': {
    type: 'count',
    value: 'COUNT',
    setting: true,
    summary: `invites that a device of a member tells of; ${DEFAULT_LIMITS.invitesPerDevice}`
  },
  'shelf-days': {
    type: 'count',
    value: 'DAYS',
    setting: true,
    summary: `keep key packages of a device that was away for so many days; ${DEFAULT_LIMITS.shelfDays}`
  }
} as const satisfies Options

export const RUN_OPTIONS = {
  listen: {
    type: 'text',
    value: 'MULTIADDR',
    many: true,
    setting: true,
    summary: 'listen here; everywhere on TCP 4001 and on WebSocket 4002 by default'
  },
  announce: {
    type: 'text',
    value: 'MULTIADDR',
    many: true,
    setting: true,
    summary: 'others reach it here: /dns4/relay.example.org/tcp/443/wss, a forwarded port'
  },
  'behind-proxy': {
    type: 'flag',
    setting: true,
    summary: 'WebSockets come by a proxy alone, whose X-Forwarded-For says from whom; limits go by that address'
  },
  page: {
    type: 'flag',
    setting: true,
    summary: 'serve the page at the WebSocket port, for browsers: plain on this machine, by a proxy that speaks TLS for others'
  },
  bootstrap: {
    type: 'text',
    value: 'MULTIADDR',
    many: true,
    setting: true,
    summary: 'another relay to share the directory with: one address of it, with its id'
  },
  open: { type: 'flag', setting: true, summary: 'let anybody join; without it, whom parley-relay invite lets' },
  'stun-port': { type: 'count', value: 'PORT', setting: true, summary: `answer STUN on this UDP port; ${DEFAULT_STUN_PORT}, 0 for none` },
  'monitor-port': {
    type: 'count',
    value: 'PORT',
    setting: true,
    summary: `serve /healthz, /readyz, /metrics on this port of 127.0.0.1; ${DEFAULT_MONITOR_PORT} or any free one`
  },
  'max-connections': { type: 'count', value: 'COUNT', setting: true, summary: `connections at once; ${DEFAULT_MAX_CONNECTIONS}` },
  'circuit-reservations': {
    type: 'count',
    value: 'COUNT',
    setting: true,
    summary: `devices that are reached through it, a quarter of them strangers; ${DEFAULT_CIRCUIT_LIMITS.reservations}`
  },
  'circuit-duration': { type: 'duration', value: 'TIME', setting: true, summary: 'what one circuit may last; 30m' },
  'circuit-bytes': {
    type: 'size',
    value: 'SIZE',
    setting: true,
    summary: `what one circuit may carry; ${showSize(DEFAULT_CIRCUIT_LIMITS.bytes)}`
  },
  ...LIMIT_OPTIONS,
  rate: {
    type: 'text',
    value: 'WHAT=BURST+PER_MINUTE',
    many: true,
    setting: true,
    summary: `how often somebody may: ${Object.keys(DEFAULT_RATES).join(', ')} by peer or address, or take.invite; knock.address=${showRate(DEFAULT_RATES.knock.address)}`
  }
} as const satisfies Options

type RunValues = OptionValues<typeof RUN_OPTIONS>

/** What `run` was told, as the relay takes it. @throws ERR_INVALID_ARGUMENT naming what is wrong */
export function relayOptions(folder: string, values: RunValues): RelayHostOptions {
  const port = (name: 'stun-port' | 'monitor-port', fallback: number): number => {
    const given = values[name] ?? fallback
    if (given > MAX_PORT) throw invalid(name, `a port is a number up to ${MAX_PORT}, not ${given}`)
    return given
  }
  const stunPort = port('stun-port', DEFAULT_STUN_PORT)
  if ((values['retention-days'] ?? 0) > MAX_RETENTION_DAYS)
    throw invalid('retention-days', `members believe no relay that keeps envelopes for more than ${MAX_RETENTION_DAYS} days`)
  const maxConnections = atLeastOne('max-connections', values['max-connections'])
  return {
    folder,
    listen: values.listen.length === 0 ? DEFAULT_LISTEN : values.listen,
    announce: values.announce,
    behindProxy: values['behind-proxy'],
    page: values.page,
    bootstrap: values.bootstrap,
    isOpen: values.open,
    dhtServer: true,
    limits: { ...numericLimits(values), ...rateLimits(values.rate) },
    circuits: circuitLimits(values),
    ...(maxConnections === undefined ? {} : { maxConnections }),
    ...(stunPort === 0 ? {} : { stunPort }),
    monitorPort: port('monitor-port', DEFAULT_MONITOR_PORT)
  }
}

function numericLimits(values: RunValues): Partial<Limits> {
  return Object.fromEntries(
    Object.keys(LIMIT_OPTIONS).flatMap(name => {
      const value = atLeastOne(name, values[name as keyof typeof LIMIT_OPTIONS])
      return value === undefined ? [] : [[settingOf(name), value]]
    })
  )
}

function circuitLimits(values: RunValues): Partial<CircuitLimits> {
  const reservations = values['circuit-reservations']
  const durationMs = values['circuit-duration']
  const bytes = atLeastOne('circuit-bytes', values['circuit-bytes'])
  return {
    ...(reservations === undefined ? {} : { reservations }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(bytes === undefined ? {} : { bytes })
  }
}

function rateLimits(given: readonly string[]): Partial<Limits> {
  const rates: { [A in Act]: Limits['rates'][A] } = { ...DEFAULT_RATES }
  let takesPerInvite: Rate = DEFAULT_TAKES
  for (const text of given) {
    const [, act, who, burst, perMinute] = /^(\w+)\.(peer|address|invite)=(\d+)\+(\d+(?:\.\d+)?)$/.exec(text) ?? []
    if (act === undefined || who === undefined)
      throw invalid('rate', `write WHAT=BURST+PER_MINUTE as in knock.address=128+8, not ${JSON.stringify(text)}`)
    const rate: Rate = { burst: Number(burst), perMinute: Number(perMinute) }
    if (who === 'invite' && act === 'take') takesPerInvite = rate
    else if (who !== 'invite' && isAct(act)) rates[act] = { ...rates[act], [who]: rate }
    else
      throw invalid(
        'rate',
        `there is no ${act}.${who}; ${Object.keys(DEFAULT_RATES).join(', ')} go by peer and by address, take also by invite`
      )
  }
  return given.length === 0 ? {} : { rates, takesPerInvite }
}

const isAct = (name: string): name is Act => Object.hasOwn(DEFAULT_RATES, name)

function atLeastOne(name: string, value: number | undefined): number | undefined {
  if (value === 0) throw invalid(name, 'must be 1 or more')
  return value
}

const invalid = (name: string, what: string): ChatError =>
  new ChatError('ERR_INVALID_ARGUMENT', `--${name} (in the configuration ${settingOf(name)}): ${what}`)
