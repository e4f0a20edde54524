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
  damagedTitle: 'What is kept here is damaged',
  damaged:
    'Parley can’t read it, and nobody else can. Your 24 words bring your account back, a backup what was in it, another device of yours links this browser to it; what nothing else has is lost.',
  noWords: 'Your 24 words can’t be read here: you need those that you wrote down.',
  showWords: 'Show the 24 words',
  back: 'Bring your account back',
  words: 'The 24 words',
  name: 'Your name',
  nameHint: 'Without one, as the relay has it.',
  relay: 'Address of a relay of your account',
  relayHint: 'The one that was written down with the words: it has your contacts and conversations.',
  restore: 'Bring it back',
  backup: 'A backup that you have',
  backupHint:
    'It brings contacts, settings and messages. There are no keys in it: without the words begin anew, and read it under Settings, Recovery and backup.',
  backupPassphrase: 'Passphrase of the backup',
  restoring: 'Restoring the backup…',
  notRestored: 'Your account is back; the backup is not, or not all of it. You can try again under Settings, Recovery and backup.',
  goOn: 'Go on',
  without: 'Go on without a relay',
  withoutHint: 'Without a relay no contact and no conversation comes back by itself. A backup brings all that was in it, either way.',
  failed: 'Parley can’t open here',
  elsewhere: 'Parley is open in another tab, which doesn’t answer. Go on there, or close it: this one tries again by itself.',
  insecureTitle: 'This page has to come over HTTPS',
  insecure: 'Browsers let a page keep keys and reach others only there, or on this very machine at http://localhost.'
}
