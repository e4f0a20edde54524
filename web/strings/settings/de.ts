import { counting } from '../words.js'
import type { SettingsWords } from './words.js'

const count = counting('de')

export const de: SettingsWords = {
  settings: {
    noticeSays: 'Was ein Hinweis sagt',
    noticesSay: { nothing: 'Dass es etwas Neues gibt', who: 'Von wem', words: 'Von wem, und was' },
    noticeHint:
      'Was ein Hinweis sagt, behält dein System womöglich und zeigt es auch auf dem Sperrbildschirm. Stumme Gespräche melden sich nicht.',
    lessMotion: 'Weniger Bewegung',
    lessMotionHint: 'Nichts gleitet oder blendet. Wo dein System es so will, ist es ohnehin so.',
    keyMessage: 'dort: antworten, Eigenes ändern, weiterleiten',
    keyEditLast: 'im leeren Feld: ändern, was du zuletzt gesagt hast',
    keySuggest: 'in einer Gruppe jemanden nennen; ein Emoji am Namen finden',
    title: 'Einstellungen',
    sections: {
      profile: 'Profil',
      look: 'Darstellung',
      devices: 'Geräte',
      relays: 'Relays',
      safety: 'Wiederherstellung und Sicherung',
      about: 'Über Parley'
    },
    name: 'Dein Name',
    nameHint: 'Deine Kontakte sehen ihn.',
    thisDevice: 'Dieses Gerät',
    since: when => `seit ${when}`,
    protectedBy: {
      none: 'Nichts schützt deine Schlüssel: Wer diese Platte liest, kann du sein.',
      passphrase: 'Eine Passphrase versiegelt deine Schlüssel auf dieser Platte.',
      passkey: 'Ein Passkey versiegelt deine Schlüssel in diesem Browser.'
    },
    evictableUsed: used => `${used} liegen in diesem Browser.`,
    theme: 'Farben',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
    language: 'Sprache',
    languageNote: 'Was der Knoten selbst meldet, etwa Prüfungen und Gründe, ist auf Englisch.',
    typing: 'Zeigen, wenn ich schreibe, und sehen, wenn andere es tun',
    typingHint: 'Wird über bestehende Verbindungen gesagt, nur denen, mit denen du redest, und nirgends aufgehoben.',
    notify: 'Neue Nachrichten melden, während ich woanders hinsehe',
    notifyDenied: 'Der Browser erlaubt es nicht: ändere das in seinen Einstellungen für diese Seite.',
    version: version => `Parley ${version}`,
    aboutText: 'Chat von Mensch zu Mensch, der denen gehört, die ihn nutzen. MIT-Lizenz.',
    keys: 'Tastatur',
    keyFind: 'zu einer Unterhaltung gehen',
    keyNext: 'nächste und vorige Unterhaltung',
    keyClose: 'schließen, was offen ist, zurück zur Liste',
    keyMessages: 'in den Nachrichten: von einer zur nächsten; Enter sagt, was aus einer eigenen wurde'
  },
  relays: {
    lead: 'Sie heben versiegelte Nachrichten für dich auf, während du weg bist, und können keine lesen. Höchstens drei.',
    none: 'Kein Relay: du und die andere Seite müsst gleichzeitig da sein.',
    up: 'antwortet',
    down: 'antwortet nicht',
    here: 'läuft neben diesem Knoten',
    standing: {
      stranger: 'wir sind ihm fremd',
      guest: 'wir sind Gäste: es hebt nichts für uns auf',
      member: 'Mitglied',
      banned: 'gesperrt'
    },
    keeps: days => count(days, { one: 'hebt Nachrichten # Tag auf', other: 'hebt Nachrichten # Tage auf' }),
    used: (used, limit) => `${used} von ${limit} belegt`,
    add: 'Relay hinzufügen',
    address: 'Seine Adresse',
    token: 'Text seiner Einladung',
    remove: address => `Relay ${address} entfernen`,
    removeSure: 'Dieses Relay nicht mehr nennen? Was es aufhebt, wird gelesen, bis es abläuft.'
  },
  protection: {
    change: 'Ändern, was sie schützt',
    next: 'Was dieses Profil von jetzt an öffnet',
    kinds: { none: 'Nichts', passphrase: 'Eine Passphrase', passkey: 'Ein Passkey dieses Geräts' },
    another: { passphrase: 'Eine andere Passphrase', passkey: 'Ein anderer Passkey' },
    current: 'Bisherige Passphrase',
    newPassphrase: 'Neue Passphrase',
    words: 'Die 24 Wörter',
    wordsHint: 'Mit ihnen behält dieses Gerät den Kontoschlüssel, versiegelt, und kann selbst Geräte verbinden und ausschließen.',
    copies: 'Eine Kopie dieser Platte von vorher lässt sich weiter so öffnen wie damals.',
    openHint: 'Wer dieses Gerät benutzt oder seine Platte liest, kann dann alles lesen und du sein.',
    lastWords: 'Sobald nichts sie versiegelt, werden diese 24 Wörter hier nicht mehr aufgehoben. Schreib sie auf, bevor du weitermachst.',
    showWords: 'Erst die 24 Wörter zeigen',
    apply: 'Ändern',
    done: 'Geändert: Das öffnet dein Profil von jetzt an.'
  },
  recovery: {
    phrase: 'Wiederherstellungswörter',
    phraseLead: 'Diese 24 Wörter sind dein Konto. Schreib sie auf, und zeig sie niemandem.',
    phraseElsewhere: 'Dieses Gerät hat den Kontoschlüssel nicht: nur deine aufgeschriebenen Wörter haben ihn.',
    keep: 'Niemand sonst hat sie, und sobald du sie hast, bleiben sie auch hier nirgends. Mit ihnen kommst du in jedem Browser zu deinem Konto zurück.',
    kept: 'Ich habe sie',
    passphrase: 'Passphrase dieses Profils',
    show: 'Wörter zeigen',
    hide: 'Wörter verbergen',
    backup: 'Sicherung',
    backupLead:
      'Eine versiegelte Datei mit Kontakten, Einstellungen und Verlauf. Kein Schlüssel ist darin: sie braucht die Passphrase, die du hier angibst.',
    backupPassphrase: 'Passphrase für die Datei',
    repeat: 'Noch einmal, um zu speichern',
    repeatHint: 'Ohne sie öffnet nichts die Datei.',
    differs: 'Die beiden sind verschieden.',
    export: 'Sicherung speichern',
    exporting: (done, of) => `${done} von ${of} Nachrichten…`,
    file: 'Eine Sicherung, die du hast',
    import: 'Wiederherstellen',
    importing: 'Wird wiederhergestellt…',
    imported: (messages, known) =>
      `${count(messages, { one: '# Nachricht kam', other: '# Nachrichten kamen' })} dazu, ${known} waren schon hier`
  }
}
