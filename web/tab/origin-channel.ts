import type { Stop } from '../../node/base/lifecycle.js'

/** Where documents of this origin that know its name hear each other; nobody hears what they say themselves. */
export interface OriginChannel<Message> {
  post(message: Message): void
  hear(listener: (message: Message) => void): void
  readonly close: Stop
}

export function openChannel<Message>(name: string): OriginChannel<Message> {
  const channel = new BroadcastChannel(name)
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows alone; this reaches no other origin
    post: message => channel.postMessage(message),
    hear: listener => channel.addEventListener('message', ({ data }: MessageEvent<Message>) => listener(data)),
    close: () => channel.close()
  }
}
