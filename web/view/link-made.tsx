import { pageLink } from '../../node/identity/link-text.js'
import { Action, CopyButton } from './button.js'
import { useDialogWords } from './dialog-words.js'
import { usePage } from './page-context.js'
import { QrCode } from './qr.js'

interface LinkMadeProps {
  readonly uri: string
  /** The same, to the page of a relay, as the node knows it. */
  readonly page?: string | undefined
}

/**
 * A link, to be given away: as a code, as text, or by what the system offers. First the one that opens wherever there is a browser; the one
 * that takes a Parley below it.
 */
export function LinkMade({ uri, page: elsewhere }: LinkMadeProps) {
  const { words, pageOrigin } = usePage()
  const { invite } = useDialogWords()
  const page = pageOrigin === undefined ? elsewhere : pageLink(pageOrigin, uri)
  const isFirst = page !== undefined && (pageOrigin !== undefined || !isOfThisMachine(page))
  const [first, second] = isFirst ? [page, uri] : [uri, page]
  const meaning = (link: string): string =>
    link === uri ? invite.inParley : isOfThisMachine(link) ? invite.inBrowserHere : invite.inBrowser
  return (
    <div class="link-made">
      <QrCode text={first} label={invite.qr} />
      {second !== undefined && <p class="hint">{meaning(first)}</p>}
      <output class="link-text" dir="ltr" tabIndex={0}>
        {first}
      </output>
      <div class="buttons">
        <CopyButton text={first} />
        {'share' in navigator && (
          <Action icon="link" run={() => navigator.share(first === uri ? { text: uri } : { url: first }).catch(ignoreCancel)}>
            {words.value.common.share}
          </Action>
        )}
      </div>
      {second !== undefined && (
        <div class="link-second">
          <p class="hint">{meaning(second)}</p>
          <output class="link-other" dir="ltr" tabIndex={0} aria-label={meaning(second)}>
            {second}
          </output>
          <CopyButton text={second} />
        </div>
      )}
    </div>
  )
}

const isOfThisMachine = (link: string): boolean => new URL(link).hostname === 'localhost' || new URL(link).hostname === '127.0.0.1'

function ignoreCancel(err: unknown): void {
  if (!(err instanceof DOMException && err.name === 'AbortError')) throw err
}
