import { counting } from '../words.js'

const count = counting('en')

/** What there is to say of the devices of an account: fetched where it is about them. */
export const en = {
  lead: 'Every device of yours has keys of its own, certified by your account.',
  here: 'this one',
  linked: 'connected now',
  away: 'not connected now',
  added: (when: string) => `added ${when}`,
  historyWaiting: 'What was said before comes from your other devices, as soon as one can be reached directly.',
  historyComing: (passed: number, of: number) => `What was said before is coming: ${passed} of ${of} messages looked through.`,
  historyDone: (messages: number) => count(messages, { one: '# message of before has come.', other: '# messages of before have come.' }),
  link: 'Link a device',
  linkLead: 'On the new device type parley device link, or in a browser choose “I use Parley already”. What it shows comes here.',
  differ: 'They are not the same',
  differed: 'Nothing was linked: somebody may stand between the two. Try it where both devices are in front of you.',
  linkText: 'What the new device shows',
  next: 'Next',
  compare: 'Both devices show the same words?',
  deviceName: 'What you call it',
  passphrase: 'Passphrase',
  phrase: 'or your 24 words',
  confirm: 'The words are the same: link it',
  done: (name: string) => `${name} is linked`,
  revoke: 'Revoke',
  revokeTitle: (name: string) => `Revoke ${name}`,
  revokeLead: 'For good: it reads nothing that is sent from then on.',
  keyNeeded: 'This needs your account key: the passphrase where this device keeps it, or the 24 words.',
  keyByPasskey: 'This needs your account key: your passkey opens it where this device keeps it. The 24 words do too.',
  usePasskey: 'Use your passkey',
  passkeyGiven: 'Your passkey has opened it.',
  joining: {
    title: 'Link this browser',
    relay: 'Address of a relay',
    relayLead: 'Your other device reaches this browser through a relay. Name one that browsers can dial.',
    go: 'Go on',
    reaching: 'Asking the relay for a way here…',
    unreached: 'No way to this browser came up through that relay.',
    steps: [
      'On a device where you use Parley, open Settings, Devices, Link a device; or type parley device link there.',
      'Scan this code with it, or give it the text.',
      'Both devices then show the same words.'
    ],
    code: 'The code of this browser',
    text: 'The text of this browser',
    waiting: 'Waiting for your other device…',
    asks: (name: string) => `${name} links this browser`,
    compare: 'Does your other device show the same words?',
    same: 'They are the same',
    coming: 'Now confirm it on the other device. Contacts and chats come as soon as you have.',
    aloneTitle: 'This browser is linked',
    alone:
      'But your account names no relay that a browser can dial, and this one could not be added. Add one under Settings, Relays; until then hardly anything will come here.',
    toChats: 'To the chats'
  },
  revoked: {
    title: 'This device was put out of your account',
    lead: 'Another device of yours revoked it. What is here can still be read; nothing new comes, and nobody takes anything from here.',
    elsewhere: 'To use your account on this machine again, make another profile and link it: parley device link --profile NAME.',
    clear: 'Clear this browser and begin anew',
    sure: 'Delete all that Parley keeps in this browser?'
  }
} as const
