import type { usePage } from './page-context.js'

/** A first conversation that needs nobody else, made where there is none and opened. */
export async function tryEcho({ api, directory, place, preferences }: ReturnType<typeof usePage>): Promise<void> {
  const { dialogWords } = await import('../strings/dialogs/words.js')
  const { echo } = await dialogWords(preferences.language.value)
  await api.addEcho({ greeting: echo.greeting })
  await directory.reload()
  const chat = directory.chats.value.find(({ livesHere }) => livesHere)
  if (chat !== undefined) place.go(chat.id)
}
