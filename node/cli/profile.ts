import { readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { CreatedProfile } from '../api/new-profile.js'
import type { OpenNode } from '../api/open-node.js'
import { utf8 } from '../base/bytes.js'
import { ChatError, isChatError } from '../base/errors.js'
import type { NewNodeProfile, OpenOptions } from '../host/node-host.js'
import { createSmallFile } from '../host/small-file.js'
import type { Context } from './command.js'
import { inertJson } from '../host/terminal/inert.js'
import type { ProfileValues } from './profile-options.js'
import { askHidden } from './prompt.js'
import { showPath } from '../host/terminal/show-path.js'
import type { Terminal } from '../host/terminal/terminal.js'

const PASSPHRASE_TRIES = 3
const OTHERS = 0o077

export interface OpenedProfile {
  readonly node: OpenNode
  /** Set where this run made the profile. */
  readonly created: CreatedProfile | undefined
}

/** What a new profile is made of, given or asked for. The 24 words, where there are some, are those of an account that exists. */
export async function newProfile(context: Context, options: ProfileValues, phrase?: string): Promise<NewNodeProfile> {
  const passphrase = await newPassphrase(context, options)
  if (passphrase === undefined) {
    context.terminal.note('! No passphrase: whoever can read this disk can read your messages and be you.')
  }
  return {
    profileDir: context.places.profileDir,
    name: options.name ?? userInfo().username,
    ...(phrase === undefined ? {} : { phrase }),
    ...(passphrase === undefined ? {} : { passphrase })
  }
}

/** Opens the profile, making it at the first run, and asks for the passphrase where one is needed. */
export async function openProfile(context: Context, options: ProfileValues, node: OpenOptions): Promise<OpenedProfile> {
  try {
    return { node: await openWithPassphrase(context, node, await filedPassphrase(context, options)), created: undefined }
  } catch (err) {
    if (!isChatError(err, 'ERR_PROFILE_MISSING')) throw err
  }
  const profile = await newProfile(context, options)
  const created = await context.door.createProfile(profile)
  await tellUnkeptPhrase(context, created)
  return { node: await context.door.openNode(withPassphrase(node, profile.passphrase)), created }
}

/** Where the profile is, and how to back it up where that can still be done later. */
export function keptIn({ places, hint }: Context, created: CreatedProfile | undefined): string {
  const where = `kept in ${showPath(places.profileDir)}`
  if (created === undefined) return where
  return created.hasAccountKey ? `new, ${where} (back up: ${hint('parley phrase')})` : `new, ${where}`
}

/** Before anything else can fail, for they are nowhere else: on stderr where somebody sits there, else in a file, for stderr may be a log. */
async function tellUnkeptPhrase(context: Context, created: CreatedProfile): Promise<void> {
  const { terminal, places } = context
  if (created.hasAccountKey) return
  if (terminal.canAsk) {
    for (const line of unkeptPhraseLines(context, created)) terminal.complain(line)
    return
  }
  const wordsFile = join(places.profileDir, `phrase-${created.account.slice(0, 8)}.txt`)
  await createSmallFile(wordsFile).write(utf8(`${created.words}\n`))
  if (terminal.json) terminal.complain(inertJson({ wordsFile }))
  else
    terminal.complain(
      `! The 24 words of the new account are in ${showPath(wordsFile)} and nowhere else: keep them elsewhere, then delete it.`
    )
}

/** The 24 words of a new account, where nothing else keeps them. */
export function unkeptPhraseLines({ terminal }: Context, created: CreatedProfile, relay?: string): readonly string[] {
  if (created.hasAccountKey) return []
  return [
    '',
    terminal.style(
      'yellow',
      '! Without a passphrase the account key is not kept here. Write these 24 words down; they are shown this once:'
    ),
    `  ${created.words}`,
    ...(relay === undefined ? [] : ['With them, write down the relay that knows your contacts:', `  ${relay}`]),
    ''
  ]
}

const withPassphrase = (node: OpenOptions, passphrase: string | undefined): OpenOptions =>
  passphrase === undefined ? node : { ...node, passphrase }

async function openWithPassphrase(context: Context, node: OpenOptions, given: string | undefined): Promise<OpenedProfile['node']> {
  const { door, terminal } = context
  let passphrase = given
  for (let tries = 0; ; tries++) {
    try {
      return await door.openNode(withPassphrase(node, passphrase))
    } catch (err) {
      const mayAskAgain = isChatError(err, 'ERR_PASSPHRASE') && given === undefined && terminal.canAsk && tries < PASSPHRASE_TRIES
      if (!mayAskAgain) throw err
      if (tries > 0) terminal.note(err.message)
      passphrase = await askHidden(terminal, 'Passphrase: ')
    }
  }
}

export async function newPassphrase(context: Context, options: ProfileValues): Promise<string | undefined> {
  const { terminal } = context
  const filed = await filedPassphrase(context, options)
  if (filed !== undefined || options['no-passphrase']) return filed
  if (!terminal.canAsk)
    throw new ChatError('ERR_PASSPHRASE', 'nobody can be asked for a passphrase here; give --passphrase-file FILE, or --no-passphrase')
  const asked = await askTwice(terminal, 'New passphrase (empty for none): ')
  return asked === '' ? undefined : asked
}

/** A new passphrase, the same both times; empty where nothing was typed. @throws ERR_ABORTED */
export async function askTwice(terminal: Terminal, question: string): Promise<string> {
  for (;;) {
    const passphrase = await askHidden(terminal, question)
    if (passphrase === '' || (await askHidden(terminal, 'Once more: ')) === passphrase) return passphrase
    terminal.note('These are not the same; again.')
  }
}

export async function filedPassphrase(context: Context, options: Pick<ProfileValues, 'passphrase-file'>): Promise<string | undefined> {
  const file = options['passphrase-file']
  return file === undefined ? undefined : passphraseIn(context, file)
}

/** What the file holds, without a final line end. @throws ERR_PASSPHRASE where it can't be read or is empty */
export async function passphraseIn({ terminal }: Context, file: string): Promise<string> {
  try {
    if (((await stat(file)).mode & OTHERS) !== 0) terminal.note(`! Others on this machine can read ${file}; try: chmod 600 ${file}`)
    const passphrase = (await readFile(file, 'utf8')).replace(/\r?\n$/, '')
    if (passphrase !== '') return passphrase
  } catch (cause) {
    throw new ChatError('ERR_PASSPHRASE', `can't read ${file}: check the path and its permissions`, { cause })
  }
  throw new ChatError('ERR_PASSPHRASE', `${file} is empty; write the passphrase into it, or don't give the file`)
}
