import type { Message } from '../../node/api/message.js'

export type StickerName = NonNullable<Message['sticker']>['name']

/**
 * What a line is drawn with: `body`, `cheek`, `paper`, `petrol` and `red` fill, `dot` fills dark, `ink` draws a dark line, `thin` a thinner one, `air` a line in
 * the colour of the text around it.
 */
export type Pen = 'body' | 'cheek' | 'paper' | 'petrol' | 'red' | 'dot' | 'ink' | 'thin' | 'air'
/** In the order in which they lie on each other, in a square of 108 from -6, -12. */
export type Drawing = readonly (readonly [Pen, string])[]

/** A speech bubble with its tail, which is somebody. */
const BODY = [
  'body',
  'M48 14c22 0 36 13 36 31S70 76 48 76c-4 0-8-.5-11-1.300C33 81 26 86 17 87c3-4 5-9 4.500-15C15 66 12 56 12 45c0-18 14-31 36-31Z'
] as const
const CHEEKS = ['cheek', 'M26 48a5 3.500 0 1 0 .1 0ZM70 48a5 3.500 0 1 0 .1 0Z'] as const
const EYES = ['dot', 'M36 36a4 5 0 1 0 .1 0ZM60 36a4 5 0 1 0 .1 0Z'] as const
const SMILE = ['ink', 'M38 53c5 7 15 7 20 0'] as const
const GLAD_EYES = ['ink', 'M30 43c2-6 9-6 11 0M55 43c2-6 9-6 11 0'] as const
const SHUT_EYES = ['ink', 'M30 40c2 5 9 5 11 0M55 40c2 5 9 5 11 0'] as const

/** Drawn for Parley. */
export const DRAWINGS: { readonly [N in StickerName]: Drawing } = {
  wave: [
    ['ink', 'M76 64c8-5 12-13 12-24'],
    BODY,
    CHEEKS,
    EYES,
    SMILE,
    ['body', 'M81 41c-5-5-8-11-6-13s5 0 7 3c-2-6-3-13 0-14s5 5 6 11c0-6 1-12 4-12s3 7 2 13c2-4 4-7 6-6s1 8-2 14c-3 5-12 8-17 4Z'],
    ['air', 'M72 15c1-5 4-8 8-10M64 9c2-5 4-8 8-10']
  ],
  yes: [BODY, CHEEKS, EYES, SMILE, ['petrol', 'M74 54a17 17 0 1 0 .1 0Z'], ['paper', 'M65 71l3.500-3.500 4 4 8-9 3.500 3-11.500 13Z']],
  no: [
    BODY,
    CHEEKS,
    EYES,
    ['ink', 'M40 58h16'],
    ['red', 'M74 54a17 17 0 1 0 .1 0Z'],
    ['paper', 'M66.500 66l3-3 4.500 4.500 4.500-4.500 3 3-4.500 4.500 4.500 4.500-3 3-4.500-4.500-4.500 4.500-3-3 4.500-4.500Z']
  ],
  thanks: [
    BODY,
    CHEEKS,
    SHUT_EYES,
    ['ink', 'M42 52c4 4 8 4 12 0'],
    ['body', 'M48 56c8 8 10 16 8 25H40c-2-9 0-17 8-25Z'],
    ['thin', 'M48 59v22'],
    ['petrol', 'M38 80h20v9H38Z'],
    ['air', 'M82 12v9M77.500 16.500h9M14 20v7M10.500 23.500h7']
  ],
  love: [
    BODY,
    CHEEKS,
    ['red', 'M35 49c-7-5-10-9-8-13s7-3 8 0c1-3 6-4 8 0s-1 8-8 13ZM61 49c-7-5-10-9-8-13s7-3 8 0c1-3 6-4 8 0s-1 8-8 13Z'],
    ['ink', 'M38 57c5 7 15 7 20 0'],
    ['red', 'M84 25c-8-5-10-9-8.500-12.500s6.500-3 8.500 1c2-4 7-4.500 8.500-1S92 20 84 25Z']
  ],
  laugh: [
    BODY,
    GLAD_EYES,
    ['dot', 'M34 50h28c0 9-6 15-14 15s-14-6-14-15Z'],
    ['red', 'M40 62c4-4 12-4 16 0-4 4-12 4-16 0Z'],
    ['petrol', 'M25 44c-7 3-11 8-9 12s8 3 9-2ZM71 44c7 3 11 8 9 12s-8 3-9-2Z']
  ],
  party: [
    BODY,
    CHEEKS,
    GLAD_EYES,
    ['dot', 'M38 52h20c0 7-4 11-10 11s-10-4-10-11Z'],
    ['petrol', 'M29 21 45-5l18 21c-11-4-23-2-34 5Z'],
    ['paper', 'M45-9.500a5 5 0 1 0 .1 0ZM37 8l15-5 4 5-22 5Z'],
    ['red', 'M79 12l6-3 2 6-6 2ZM12 30l5 2-3 5-4-3ZM86 70l5 2-2 5-5-2Z'],
    ['air', 'M68 9c-1-3 2-5 4-7M88 28c3-1 5 1 6 3M22 13c-3 0-5-3-5-6']
  ],
  wow: [
    BODY,
    CHEEKS,
    ['paper', 'M36 29a8.500 9.500 0 1 0 .1 0ZM60 29a8.500 9.500 0 1 0 .1 0Z'],
    ['dot', 'M36 34a4 4.500 0 1 0 .1 0ZM60 34a4 4.500 0 1 0 .1 0ZM48 53a6 7.500 0 1 0 .1 0Z'],
    ['air', 'M24 10l-3-6M48 7V1M72 10l3-6']
  ],
  think: [
    BODY,
    CHEEKS,
    ['dot', 'M36 38a4 5 0 1 0 .1 0ZM60 38a4 5 0 1 0 .1 0Z'],
    ['ink', 'M29 30c4-3 8-3 12-1M54 25c4-3 9-2 12 1M43 58c4-2 8-3 13-1'],
    ['air', 'M74 12a1 1 0 1 0 .1 0ZM83 5a1.500 1.500 0 1 0 .1 0ZM93-4a2 2 0 1 0 .1 0Z']
  ],
  cry: [
    BODY,
    CHEEKS,
    EYES,
    ['ink', 'M28 33c4 0 8-2 10-5M68 33c-4 0-8-2-10-5M38 61c5-7 15-7 20 0'],
    ['petrol', 'M67 50c6 8 8 12 7 16-2 6-12 6-14 0-1-4 1-8 7-16Z']
  ],
  sleep: [BODY, CHEEKS, SHUT_EYES, ['dot', 'M48 51a4.500 5 0 1 0 .1 0Z'], ['air', 'M63 8h9l-9 10h9M80 2h12L80 16h12']],
  coffee: [
    BODY,
    CHEEKS,
    GLAD_EYES,
    ['ink', 'M42 51c3 4 9 4 12 0'],
    ['thin', 'M77 69c9-3 13 9 0 12'],
    ['paper', 'M44 64h34c0 14-4 24-12 24H56c-8 0-12-10-12-24Z'],
    ['petrol', 'M44.500 70h33l-1 6h-31Z'],
    ['air', 'M88 50c-3-4 3-6 0-11M94 47c-2-3 2-5 0-8']
  ]
}
