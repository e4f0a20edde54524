import type { AccountId, MessageId } from '../../node/base/ids.js'
import type { StagedTalk } from './staged-chat.js'

const GRACE = { name: 'Grace Hopper', verified: true }
const ALAN = { name: 'Alan Turing', linked: true }
const EMMY = { name: 'Emmy Noether' }
const SOPHIE = { name: 'Sophie Germain', linked: true }
const FATIMA = { name: 'فاطمة الفهرية', linked: true }
const DAY = 24 * 60

function calledTo(name: string, isOwn = false) {
  return { account: '3'.repeat(64) as AccountId, name, ...(isOwn ? { own: true as const } : {}) }
}

/** A day in the life of somebody who uses it: every state that a conversation can be in. */
export const A_DAY: readonly StagedTalk[] = [
  {
    with: GRACE,
    lines: [
      [undefined, 2 * DAY + 190, 'Did the compiler build run through?', { imported: true }],
      ['Grace Hopper', 2 * DAY + 181, 'It did. Nine minutes, and one warning that I like.'],
      [
        undefined,
        DAY + 300,
        'I read your note on the loop. Two things:\n\n1. the bound is one too small\n2. it never ends where the list is empty'
      ],
      ['Grace Hopper', DAY + 290, 'Ah. Yes. Thank you!'],
      ['Grace Hopper', DAY + 289, 'I take out the moth, then it runs.'],
      [
        'Grace Hopper',
        62,
        'Lunch on Thursday? There is a small place by the river that a friend likes: https://example.org/river-kitchen?table=2'
      ],
      [undefined, 58, 'Gladly. Half past twelve?'],
      ['Grace Hopper', 57, '👍'],
      [
        'Grace Hopper',
        41,
        'I bring Alan along, if that is fine with you. He has a question about your engine, and I promised him that you answer anything about it.'
      ],
      [undefined, 12, 'Of course', { state: 'delivered' }],
      [undefined, 11, 'I book a table for three', { state: 'delivered' }],
      [undefined, 3, 'Done. Under my name, the one by the window', { state: 'stored' }],
      [undefined, 0, 'See you there', { state: 'stored' }]
    ]
  },
  {
    with: { name: 'Analytical Engine' },
    group: { people: [GRACE, ALAN, EMMY], asking: ['Charles Babbage'] },
    unread: 3,
    gaps: [[6, 7]],
    happenings: [
      [undefined, 151, 'You founded the group and let in Grace Hopper and Alan Turing'],
      [0, 145, 'Grace Hopper let in Emmy Noether']
    ],
    lines: [
      [undefined, 150, 'Here is the plan for the week.', { counts: { of: 3, delivered: 3, read: 3 } }],
      ['Alan Turing', 140, 'I would move the halting question to Friday; it may take a while.'],
      ['Emmy Noether', 138, 'Or for ever.'],
      ['Alan Turing', 137, 'That is the question, yes.'],
      [undefined, 120, 'Friday then', { state: 'delivered', counts: { of: 3, delivered: 2, read: 1 } }],
      [undefined, 118, 'Everybody in?', { state: 'read', counts: { of: 3, delivered: 3, read: 3 } }],
      [
        'Emmy Noether',
        100,
        'In. Is @Ada Lovelace, too? @Alan Turing?',
        { mentions: [calledTo('Ada Lovelace', true), calledTo('Alan Turing')] }
      ],
      ['Grace Hopper', 31, 'In. I bring the nanoseconds.', { seq: 8 }],
      ['Alan Turing', 29, 'What is conserved if I come late?'],
      ['Emmy Noether', 28, 'Momentum.']
    ]
  },
  {
    with: { name: 'Charles Babbage', state: 'request' },
    unread: 1,
    lines: [['Charles Babbage', 95, 'Good day! I have drawn up a new wheel and would show it to you.']]
  },
  {
    with: FATIMA,
    lines: [
      ['فاطمة الفهرية', 300, 'وصل الكتاب، شكرًا جزيلًا!'],
      [undefined, 290, 'بكل سرور', { state: 'read' }],
      ['فاطمة الفهرية', 289, 'sticker: thanks 🙏', { sticker: { pack: 'bubble', name: 'thanks', emoji: '🙏' } }],
      [undefined, 288, 'sticker: coffee ☕', { sticker: { pack: 'bubble', name: 'coffee', emoji: '☕' } }]
    ]
  },
  { with: ALAN, muted: true, unread: 12, lines: [['Alan Turing', 400, 'Have you seen my teacup?']] },
  { with: { name: 'Mary Somerville', state: 'invited' }, lines: [[undefined, 600, 'It is me, Ada', { state: 'queued' }]] },
  { with: EMMY, lines: [[undefined, 4 * DAY, 'The letter about the ring', { state: 'failed' }]] },
  { with: { name: 'Lord B.', state: 'blocked' }, lines: [['Lord B.', 9 * DAY, 'She walks in beauty']] },
  {
    with: { name: 'Book club' },
    group: { people: [EMMY] },
    readOnly: 'left',
    lines: [
      ['Emmy Noether', 20 * DAY, 'Next is Euler'],
      [undefined, 19 * DAY, '', { leaving: true }]
    ]
  },
  {
    with: SOPHIE,
    lines: [
      [
        'Sophie Germain',
        25 * DAY + 9,
        '**Plates, at last.** What is left:\n- the *bound* on `curvature`\n- ~~a name to sign with~~ mine\n> Taste for the abstract sciences is rare.\n```\nu = v * w\nv = 2\n```\nAll of it: https://example.org/plates',
        { forwarded: true, pinned: true, reactions: [{ emoji: '🎉', count: 3, names: ['Emmy Noether', 'Grace Hopper'], own: true }] }
      ],
      [
        undefined,
        25 * DAY + 8,
        'Under your own name!',
        {
          answers: quoted('Sophie Germain', '**Plates, at last.** What is left:'),
          editedAtMs: 1,
          reactions: [
            { emoji: '❤️', count: 1, names: ['Sophie Germain'] },
            { emoji: '👍🏽', count: 12, names: ['Emmy Noether', 'Alan Turing'] }
          ]
        }
      ],
      ['Sophie Germain', 25 * DAY + 7, 'Of course.', { answers: { ...quoted('Ada Lovelace', ''), outgoing: true, deleted: true } }],
      [undefined, 25 * DAY + 6, '', { deleted: true }],
      ['Sophie Germain', 25 * DAY + 5, '', { unknown: true }],
      ['Sophie Germain', 25 * DAY + 4, 'Whose was that?', { answers: { message: '0'.repeat(64) as MessageId } }]
    ]
  }
]

function quoted(senderName: string, text: string) {
  return { message: '0'.repeat(64) as MessageId, sender: '2'.repeat(64) as AccountId, senderName, text }
}

/** What somebody hostile says, and calls themself. */
export const HOSTILE: readonly StagedTalk[] = [
  {
    with: { name: '<img src=x onerror=alert(1)>' },
    lines: [
      [
        '<img src=x onerror=alert(1)>',
        9,
        '<script>document.title = "owned"</script><b>bold</b><img src=x onerror="document.title=\'owned\'">'
      ],
      [
        '<img src=x onerror=alert(1)>',
        8,
        'javascript:alert(1) data:text/html,<script>alert(1)</script> vbscript:x JAVASCRIPT://%0aalert(1)'
      ],
      ['<img src=x onerror=alert(1)>', 7, 'turned \u202egnihtyna yas I \u2066and never back'],
      ['<img src=x onerror=alert(1)>', 6, 'W'.repeat(64 * 1024)],
      ['<img src=x onerror=alert(1)>', 5, `https://evil.example/${'a'.repeat(3_000)} http://[::1 https://user:pass@evil.example/`],
      ['<img src=x onerror=alert(1)>', 4, `Z${'\u0301'.repeat(2_000)}algo`],
      ['<img src=x onerror=alert(1)>', 3, '\n'.repeat(5_000) + 'far down'],
      ['<img src=x onerror=alert(1)>', 3, '\u202ehttps://evil.example/nigol/moc.knab//:sptth\u202c'],
      [
        '<img src=x onerror=alert(1)>',
        3,
        'at \u202emy \u2067bank *https://evil.example/moc.knab* https://аррӏе.com/ https://bank.com@evil.example/'
      ],
      ['<img src=x onerror=alert(1)>', 2, '[link](javascript:alert(1)) ![](https://evil.example/pixel.png) https://evil.example/ok']
    ]
  },
  {
    with: { name: '\u202eecila\u2066 <b>' },
    group: { people: [{ name: '"><script>alert(1)</script>' }, { name: 'W'.repeat(64) }], asking: ['<svg onload=alert(1)>'] },
    unread: 2,
    happenings: [[0, 8, '<img src=x onerror=alert(1)> called the group \u202e<b>this</b>']],
    lines: [
      [
        '"><script>alert(1)</script>',
        9,
        'Is @<b>nobody</b> here? @' + 'W'.repeat(64),
        {
          mentions: [calledTo('<b>nobody</b>', true), calledTo('W'.repeat(64))],
          reactions: [
            { emoji: '<i>👍</i>', count: 1_000_000_000, names: ['<img src=x onerror=alert(1)>', '\u202eturned'] },
            { emoji: '👩‍👩‍👧‍👦'.repeat(8), count: 1, names: ['W'.repeat(64)] }
          ]
        }
      ],
      [
        'W'.repeat(64),
        8,
        '<style>*{display:none}</style>',
        { answers: quoted('<img src=x onerror=alert(1)>', `<b>quoted</b>\u202e ${'W'.repeat(4_000)}`), pinned: true, editedAtMs: 1 }
      ],
      [undefined, 7, 'answered', { state: 'queued', counts: { of: 2, delivered: 0, read: 0 }, answers: quoted('\u202eturned', 'x') }]
    ]
  },
  { with: { name: 'M'.repeat(64) }, lines: [['M'.repeat(64), 1, 'a name without a space']] }
]
