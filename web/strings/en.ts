import { counting } from './words.js'

const count = counting('en')

/** All that the page says, in English; the other languages follow its shape. */
export const en = {
  common: {
    you: 'You',
    cancel: 'Cancel',
    close: 'Close',
    back: 'Back',
    copy: 'Copy',
    copied: 'Copied',
    share: 'Share',
    save: 'Save',
    add: 'Add',
    remove: 'Remove',
    loading: 'Loading…',
    dismiss: 'Dismiss',
    optional: 'optional',
    again: 'Try again'
  },
  start: {
    opening: 'Opening your node…',
    welcome: (name: string) => `Welcome, ${name}`,
    empty: 'Invite somebody, or add the link that somebody gave you. Nobody in between can read what you say.',
    pickTitle: 'Choose a conversation',
    pick: 'Ctrl K finds one, and what was said; Alt ↑ and Alt ↓ go through them.',
    outdated: 'A newer Parley is open in another tab. Reload this one.',
    reload: 'Reload'
  },
  first: {
    title: 'Talk, with nobody in between',
    invited: 'Somebody invites you to talk',
    lead: 'No number, no address, no account anywhere: this browser is all there is of you here.',
    name: 'Your name',
    begin: 'Begin',
    haveWords: 'I have the 24 words of an account, or a backup',
    linkThis: 'I use Parley already: link this browser',
    anew: 'Begin anew',
    protect: 'Protect what is kept here',
    guards: {
      none: 'Nothing: whoever uses this browser can read it',
      passphrase: 'A passphrase',
      passkey: 'A passkey of this device'
    },
    passphrase: 'Passphrase',
    reveal: 'Show it',
    keepTitle: 'Write these 24 words down',
    opening: 'Opening Parley…'
  },
  connection: {
    title: 'Connection',
    opening: 'Opening',
    lost: 'Node not answering',
    offline: 'Nobody reachable',
    online: (links: number) => count(links, { one: '# connection', other: '# connections' }),
    relayOnly: 'By relay',
    unkept: 'Your relays keep nothing',
    lostBanner: 'Your node does not answer. What you write here stays here until it does.'
  },
  list: {
    actions: (title: string) => `What to do with ${title}`,
    label: 'Conversations',
    search: 'Search',
    searchHint: 'Ctrl K',
    new: 'New',
    settings: 'Settings',
    draft: 'Draft:',
    asks: 'wants to talk',
    invited: 'asked, has not answered',
    blocked: 'blocked',
    nothing: 'Nothing said yet',
    unread: (messages: number) => count(messages, { one: '# unread message', other: '# unread messages' }),
    asking: (people: number) => count(people, { one: '# asks to be let in', other: '# ask to be let in' }),
    pinned: 'pinned',
    muted: 'muted',
    verified: 'verified',
    yesterday: 'Yesterday',
    today: 'Today',
    invite: 'Invite somebody',
    add: 'Add a link',
    group: 'New group'
  },
  echo: {
    try: 'Try it with Echo',
    here: 'Lives on this device'
  },
  find: {
    here: 'Search here, or go to a day'
  },
  chat: {
    details: 'Details',
    group: (members: number) => count(members, { one: '# member', other: '# members' }),
    online: 'connected now',
    offline: 'not connected now',
    writing: (names: readonly string[]) => (names.length > 2 ? 'Several are writing…' : `${names.join(', ')}: writing…`),
    messages: (title: string) => `Messages with ${title}`,
    begins: (title: string) => `This is where your conversation with ${title} begins.`,
    unreadable: 'The messages could not be read.',
    older: 'Older messages',
    new: 'New',
    jump: 'Jump to the newest',
    backToNewest: 'Back to the newest',
    later: 'Newer messages',
    jumpNew: (messages: number) => count(messages, { one: 'Jump to # new message', other: 'Jump to # new messages' }),
    gap: (messages: number) => count(messages, { one: '# message is not here yet', other: '# messages are not here yet' }),
    gapLost: (messages: number) =>
      count(messages, { one: '# message could not be given any more', other: '# messages could not be given any more' }),
    gapOf: (name: string, gap: string) => `${name}: ${gap}`,
    left: (name: string) => `${name} left the group`,
    youLeft: 'You left the group',
    conflict: 'This device told others something else under the same number',
    sharedBy: (name: string) => `Said before you came: on the word of ${name}`,
    imported: 'From a backup: that its sender wrote it is known from that alone',
    showAll: 'Show all of it',
    message: (name: string, time: string) => `${name}, ${time}`
  },
  say: {
    actions: 'What to do with this message',
    more: 'More',
    react: (emoji: string) => `React with ${emoji}`,
    reactWith: 'React with an emoji',
    reactions: 'Reactions',
    others: (people: number) => count(people, { one: '# other', other: '# others' }),
    answer: 'Reply',
    answers: 'In reply to',
    answering: (name: string) => `Reply to ${name}`,
    edit: 'Edit',
    editing: 'Edit this message',
    edited: 'edited',
    forward: 'Forward',
    forwarded: 'Forwarded',
    pin: 'Pin for everybody',
    unpin: 'Unpin',
    pinned: 'pinned',
    pins: (messages: number) => count(messages, { one: '# pinned message', other: '# pinned messages' }),
    delete: 'Delete',
    deleted: 'This message was deleted',
    notHere: 'A message that is not here',
    unknown: 'Something that this version can’t show',
    emoji: 'Emoji',
    sticker: (name: string) => `Sticker: ${name}`,
    stickers: {
      wave: 'wave',
      yes: 'yes',
      no: 'no',
      thanks: 'thanks',
      love: 'love',
      laugh: 'laughing',
      party: 'party',
      wow: 'wow',
      think: 'thinking',
      cry: 'crying',
      sleep: 'sleeping',
      coffee: 'coffee'
    },
    suggestions: 'Suggestions'
  },
  state: {
    waitsFor: (names: string) => `Waiting for ${names}`,
    waitsAndKept: (waits: string, kept: string) => `${waits}; ${kept}`,
    lastSeen: (waits: string, ago: string) => `${waits}, last seen ${ago}`,
    relaysHold: (relays: number, until: string) =>
      count(relays, { one: `# relay holds it until ${until}`, other: `# relays hold it until ${until}` }),
    keptHere: (until: string) => `kept on this device until ${until}`,
    queued: 'Queued on this device',
    stored: 'Stored on a relay',
    delivered: 'Delivered',
    read: 'Read',
    failed: 'Failed',
    partly: 'Delivered to some',
    notToAll: (done: number, of: number) => `Delivered to ${done} of ${of}, not tried for the others any more`,
    partlyDelivered: (done: number, of: number) => `Delivered to ${done} of ${of}`,
    toNobody: 'Nobody else was in the group',
    partlyRead: (done: number, of: number) => `Read by ${done} of ${of}`,
    whyFor: (state: string) => `${state}: what became of it`,
    until: (when: string) => `until ${when}`,
    again: 'Send it again',
    unknown: 'What became of it is known on the device that wrote it'
  },
  compose: {
    label: (title: string) => `Message to ${title}`,
    placeholder: 'Message',
    send: 'Send',
    sending: 'Being sent',
    hint: 'Enter sends, Shift Enter begins a new line',
    tooLong: (bytes: number) => count(bytes, { one: '# byte too long', other: '# bytes too long' })
  },
  fading: {
    sets: (name: string, span: string) => `${name} set messages to disappear ${span} after they are read`,
    youSet: (span: string) => `You set messages to disappear ${span} after they are read`,
    letsStay: (name: string) => `${name} let messages stay`,
    youLetStay: 'You let messages stay',
    fades: (when: string) => `Disappears: ${when}`,
    fadesAfter: (span: string) => `Disappears ${span} after it is read`
  },
  person: {
    verified: 'Verified'
  },
  notice: {
    newMessage: 'New message',
    evictable: 'The browser may throw away what this page keeps: save a backup.',
    newMessageFrom: (name: string) => `New message from ${name}`
  },
  errors: {
    away: 'Your node does not answer.',
    late: 'That took too long. It may still be done.',
    unreachable: 'They can’t be reached now.',
    badLink: 'That link can’t be read.',
    refusedLink: 'That link is no longer taken.',
    notAllowed: 'That is not allowed.',
    notFound: 'That is not there any more.',
    passphrase: 'That passphrase does not open it.',
    phrase: 'Those are not the 24 words.',
    blocked: 'That person is blocked.',
    full: 'There is no more room for that.',
    busy: 'Too busy for that: try again in a moment.',
    store: 'The disk did not take it.',
    file: 'That is no backup that can be read.',
    argument: 'That can’t be used.',
    other: 'That did not work.'
  },
  format: {
    ms: (ms: string) => `${ms} ms`
  }
} as const
