import { Action, CopyButton } from './button.js'
import { useDialogWords } from './dialog-words.js'
import { usePage } from './page-context.js'
import { QrCode } from './qr.js'

/** A link, to be given away: as a code, as text, or by what the system offers. */
export function LinkMade({ uri }: { readonly uri: string }) {
  const { words } = usePage()
  return (
    <div class="link-made">
      <QrCode text={uri} label={useDialogWords().invite.qr} />
      <output class="link-text" dir="ltr" tabIndex={0}>
        {uri}
      </output>
      <div class="buttons">
        <CopyButton text={uri} />
        {'share' in navigator && (
          <Action icon="link" run={() => navigator.share({ text: uri }).catch(ignoreCancel)}>
            {words.value.common.share}
          </Action>
        )}
      </div>
    </div>
  )
}

function ignoreCancel(err: unknown): void {
  if (!(err instanceof DOMException && err.name === 'AbortError')) throw err
}
