import type { OptionValues, Options } from '../host/terminal/command.js'

/** What makes a profile, given to `init`, or to `start` and `daemon` at their first run. */
export const PROFILE_OPTIONS = {
  name: { type: 'text', value: 'NAME', setting: true, summary: "what others call you, for a new profile; your user's name by default" },
  'passphrase-file': { type: 'text', value: 'FILE', setting: true, summary: 'read the passphrase from this file instead of asking for it' },
  'no-passphrase': { type: 'flag', setting: true, summary: 'make a new profile without asking for a passphrase' }
} as const satisfies Options

export type ProfileValues = OptionValues<typeof PROFILE_OPTIONS>
