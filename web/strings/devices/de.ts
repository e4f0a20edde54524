import { counting } from '../words.js'
import type { DeviceWords } from './words.js'

const count = counting('de')

export const de: DeviceWords = {
  lead: 'Jedes deiner Geräte hat eigene Schlüssel, von deinem Konto beglaubigt.',
  here: 'dieses hier',
  linked: 'jetzt verbunden',
  away: 'jetzt nicht verbunden',
  added: when => `hinzugefügt ${when}`,
  historyWaiting: 'Was früher gesagt wurde, kommt von deinen anderen Geräten, sobald eines direkt erreichbar ist.',
  historyComing: (passed, of) => `Was früher gesagt wurde, kommt gerade: ${passed} von ${of} Nachrichten durchgesehen.`,
  historyDone: messages => count(messages, { one: '# frühere Nachricht ist gekommen.', other: '# frühere Nachrichten sind gekommen.' }),
  link: 'Gerät verbinden',
  linkLead:
    'Gib auf dem neuen Gerät parley device link ein, oder wähle dort im Browser „Ich nutze Parley schon“. Was es zeigt, kommt hierher.',
  differ: 'Sie sind nicht gleich',
  differed: 'Nichts wurde verbunden: Es kann jemand dazwischen sein. Versuche es, wo du beide Geräte vor dir hast.',
  linkText: 'Was das neue Gerät zeigt',
  next: 'Weiter',
  compare: 'Zeigen beide Geräte dieselben Wörter?',
  deviceName: 'Wie du es nennst',
  passphrase: 'Passphrase',
  phrase: 'oder deine 24 Wörter',
  confirm: 'Die Wörter sind gleich: verbinden',
  done: name => `${name} ist verbunden`,
  revoke: 'Widerrufen',
  revokeTitle: name => `${name} widerrufen`,
  revokeLead: 'Für immer: es liest nichts, was danach gesendet wird.',
  keyNeeded: 'Das braucht deinen Kontoschlüssel: die Passphrase, wo dieses Gerät ihn hat, oder die 24 Wörter.',
  keyByPasskey: 'Das braucht deinen Kontoschlüssel: Dein Passkey öffnet ihn, wo dieses Gerät ihn hat. Die 24 Wörter tun es auch.',
  usePasskey: 'Passkey benutzen',
  passkeyGiven: 'Dein Passkey hat ihn geöffnet.',
  joining: {
    title: 'Diesen Browser verbinden',
    relay: 'Adresse eines Relays',
    relayLead: 'Dein anderes Gerät erreicht diesen Browser über ein Relay. Nenne eines, das Browser anwählen können.',
    go: 'Weiter',
    reaching: 'Das Relay wird nach einem Weg hierher gefragt…',
    unreached: 'Über dieses Relay kam kein Weg zu diesem Browser zustande.',
    steps: [
      'Öffne auf einem Gerät, auf dem du Parley nutzt, Einstellungen, Geräte, Gerät verbinden; oder tippe dort parley device link.',
      'Scanne damit diesen Code, oder gib ihm den Text.',
      'Dann zeigen beide Geräte dieselben Wörter.'
    ],
    code: 'Der Code dieses Browsers',
    text: 'Der Text dieses Browsers',
    waiting: 'Wartet auf dein anderes Gerät…',
    asks: name => `${name} verbindet diesen Browser`,
    compare: 'Zeigt dein anderes Gerät dieselben Wörter?',
    same: 'Sie sind gleich',
    coming: 'Bestätige es jetzt auf dem anderen Gerät. Kontakte und Unterhaltungen kommen, sobald du das getan hast.',
    aloneTitle: 'Dieser Browser ist verbunden',
    alone:
      'Aber dein Konto nennt kein Relay, das ein Browser anwählen kann, und dieses hier ließ sich nicht hinzufügen. Füge unter Einstellungen, Relays eines hinzu; bis dahin kommt hier kaum etwas an.',
    toChats: 'Zu den Unterhaltungen'
  },
  revoked: {
    title: 'Dieses Gerät gehört nicht mehr zu deinem Konto',
    lead: 'Ein anderes deiner Geräte hat es widerrufen. Was hier ist, lässt sich noch lesen; Neues kommt nicht, und niemand nimmt etwas von hier an.',
    elsewhere: 'Um dein Konto auf diesem Rechner wieder zu nutzen, verbinde ein anderes Profil: parley device link --profile NAME.',
    clear: 'Diesen Browser leeren und neu anfangen',
    sure: 'Alles löschen, was Parley in diesem Browser aufhebt?'
  }
}
