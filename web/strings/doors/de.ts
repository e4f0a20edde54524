import type { DoorWords } from './words.js'

export const de: DoorWords = {
  welcomeBack: 'Willkommen zurück',
  unlock: 'Öffnen',
  unlockPasskey: 'Mit dem Passkey öffnen',
  either: 'Was es öffnet, wurde gerade geändert, als Parley geschlossen wurde: es ist das Alte oder das Neue.',
  shut: 'Ich kann es nicht mehr öffnen',
  shutLead:
    'Ohne das kann niemand lesen, was hier liegt. Leere diesen Browser: Dann bringen deine 24 Wörter dein Konto zurück, oder ein anderes Gerät von dir verbindet diesen Browser damit.',
  clear: 'Diesen Browser leeren und neu anfangen',
  sure: 'Alles löschen, was Parley in diesem Browser aufhebt?',
  back: 'Dein Konto zurückholen',
  words: 'Die 24 Wörter',
  name: 'Dein Name',
  nameHint: 'Ohne einen der, den das Relay hat.',
  relay: 'Adresse eines Relays deines Kontos',
  relayHint: 'Die bei den Wörtern aufgeschrieben wurde: Es hat deine Kontakte und Unterhaltungen.',
  restore: 'Zurückholen',
  without: 'Ohne Relay weiter',
  withoutHint:
    'Ohne Relay kommt von selbst kein Kontakt und keine Unterhaltung zurück. Eine Sicherung bringt so oder so alles, was in ihr war: danach, unter Einstellungen, Wiederherstellung und Sicherung.'
}
