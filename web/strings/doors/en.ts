/** What there is to say where somebody comes back, or is kept out: fetched there. */
export const en = {
  welcomeBack: 'Welcome back',
  unlock: 'Unlock',
  unlockPasskey: 'Unlock with your passkey',
  either: 'What opens it was being changed when Parley was closed: the old one or the new one does.',
  shut: 'I can’t open it any more',
  shutLead:
    'Without it nobody can read what is kept here. Clear this browser: then your 24 words bring your account back, or another device of yours links this browser to it.',
  clear: 'Clear this browser and begin anew',
  sure: 'Delete all that Parley keeps in this browser?',
  back: 'Bring your account back',
  words: 'The 24 words',
  name: 'Your name',
  nameHint: 'Without one, as the relay has it.',
  relay: 'Address of a relay of your account',
  relayHint: 'The one that was written down with the words: it has your contacts and conversations.',
  restore: 'Bring it back',
  without: 'Go on without a relay',
  withoutHint:
    'Without a relay no contact and no conversation comes back by itself. A backup brings all that was in it, either way: afterwards, under Settings, Recovery and backup.'
}
