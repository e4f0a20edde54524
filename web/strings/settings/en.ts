import { counting } from '../words.js'

const count = counting('en')

/** What the settings say, in English; the other languages follow its shape. */
export const en = {
  settings: {
    noticeSays: 'What a notice says',
    noticesSay: { nothing: 'That there is something new', who: 'From whom', words: 'From whom, and what' },
    noticeHint: 'Your system may keep what a notice says, and show it on a locked screen. Muted conversations call nobody.',
    lessMotion: 'Less motion',
    lessMotionHint: 'Nothing slides or fades. Where your system asks for that, it is so anyway.',
    keyMessage: 'there: reply, edit what is yours, forward',
    keyEditLast: 'in an empty field: edit what you said last',
    keySuggest: 'name somebody in a group; find an emoji by its name',
    title: 'Settings',
    sections: {
      profile: 'Profile',
      look: 'Appearance',
      devices: 'Devices',
      relays: 'Relays',
      safety: 'Recovery and backup',
      about: 'About'
    },
    name: 'Your name',
    nameHint: 'Your contacts see it.',
    thisDevice: 'This device',
    since: (when: string) => `since ${when}`,
    protectedBy: {
      none: 'Nothing protects your keys: whoever reads this disk can be you.',
      passphrase: 'A passphrase seals your keys on this disk.',
      passkey: 'A passkey seals your keys in this browser.'
    },
    evictableUsed: (used: string) => `${used} kept in this browser.`,
    theme: 'Theme',
    themes: { system: 'As the system has it', light: 'Light', dark: 'Dark' },
    language: 'Language',
    languageNote: 'What the node itself reports, such as checks and reasons, is in English.',
    typing: 'Show when I am writing, and see when others are',
    typingHint: 'Told over links that are there, to those you talk to alone, and kept nowhere.',
    notify: 'Tell me about new messages while I look elsewhere',
    notifyDenied: 'The browser does not allow it: change that in its settings for this page.',
    version: (version: string) => `Parley ${version}`,
    aboutText: 'Peer-to-peer chat that belongs to the people who use it. MIT licence.',
    keys: 'Keyboard',
    keyFind: 'go to a conversation',
    keyNext: 'next and previous conversation',
    keyClose: 'close what is open, back to the list',
    keyMessages: 'in the messages: from one to the next; Enter says what became of one of yours'
  },
  relays: {
    lead: 'They keep sealed messages for you while you are away, and can read none of them. Three at most.',
    none: 'No relay: you and the other side have to be there at the same time.',
    up: 'answers',
    down: 'does not answer',
    here: 'runs beside this node',
    standing: { stranger: 'we are strangers to it', guest: 'we are guests: it keeps nothing for us', member: 'member', banned: 'banned' },
    keeps: (days: number) => count(days, { one: 'keeps messages for # day', other: 'keeps messages for # days' }),
    used: (used: string, limit: string) => `${used} of ${limit} used`,
    add: 'Add a relay',
    address: 'Its address',
    token: 'Text of its invite',
    remove: (address: string) => `Remove the relay ${address}`,
    removeSure: 'Name this relay no longer? What it keeps is read until it expires.'
  },
  protection: {
    change: 'Change what protects them',
    next: 'What opens this profile from now on',
    kinds: { none: 'Nothing', passphrase: 'A passphrase', passkey: 'A passkey of this device' },
    another: { passphrase: 'Another passphrase', passkey: 'Another passkey' },
    current: 'Passphrase until now',
    newPassphrase: 'New passphrase',
    words: 'The 24 words',
    wordsHint: 'With them this device keeps the account key, sealed, and can link and revoke devices by itself.',
    copies: 'A copy of this disk from before still opens as it did then.',
    openHint: 'Whoever uses this device or reads its disk can then read everything and be you.',
    lastWords: 'Once nothing seals them, these 24 words are kept here no more. Write them down before you go on.',
    showWords: 'Show the 24 words first',
    apply: 'Change it',
    done: 'Changed: this opens your profile from now on.'
  },
  recovery: {
    phrase: 'Recovery phrase',
    phraseLead: 'These 24 words are your account. Write them down, and show them to nobody.',
    phraseElsewhere: 'This device does not keep the account key: only your written phrase has it.',
    keep: 'Nobody else has them, and once you do they are kept nowhere here. With them you come back to your account in any browser.',
    kept: 'I have them',
    passphrase: 'Passphrase of this profile',
    show: 'Show the words',
    hide: 'Hide the words',
    backup: 'Backup',
    backupLead: 'One sealed file with contacts, settings and history. No key is in it: it needs the passphrase that you give here.',
    backupPassphrase: 'Passphrase for the file',
    repeat: 'Once more, to save one',
    repeatHint: 'Nothing opens the file without it.',
    differs: 'The two differ.',
    export: 'Save a backup',
    exporting: (done: number, of: number) => `${done} of ${of} messages…`,
    file: 'A backup that you have',
    import: 'Restore',
    importing: 'Restoring…',
    imported: (messages: number, known: number) =>
      `${count(messages, { one: '# message', other: '# messages' })} came in, ${known} were here already`
  }
}
