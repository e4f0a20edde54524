import { counting, type Words } from './words.js'

const count = counting('de')

export const de: Words = {
  common: {
    you: 'Du',
    cancel: 'Abbrechen',
    close: 'Schließen',
    back: 'Zurück',
    copy: 'Kopieren',
    copied: 'Kopiert',
    share: 'Teilen',
    save: 'Speichern',
    add: 'Hinzufügen',
    remove: 'Entfernen',
    loading: 'Wird geladen…',
    dismiss: 'Ausblenden',
    optional: 'freiwillig',
    again: 'Noch einmal versuchen'
  },
  start: {
    opening: 'Dein Knoten wird geöffnet…',
    welcome: name => `Willkommen, ${name}`,
    empty: 'Lade jemanden ein, oder füge den Link hinzu, den dir jemand gegeben hat. Niemand dazwischen kann lesen, was ihr sagt.',
    pickTitle: 'Wähle eine Unterhaltung',
    pick: 'Strg K findet eine, und was gesagt wurde; Alt ↑ und Alt ↓ gehen sie durch.',
    outdated: 'In einem anderen Tab ist ein neueres Parley offen. Lade diesen hier neu.',
    reload: 'Neu laden'
  },
  first: {
    title: 'Reden, ohne dass jemand dazwischen ist',
    invited: 'Jemand lädt dich zum Reden ein',
    lead: 'Keine Nummer, keine Adresse, nirgends ein Konto: Dieser Browser ist alles, was es hier von dir gibt.',
    name: 'Dein Name',
    begin: 'Anfangen',
    haveWords: 'Ich habe die 24 Wörter eines Kontos oder eine Sicherung',
    linkThis: 'Ich nutze Parley schon: diesen Browser verbinden',
    anew: 'Neu anfangen',
    protect: 'Schützen, was hier liegt',
    guards: {
      none: 'Gar nicht: Wer diesen Browser benutzt, kann es lesen',
      passphrase: 'Mit einer Passphrase',
      passkey: 'Mit einem Passkey dieses Geräts'
    },
    passphrase: 'Passphrase',
    reveal: 'Zeigen',
    keepTitle: 'Schreib diese 24 Wörter auf',
    opening: 'Parley wird geöffnet…'
  },
  connection: {
    title: 'Verbindung',
    opening: 'Wird geöffnet',
    lost: 'Knoten antwortet nicht',
    offline: 'Niemand erreichbar',
    online: links => count(links, { one: '# Verbindung', other: '# Verbindungen' }),
    relayOnly: 'Über Relay',
    unkept: 'Deine Relays behalten nichts',
    lostBanner: 'Dein Knoten antwortet nicht. Was du hier schreibst, bleibt hier, bis er es tut.'
  },
  list: {
    actions: (title: string) => `Was mit ${title} geschehen soll`,
    label: 'Unterhaltungen',
    search: 'Suchen',
    searchHint: 'Strg K',
    new: 'Neu',
    settings: 'Einstellungen',
    draft: 'Entwurf:',
    asks: 'möchte mit dir sprechen',
    invited: 'gefragt, hat noch nicht geantwortet',
    blocked: 'blockiert',
    nothing: 'Noch nichts gesagt',
    unread: messages => count(messages, { one: '# ungelesene Nachricht', other: '# ungelesene Nachrichten' }),
    asking: people => count(people, { one: '# bittet um Einlass', other: '# bitten um Einlass' }),
    pinned: 'angeheftet',
    muted: 'stumm',
    verified: 'bestätigt',
    yesterday: 'Gestern',
    today: 'Heute',
    invite: 'Jemanden einladen',
    add: 'Link hinzufügen',
    group: 'Neue Gruppe'
  },
  echo: {
    try: 'Mit Echo ausprobieren',
    here: 'Wohnt auf diesem Gerät'
  },
  find: {
    here: 'Hier suchen oder zu einem Tag gehen'
  },
  chat: {
    details: 'Einzelheiten',
    group: members => count(members, { one: '# Mitglied', other: '# Mitglieder' }),
    online: 'jetzt verbunden',
    offline: 'jetzt nicht verbunden',
    writing: names => (names.length > 2 ? 'Mehrere schreiben…' : `${names.join(', ')}: schreibt…`),
    messages: title => `Nachrichten mit ${title}`,
    begins: title => `Hier beginnt deine Unterhaltung mit ${title}.`,
    unreadable: 'Die Nachrichten konnten nicht gelesen werden.',
    older: 'Ältere Nachrichten',
    new: 'Neu',
    jump: 'Zur neuesten springen',
    backToNewest: 'Zurück zum Neuesten',
    later: 'Neuere Nachrichten',
    jumpNew: messages => count(messages, { one: 'Zu # neuen Nachricht springen', other: 'Zu # neuen Nachrichten springen' }),
    gap: messages => count(messages, { one: '# Nachricht ist noch nicht hier', other: '# Nachrichten sind noch nicht hier' }),
    gapLost: messages =>
      count(messages, { one: '# Nachricht konnte niemand mehr geben', other: '# Nachrichten konnte niemand mehr geben' }),
    gapOf: (name, gap) => `${name}: ${gap}`,
    left: name => `${name} hat die Gruppe verlassen`,
    youLeft: 'Du hast die Gruppe verlassen',
    conflict: 'Dieses Gerät hat anderen unter derselben Nummer etwas anderes gesagt',
    sharedBy: name => `Gesagt, bevor du kamst: dafür steht ${name} ein`,
    imported: 'Aus einer Sicherung: dass es so geschrieben wurde, ist allein von dort bekannt',
    showAll: 'Ganz zeigen',
    message: (name, time) => `${name}, ${time}`
  },
  say: {
    actions: 'Was mit dieser Nachricht geschehen soll',
    more: 'Mehr',
    react: emoji => `Mit ${emoji} reagieren`,
    reactWith: 'Mit einem Emoji reagieren',
    reactions: 'Reaktionen',
    others: people => count(people, { one: '# andere Person', other: '# andere' }),
    answer: 'Antworten',
    answers: 'Antwort auf',
    answering: name => `Antwort an ${name}`,
    edit: 'Bearbeiten',
    editing: 'Diese Nachricht bearbeiten',
    edited: 'bearbeitet',
    forward: 'Weiterleiten',
    forwarded: 'Weitergeleitet',
    pin: 'Für alle anheften',
    unpin: 'Nicht mehr anheften',
    pinned: 'angeheftet',
    pins: messages => count(messages, { one: '# angeheftete Nachricht', other: '# angeheftete Nachrichten' }),
    delete: 'Löschen',
    deleted: 'Diese Nachricht wurde gelöscht',
    notHere: 'Eine Nachricht, die nicht hier ist',
    unknown: 'Etwas, das diese Version nicht zeigen kann',
    emoji: 'Emoji',
    sticker: name => `Sticker: ${name}`,
    stickers: {
      wave: 'Winken',
      yes: 'Ja',
      no: 'Nein',
      thanks: 'Danke',
      love: 'Verliebt',
      laugh: 'Lachen',
      party: 'Feiern',
      wow: 'Staunen',
      think: 'Nachdenken',
      cry: 'Weinen',
      sleep: 'Schlafen',
      coffee: 'Kaffee'
    },
    suggestions: 'Vorschläge'
  },
  state: {
    waitsFor: (names: string) => `Wartet auf ${names}`,
    waitsAndKept: (waits, kept) => `${waits}; ${kept}`,
    lastSeen: (waits: string, ago: string) => `${waits}, zuletzt gesehen ${ago}`,
    relaysHold: (relays: number, until: string) =>
      count(relays, { one: `# Relay hält es bis ${until}`, other: `# Relays halten es bis ${until}` }),
    keptHere: (until: string) => `auf diesem Gerät aufgehoben bis ${until}`,
    queued: 'Wartet auf diesem Gerät',
    stored: 'Liegt auf einem Relay',
    delivered: 'Zugestellt',
    read: 'Gelesen',
    failed: 'Fehlgeschlagen',
    partly: 'Einigen zugestellt',
    notToAll: (done, of) => `${done} von ${of} zugestellt, bei den anderen wird es nicht mehr versucht`,
    partlyDelivered: (done, of) => `${done} von ${of} zugestellt`,
    toNobody: 'Sonst war niemand in der Gruppe',
    partlyRead: (done, of) => `Von ${done} von ${of} gelesen`,
    whyFor: state => `${state}: was daraus wurde`,
    until: when => `bis ${when}`,
    again: 'Noch einmal senden',
    unknown: 'Was daraus wurde, weiß das Gerät, das es schrieb'
  },
  compose: {
    label: title => `Nachricht an ${title}`,
    placeholder: 'Nachricht',
    send: 'Senden',
    sending: 'Wird gesendet',
    hint: 'Enter sendet, Umschalt Enter beginnt eine neue Zeile',
    tooLong: bytes => count(bytes, { one: '# Byte zu lang', other: '# Bytes zu lang' })
  },
  fading: {
    sets: (name, span) => `${name} lässt Nachrichten verschwinden: ${span} nach dem Lesen`,
    youSet: span => `Du lässt Nachrichten verschwinden: ${span} nach dem Lesen`,
    letsStay: name => `${name} lässt Nachrichten bleiben`,
    youLetStay: 'Du lässt Nachrichten bleiben',
    fades: when => `Verschwindet: ${when}`,
    fadesAfter: span => `Verschwindet ${span} nach dem Lesen`
  },
  person: {
    verified: 'Bestätigt'
  },
  notice: {
    newMessage: 'Neue Nachricht',
    evictable: 'Der Browser darf wegwerfen, was diese Seite aufhebt: speichere eine Sicherung.',
    newMessageFrom: name => `Neue Nachricht von ${name}`
  },
  errors: {
    away: 'Dein Knoten antwortet nicht.',
    late: 'Das hat zu lange gedauert. Vielleicht geschieht es noch.',
    unreachable: 'Dort ist gerade niemand erreichbar.',
    badLink: 'Dieser Link ist nicht zu lesen.',
    refusedLink: 'Dieser Link wird nicht mehr angenommen.',
    notAllowed: 'Das ist nicht erlaubt.',
    notFound: 'Das gibt es nicht mehr.',
    passphrase: 'Diese Passphrase öffnet es nicht.',
    phrase: 'Das sind nicht die 24 Wörter.',
    blocked: 'Diese Person ist blockiert.',
    full: 'Dafür ist kein Platz mehr.',
    busy: 'Dafür ist gerade zu viel zu tun: gleich noch einmal.',
    store: 'Die Platte hat es nicht angenommen.',
    file: 'Das ist keine lesbare Sicherung.',
    argument: 'Damit lässt sich nichts anfangen.',
    other: 'Das ging nicht.'
  },
  format: {
    ms: ms => `${ms} ms`
  }
}
