/** What became of a message, in English; the other languages follow its shape. */
export const en = {
  own: (device: string) => `your device ${device}`,
  theirs: (person: string, device: string) => `${person}’s device ${device}`,
  relay: (relay: string) => `relay ${relay}`,
  request: {
    unanswered: (name: string) => `${name} has not answered your request yet. What you write goes out when they do.`,
    unreached: (name: string) => `Your request is not delivered yet: it goes out as soon as ${name} or a relay of theirs can be reached.`
  },
  lines: {
    written: 'Written to this device’s disk',
    elsewhere: (where: string) => `Written on ${where}: it knows what became of it`,
    shared: 'Said before you came: that its sender wrote it is the word of who shared it',
    delivered: (where: string) => `Delivered: on the disk of ${where}`,
    read: (where: string) => `Read on ${where}`,
    stored: (where: string) => `Stored on ${where}`,
    alone: 'Nobody else was in the group: it is here alone, and whoever comes in later does not get it',
    'lives-here': (where: string) => `For ${where}, who lives on this device: nothing leaves it, and no relay keeps it`,
    'stored-here': (where: string) => `Lies on your own ${where}, too: nobody finds it there while this machine is off`,
    expired: 'Nobody took it in 30 days: send it again if it still matters',
    'given-up': (where: string) => `Given up for ${where} after 30 days: it comes there only once ${where} is back and asks for it`,
    gone: (where: string) => `${where} is out of the group: it does not go there any more`,
    blocked: (where: string) => `Kept here: ${where} is blocked`,
    'first-contact': (where: string) => `Waits until ${where} can be reached for the first time`,
    introduced: (where: string) => `Waits until ${where} takes your introduction`,
    returning: 'Waits until a member lets this device in to the group again',
    barred: (where: string) => `Waits until ${where} is out of the group: nothing is encrypted where it could be read there`,
    announced: (where: string) => `Went out to all who hear the group; waits until ${where} says that it is there`,
    unreachable: (where: string) => `Waits for ${where}: not reachable now`,
    asked: (where: string) => `Sent to ${where}; waits until your request is accepted`,
    sent: (where: string) => `Sent to ${where}; waits for its acknowledgement`,
    failing: (where: string) => `Several tries to ${where} failed; the next one follows by itself`,
    'in-turn': (where: string) => `Waits its turn for ${where}`,
    given: 'Given by another device of yours',
    'from-backup': 'Brought here by a backup',
    'was-on-its-way': 'It was on its way then: the device that wrote it goes on with it',
    'was-partly-delivered': 'It was delivered to some by then',
    'was-delivered': 'It was delivered by then',
    'was-read': 'It was read by then'
  }
}
