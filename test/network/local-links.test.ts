import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { systemClock } from '../../node/base/clock.js'
import { withCompanion } from '../../node/network/companion-links.js'
import { createLocalLink } from '../../node/network/local-links.js'
import { codeOf, envelope, linksContract, recorder, up, type LinksUnderTest } from '../contract/links.js'
import { numberedDevice } from '../identity/people.js'

const inOneProcess = async (): Promise<LinksUnderTest> => {
  const [one, other] = await Promise.all([numberedDevice(1), numberedDevice(2)])
  const link = createLocalLink([one.id, other.id], systemClock)
  link.connect()
  const [a, b] = link.ends
  return {
    a,
    b,
    async close() {
      await a.close()
      await b.close()
    }
  }
}

linksContract('links inside one process', inOneProcess, { dials: false })

const companion = suite('links of a node that has a companion')

companion('lead to it alone by the process, take what it says, and count it as no path', async () => {
  const [ada, bob, echo] = await Promise.all([1, 2, 3].map(numberedDevice))
  if (ada === undefined || bob === undefined || echo === undefined) throw new Error('three devices were asked for')
  const real = createLocalLink([ada.id, bob.id], systemClock)
  const near = createLocalLink([ada.id, echo.id], systemClock)
  const beside = withCompanion(real.ends[0])
  const { links } = beside
  const [atAda, atBob, atEcho] = [recorder(), recorder(), recorder()]
  links.serve(atAda.handler)
  real.ends[1].serve(atBob.handler)
  near.ends[1].serve(atEcho.handler)
  real.connect()
  const leave = beside.take(echo.id, near.ends[0])
  assert.is(await codeOf(links.send(echo.id, envelope('too early'))), 'ERR_UNREACHABLE')
  const isUp = up(links)
  near.connect()
  await isUp
  await links.send(echo.id, envelope('to echo'))
  await links.send(bob.id, envelope('to bob'))
  await near.ends[1].send(ada.id, envelope('from echo'))
  assert.equal([atEcho.texts(), atBob.texts(), atAda.texts()], [['to echo'], ['to bob'], ['from echo']])
  assert.is(await codeOf(near.ends[1].send(bob.id, envelope('beyond'))), 'ERR_UNREACHABLE')
  assert.equal(
    links.paths().map(({ device }) => device),
    [bob.id]
  )
  const isDown = up(links, 'link:down')
  await near.ends[1].close()
  await isDown
  leave()
  assert.is(await codeOf(links.send(echo.id, envelope('gone'))), 'ERR_UNREACHABLE')
  await links.close()
})

companion.run()
