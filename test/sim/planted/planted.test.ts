import { readFile } from 'node:fs/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { BUGS, CLASSICS, plant, THROWING } from './bugs.js'
import { hunt } from './hunts.js'

/** What the issue asks for. */
const LEAST_HUNTED = 12
const dist = new URL('../../../', import.meta.url)

const planted = suite('planted bugs')

planted('every bug has its one place in the code as it is now', async () => {
  for (const bug of BUGS) plant(bug, await readFile(new URL(bug.file, dist), 'utf8'))
})

planted('a seed is known for twelve of them, and those are hunted in every run', () => {
  assert.ok(BUGS.filter(({ seed }) => seed !== undefined).length >= LEAST_HUNTED)
})

planted('what others got wrong before is among them', () => {
  const hunted = BUGS.filter(({ seed }) => seed !== undefined).map(({ classic }) => classic)
  for (const classic of CLASSICS) assert.ok(hunted.includes(classic), classic)
})

planted('a run that a fault ended is told apart from one that something was held against', async () => {
  const { finding, brokeOff } = await hunt(THROWING)
  assert.is(finding, undefined)
  assert.match(brokeOff ?? '', 'TypeError')
})

planted.run()
