import { helpCommands } from '../host/terminal/help-commands.js'
import type { Command, Context } from './command.js'
import { add } from './commands/add.js'
import { deleteMessage, edit, forward, pin, pins, react, unpin } from './commands/annotate.js'
import { draft } from './commands/draft.js'
import { remove } from './commands/echo.js'
import { exportBackup, importBackup } from './commands/backup.js'
import { chats } from './commands/chats.js'
import { chatsPin, chatsUnpin } from './commands/chats-pin.js'
import { completion } from './commands/completion.js'
import { accept, block, contacts, unblock } from './commands/contacts.js'
import { deviceLink, deviceList, deviceRevoke } from './commands/device.js'
import { deviceHistory } from './commands/device-history.js'
import { disappear } from './commands/disappear.js'
import { doctor } from './commands/doctor.js'
import { groupCreate, groupInvite, groupLeave, groupMembers, groupRemove, groupRename, groupRole } from './commands/group.js'
import { groupApprove, groupJoin, groupLink, groupLinks, groupRefuse, groupRequests, groupUnlink } from './commands/group-link.js'
import { groupRelays } from './commands/group-relays.js'
import { groupRetention } from './commands/group-retention.js'
import { history } from './commands/history.js'
import { id } from './commands/id.js'
import { init } from './commands/init.js'
import { invite, inviteList, inviteRevoke } from './commands/invite.js'
import { mute, unmute } from './commands/mute.js'
import { netcheck } from './commands/netcheck.js'
import { page } from './commands/page.js'
import { passphrase } from './commands/passphrase.js'
import { peers } from './commands/peers.js'
import { phrase } from './commands/phrase.js'
import { ping } from './commands/ping.js'
import { relayAdd, relayList, relayRemove } from './commands/relay.js'
import { search } from './commands/search.js'
import { send } from './commands/send.js'
import { daemon, start } from './commands/start.js'
import { tail } from './commands/tail.js'
import { tokenCreate, tokenList, tokenRevoke } from './commands/token.js'
import { tui } from './commands/tui.js'
import { typing } from './commands/typing.js'
import { verify } from './commands/verify.js'
import { why } from './commands/why.js'

/** Every command, in the order that help shows them. Help, the manual page, completions and parsing are made from it. */
export const COMMAND_TABLE: readonly Command[] = [
  start,
  daemon,
  tui,
  page,
  init,
  id,
  phrase,
  passphrase,
  invite,
  inviteList,
  inviteRevoke,
  add,
  remove,
  relayAdd,
  relayList,
  relayRemove,
  contacts,
  accept,
  block,
  unblock,
  verify,
  chats,
  chatsPin,
  chatsUnpin,
  mute,
  unmute,
  disappear,
  draft,
  typing,
  send,
  edit,
  deleteMessage,
  react,
  forward,
  pin,
  unpin,
  pins,
  tail,
  history,
  search,
  groupCreate,
  groupMembers,
  groupInvite,
  groupRemove,
  groupRole,
  groupRename,
  groupRelays,
  groupRetention,
  groupLeave,
  groupLink,
  groupLinks,
  groupJoin,
  groupRequests,
  groupRefuse,
  groupApprove,
  groupUnlink,
  deviceLink,
  deviceList,
  deviceHistory,
  deviceRevoke,
  why,
  exportBackup,
  importBackup,
  peers,
  ping,
  netcheck,
  doctor,
  tokenCreate,
  tokenList,
  tokenRevoke,
  completion,
  ...helpCommands<Context>('parley', 'send')
]
