import type { About } from '../state/drafts.js'
import { Icon } from './icons.js'
import { usePage } from './page-context.js'
import { quoteOf, quoteText } from './quote.js'

/** Above the composer: which message is being answered, or edited. */
export function ComposingAbout({ about }: { readonly about: About }) {
  const { drafts, words } = usePage()
  const { message, kind } = about
  const name = message.outgoing ? words.value.common.you : message.senderName
  return (
    <div class="about" role="status">
      <Icon name={kind === 'edit' ? 'pencil' : 'reply'} size={18} />
      <span class="about-text">
        <span class="quote-who">
          <bdi>{kind === 'edit' ? words.value.say.editing : words.value.say.answering(name)}</bdi>
        </span>
        <span class="quote-text" dir="auto">
          {quoteText(quoteOf(message), words.value)}
        </span>
      </span>
      <button type="button" class="icon-button" aria-label={words.value.common.cancel} onClick={() => drafts.end(message.chat)}>
        <Icon name="close" />
      </button>
    </div>
  )
}
