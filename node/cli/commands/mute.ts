import { chatSwitch } from './chat-switch.js'

export const mute = chatSwitch({
  name: 'mute',
  summary: 'see no badge for what is new in a chat',
  example: 'it comes all the same',
  state: 'muted',
  turn: (daemon, chat) => daemon.mute({ chat, muted: true })
})

export const unmute = chatSwitch({
  name: 'unmute',
  summary: 'see again what is new in a chat',
  example: 'with a badge',
  state: 'not muted any more',
  turn: (daemon, chat) => daemon.mute({ chat, muted: false })
})
