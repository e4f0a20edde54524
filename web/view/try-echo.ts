import type { usePage } from './page-context.js'

/** A first conversation that needs nobody else, made where there is none and opened. */
export async function tryEcho({ api, directory, place, words }: ReturnType<typeof usePage>): Promise<void> {
  await api.addEcho({ greeting: words.value.echo.greeting })
  await directory.reload()
  const chat = directory.chats.value.find(({ livesHere }) => livesHere)
  if (chat !== undefined) place.go(chat.id)
}
