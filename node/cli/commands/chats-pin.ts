import { chatSwitch } from './chat-switch.js'

export const chatsPin = chatSwitch({
  name: 'chats pin',
  summary: 'keep a chat before the others in the list',
  example: 'on all your devices',
  state: 'pinned',
  turn: (daemon, chat) => daemon.pinChat({ chat, pinned: true })
})

export const chatsUnpin = chatSwitch({
  name: 'chats unpin',
  summary: 'let a chat stand among the others again',
  example: 'by its newest message',
  state: 'not pinned any more',
  turn: (daemon, chat) => daemon.pinChat({ chat, pinned: false })
})
