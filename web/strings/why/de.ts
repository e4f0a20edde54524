import type { WhyWords } from './words.js'

export const de: WhyWords = {
  own: device => `„${device}“ (eigenes Gerät)`,
  theirs: (person, device) => `„${device}“ (Gerät von ${person})`,
  relay: relay => `Relay ${relay}`,
  request: {
    unanswered: name => `${name} hat deine Anfrage noch nicht beantwortet. Was du schreibst, geht hinaus, sobald das geschieht.`,
    unreached: name => `Deine Anfrage ist noch nicht zugestellt: Sie geht hinaus, sobald ${name} oder ein Relay davon erreichbar ist.`
  },
  lines: {
    written: 'Auf die Platte dieses Geräts geschrieben',
    elsewhere: where => `Geschrieben auf ${where}: dort ist bekannt, was daraus wurde`,
    shared: 'Gesagt, bevor du kamst: dass es von dort ist, sagt, wer es geteilt hat',
    delivered: where => `Zugestellt: auf der Platte von ${where}`,
    read: where => `Gelesen auf ${where}`,
    stored: where => `Aufbewahrt von ${where}`,
    alone: 'Sonst war niemand in der Gruppe: Nur hier steht es, und wer später kommt, bekommt es nicht',
    'lives-here': where => `Für ${where}, auf diesem Gerät zu Hause: nichts davon verlässt es, und kein Relay hebt es auf`,
    'stored-here': where => `Liegt auch bei dir auf ${where}: dort findet es niemand, solange dieser Rechner aus ist`,
    expired: 'Niemand hat sie in 30 Tagen genommen: schick sie noch einmal, wenn sie noch gilt',
    'given-up': where => `Nach 30 Tagen für ${where} aufgegeben: kommt dort nur noch an, wenn ${where} wiederkommt und danach fragt`,
    gone: where => `${where} ist nicht mehr in der Gruppe: dorthin geht sie nicht mehr`,
    blocked: where => `Bleibt hier: ${where} ist blockiert`,
    'first-contact': where => `Wartet, bis ${where} zum ersten Mal erreichbar ist`,
    introduced: where => `Wartet, bis ${where} deine Vorstellung annimmt`,
    returning: 'Wartet, bis ein Mitglied dieses Gerät wieder in die Gruppe lässt',
    barred: where => `Wartet, bis ${where} nicht mehr in der Gruppe ist: nichts wird so verschlüsselt, dass man es dort lesen könnte`,
    announced: where => `An alle gegangen, die die Gruppe hören; wartet auf Antwort von ${where}`,
    unreachable: where => `Wartet auf Verbindung zu ${where}: gerade nicht erreichbar`,
    asked: where => `Geschickt an ${where}; wartet, bis deine Anfrage angenommen wird`,
    sent: where => `Geschickt an ${where}; wartet auf die Bestätigung`,
    failing: where => `Mehrere Versuche zu ${where} sind gescheitert; der nächste folgt von selbst`,
    'in-turn': where => `Wartet auf die Reihe bei ${where}`,
    given: 'Von einem anderen deiner Geräte gegeben',
    'from-backup': 'Aus einer Sicherung hergebracht',
    'was-on-its-way': 'Sie war damals unterwegs: das Gerät, das sie schrieb, kümmert sich weiter',
    'was-partly-delivered': 'Da war sie schon einigen zugestellt',
    'was-delivered': 'Da war sie schon zugestellt',
    'was-read': 'Da war sie schon gelesen'
  }
}
