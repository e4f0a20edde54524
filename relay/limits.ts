const MINUTES_A_DAY = 24 * 60
const MIB = 1024 * 1024

/** A bucket of tokens: so many at once, then so many a minute. */
export interface Rate {
  readonly burst: number
  readonly perMinute: number
}

/**
 * What is counted against whoever is behind a link. `work`: a signature checked, or a request. `fault`: a signature, token or proof
 * that was wrong. The others are what strangers may ask, `child` also of members.
 */
export type Act = 'work' | 'fault' | 'join' | 'knock' | 'take' | 'child'

/** What a relay gives, and how much. Whoever runs one may set each. */
export interface Limits {
  /** Envelopes are kept for so many whole days. */
  readonly retentionDays: number
  readonly envelopesPerLog: number
  readonly bytesPerLog: number
  /** Of all logs that are charged to one member. */
  readonly bytesPerAccount: number
  /** One log with all that follow it takes one of so many shares of that. */
  readonly sharesPerAccount: number
  readonly logsPerAccount: number
  /** Of those logs: how many may be children that others opened, before others open no more. */
  readonly childrenPerAccount: number
  /** A log that nothing was ever put into is forgotten after so many whole days. */
  readonly emptyLogDays: number
  /** Of everything that is kept, for all. */
  readonly totalBytes: number
  readonly members: number
  /** Logs that are pushed over one link. */
  readonly subscriptionsPerMember: number
  readonly subscriptionsPerStranger: number
  /** Knocks in one account's box, and how many of them one invite may bring. */
  readonly knocksPerBox: number
  readonly knocksPerInvite: number
  readonly bytesPerBox: number
  /** Of each device. */
  readonly invitesPerDevice: number
  /** Key packages of a device that has shelved nothing for so many days are dropped. */
  readonly shelfDays: number
  /** Key packages that one invite may take. */
  readonly takesPerInvite: Rate
  readonly rates: Readonly<Record<Act, { readonly peer: Rate; readonly address: Rate }>>
}

/** Members and strangers together. */
export const DEFAULT_MAX_CONNECTIONS = 4_096

export const DEFAULT_LIMITS: Limits = {
  retentionDays: 30,
  envelopesPerLog: 65_536,
  bytesPerLog: 256 * MIB,
  bytesPerAccount: 1024 * MIB,
  sharesPerAccount: 8,
  logsPerAccount: 4_096,
  childrenPerAccount: 2_048,
  emptyLogDays: 7,
  totalBytes: 64 * 1024 * MIB,
  members: 10_000,
  subscriptionsPerMember: 8_192,
  subscriptionsPerStranger: 512,
  knocksPerBox: 64,
  knocksPerInvite: 16,
  bytesPerBox: 2 * MIB,
  invitesPerDevice: 256,
  shelfDays: 90,
  takesPerInvite: { burst: 64, perMinute: 64 / 60 },
  rates: {
    // A device that comes back proves all its logs at once: 70 µs of CPU each.
    work: { peer: { burst: 16_384, perMinute: 30_000 }, address: { burst: 65_536, perMinute: 120_000 } },
    fault: { peer: { burst: 64, perMinute: 12 }, address: { burst: 256, perMinute: 48 } },
    join: { peer: { burst: 8, perMinute: 1 }, address: { burst: 64, perMinute: 64 / MINUTES_A_DAY } },
    knock: { peer: { burst: 16, perMinute: 1 }, address: { burst: 128, perMinute: 8 } },
    take: { peer: { burst: 32, perMinute: 2 }, address: { burst: 256, perMinute: 16 } },
    // A device that is revoked is followed by a child in each conversation of the account.
    child: { peer: { burst: 256, perMinute: 4 }, address: { burst: 512, perMinute: 16 } }
  }
}
