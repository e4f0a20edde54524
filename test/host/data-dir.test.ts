import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { configPath, findPlaces, openProfileFolder } from '../../node/host/data-dir.js'
import { refusal, rejection } from '../identity/refusal.js'

const dataDir = suite<{ folder: string }>('data folder')

dataDir.before.each(async context => {
  context.folder = await mkdtemp(join(tmpdir(), 'parley-data-dir-'))
})

dataDir.after.each(async ({ folder }) => {
  await rm(folder, { recursive: true })
})

const modeOf = async (path: string) => (await stat(path)).mode & 0o777

dataDir('with nothing said it is ~/.local/share/parley/default', () => {
  assert.equal(findPlaces({}, {}), { profile: 'default', profileDir: join(homedir(), '.local/share/parley/default') })
  assert.is(configPath({}), join(homedir(), '.config/parley/config.json'))
})

dataDir('XDG folders are honoured, relative and empty ones ignored', () => {
  const environment = { XDG_DATA_HOME: '/data', XDG_CONFIG_HOME: '/config' }
  assert.is(findPlaces(environment, { profile: 'work' }).profileDir, '/data/parley/work')
  assert.is(configPath(environment), '/config/parley/config.json')
  for (const none of ['', 'data', './data']) {
    assert.is(findPlaces({ XDG_DATA_HOME: none }, {}).profileDir, join(homedir(), '.local/share/parley/default'))
  }
})

dataDir('a data folder given by hand holds the profiles', () => {
  assert.is(findPlaces({ XDG_DATA_HOME: '/data' }, { dataDir: '/mine' }).profileDir, '/mine/default')
  assert.is(findPlaces({}, { dataDir: 'mine', profile: 'work' }).profileDir, join(process.cwd(), 'mine', 'work'))
})

dataDir('a profile can’t be named out of its folder', () => {
  for (const profile of ['', '.', '..', '../other', 'a/b', 'a\\b', '-x', 'a\0', ' a', 'x'.repeat(65)]) {
    refusal(() => findPlaces({}, { profile }), 'ERR_INVALID_ARGUMENT')
  }
  assert.is(findPlaces({}, { dataDir: '/mine', profile: 'Büro-2.alt' }).profileDir, '/mine/Büro-2.alt')
})

dataDir('it is made for its owner alone, with all folders above it, and opened again', async ({ folder }) => {
  const path = join(folder, 'a', 'b')
  await openProfileFolder(path)
  assert.is(await modeOf(path), 0o700)
  assert.is(await modeOf(join(folder, 'a')), 0o700)
  await writeFile(join(path, 'vault'), '')
  await openProfileFolder(path)
})

dataDir('an empty folder that others can enter is closed to them', async ({ folder }) => {
  const path = join(folder, 'open')
  await mkdir(path)
  await chmod(path, 0o755)
  await openProfileFolder(path)
  assert.is(await modeOf(path), 0o700)
})

dataDir('one with content that others can enter is refused, untouched, and the remedy is said', async ({ folder }) => {
  const path = join(folder, 'open')
  await mkdir(path)
  await writeFile(join(path, 'vault'), '')
  for (const mode of [0o755, 0o710, 0o701]) {
    await chmod(path, mode)
    assert.match((await rejection(openProfileFolder(path), 'ERR_NOT_ALLOWED')).message, `chmod 700 ${path}`)
    assert.is(await modeOf(path), mode)
  }
})

dataDir('where no folder can be made it is ERR_STORE', async ({ folder }) => {
  await writeFile(join(folder, 'file'), '')
  await rejection(openProfileFolder(join(folder, 'file')), 'ERR_STORE')
  await rejection(openProfileFolder(join(folder, 'file', 'below')), 'ERR_STORE')
})

dataDir.run()
