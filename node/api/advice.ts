import type { DeviceId } from '../base/ids.js'

/** What a person can do about what a check has found, in the words of the place where they can do it. */
export interface Advice {
  /** This device was revoked. */
  readonly linkAnew: string
  readonly relayAway: string
  readonly relayServesNoMore: (relay: DeviceId) => string
  readonly relayNotJoined: string
  /** The relay keeps an index of the account that this device has not restored. */
  readonly relayHasIndex: (address: string) => string
  readonly wayIntoDirectory: string
  readonly wayForCircuits: string
}

const COMMANDS: Advice = {
  linkAnew: 'link this machine anew: parley device link --profile NAME; what is here stays here to be read',
  relayAway: 'it is tried again by itself; parley relay list shows its address',
  relayServesNoMore: relay => `name another, and parley relay remove ${relay.slice(-8)}`,
  relayNotJoined: 'parley relay add with a token joins it',
  relayHasIndex: address =>
    `parley init --phrase --relay ${address} in an empty profile brings it back; parley relay add ${address} --replace-index gives it up`,
  wayIntoDirectory: 'a relay leads into it, or a node that is named: --bootstrap <multiaddr>/p2p/<id>',
  wayForCircuits: 'through a relay with a public address others reach you behind any router: parley relay add'
}

const SETTINGS = 'in the settings, under Relays'

const IN_TAB: Advice = {
  linkAnew: 'clear this browser and link it anew; until then what is here stays here to be read',
  relayAway: `it is tried again by itself; its address stands ${SETTINGS}`,
  relayServesNoMore: () => `add another ${SETTINGS}, and remove this one there`,
  relayNotJoined: `add it again ${SETTINGS}, with the text of an invite to it`,
  relayHasIndex: () => `the 24 words bring it back in a browser where nobody has a profile; to go on without it, add another ${SETTINGS}`,
  wayIntoDirectory: `a relay leads into it: add one ${SETTINGS}`,
  wayForCircuits: `through a relay with a public address others reach you: add one ${SETTINGS}`
}

/** @param listens false in a tab, where there is no command line */
export const adviceFor = (listens: boolean): Advice => (listens ? COMMANDS : IN_TAB)
