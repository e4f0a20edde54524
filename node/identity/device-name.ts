import { sha256 } from '@noble/hashes/sha2.js'
import type { DeviceId } from '../base/ids.js'
import { deviceKeyOf } from './device-id.js'
import { statement } from './statement.js'

const ADJECTIVES = `
  agile amber ample autumn bold brave breezy bright bronze calm candid cheery clear clever cosy crisp
  curious daring deft dusty eager early fair fancy fleet fond frosty gentle glad golden grand happy
  hardy honest humble jolly keen kind lively loyal lucky lunar mellow merry mighty misty modest noble
  patient plucky polite proud quick quiet rapid ready silent silver snowy steady sunny swift tidy witty
`
  .trim()
  .split(/\s+/u)
const ANIMALS = `
  badger beaver bison bittern bobcat buzzard camel canary caribou cheetah chough civet condor crane curlew dingo
  dolphin donkey dormouse dove eagle egret falcon ferret finch fox gannet gecko gibbon hare hedgehog heron
  hoopoe ibex jackdaw jay kestrel kingfisher kiwi lark lemur linnet lynx magpie marmot marten mole moose
  newt ocelot osprey otter owl panda pelican plover puffin quail raven robin seal swallow wombat wren
`
  .trim()
  .split(/\s+/u)
const FIRST_NUMBER = 10
const NUMBERS = 90

/** A name like `brave-otter-41` that follows from the device's key: for people to tell devices apart, never to trust one by. */
export function friendlyDeviceName(device: DeviceId): string {
  const digest = new DataView(sha256(statement('parley device name 1', deviceKeyOf(device))).buffer)
  const pick = (words: readonly string[], offset: number) => words[digest.getUint16(offset) % words.length]
  return `${pick(ADJECTIVES, 0)}-${pick(ANIMALS, 2)}-${FIRST_NUMBER + (digest.getUint16(4) % NUMBERS)}`
}
