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
  damagedTitle: 'Was hier liegt, ist beschädigt',
  damaged:
    'Parley kann es nicht lesen, und sonst niemand. Deine 24 Wörter bringen dein Konto zurück, eine Sicherung, was in ihr war, und ein anderes Gerät von dir verbindet diesen Browser damit; was es sonst nirgends gibt, ist verloren.',
  noWords: 'Deine 24 Wörter sind hier nicht zu lesen: Du brauchst die, die du aufgeschrieben hast.',
  showWords: 'Die 24 Wörter zeigen',
  back: 'Dein Konto zurückholen',
  words: 'Die 24 Wörter',
  name: 'Dein Name',
  nameHint: 'Ohne einen der, den das Relay hat.',
  relay: 'Adresse eines Relays deines Kontos',
  relayHint: 'Die bei den Wörtern aufgeschrieben wurde: Es hat deine Kontakte und Unterhaltungen.',
  restore: 'Zurückholen',
  backup: 'Eine Sicherung, die du hast',
  backupHint:
    'Sie bringt Kontakte, Einstellungen und Nachrichten. Schlüssel sind nicht in ihr: Ohne die Wörter fang neu an und lies sie unter Einstellungen, Wiederherstellung und Sicherung.',
  backupPassphrase: 'Passphrase der Sicherung',
  restoring: 'Die Sicherung wird zurückgeholt…',
  notRestored:
    'Dein Konto ist zurück, die Sicherung nicht oder nicht ganz. Unter Einstellungen, Wiederherstellung und Sicherung kannst du es noch einmal versuchen.',
  goOn: 'Weiter',
  without: 'Ohne Relay weiter',
  withoutHint:
    'Ohne Relay kommt von selbst kein Kontakt und keine Unterhaltung zurück. Eine Sicherung bringt so oder so alles, was in ihr war.',
  failed: 'Parley lässt sich hier nicht öffnen',
  elsewhere:
    'Parley ist in einem anderen Tab offen, der nicht antwortet. Mach dort weiter oder schließ ihn: Dieser hier versucht es von selbst wieder.',
  insecureTitle: 'Diese Seite muss über HTTPS kommen',
  insecure:
    'Nur dort lassen Browser eine Seite Schlüssel aufbewahren und andere erreichen, oder auf genau diesem Rechner unter http://localhost.'
}
