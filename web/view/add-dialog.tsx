import { useSignal } from '@preact/signals'
import { isGroupLink } from '../../node/identity/link-text.js'
import { Action } from './button.js'
import { Dialog } from './dialog.js'
import { Field } from './field.js'
import { Icon } from './icons.js'
import { usePage } from './page-context.js'
import { readQrImage, Scanner } from './scanner.js'

const MAX_MESSAGE_CHARACTERS = 8_000

/** A link from somebody: pasted, scanned, or read from a picture. */
export function AddDialog({ given = '' }: { readonly given?: string }) {
  const { api, directory, place, words, notices } = usePage()
  const { add } = words.value
  const link = useSignal(given)
  const message = useSignal('')
  const isScanning = useSignal(false)
  const isGroup = isGroupLink(link.value)

  async function ask(): Promise<void> {
    const text = link.value.trim()
    if (text.includes('parley-link:')) return notices.tell(add.deviceLink)
    if (isGroup) {
      const { name, approve } = await api.joinGroup({ link: text })
      notices.tell(approve ? add.joiningApprove(name) : add.joining(name))
      return place.show(undefined)
    }
    const said = message.value.trim()
    const contact = await api.add({ invite: text, ...(said === '' ? {} : { message: said }) })
    notices.tell(contact.state === 'accepted' ? add.added(contact.name) : add.asked(contact.name))
    await directory.reload()
    const chat = directory.chats.value.find(({ kind, accounts }) => kind === 'direct' && accounts.includes(contact.account))
    if (chat === undefined) place.show(undefined)
    else place.go(chat.id)
  }

  async function readImage(file: Blob | null | undefined): Promise<void> {
    if (file === null || file === undefined) return
    const text = await readQrImage(file).catch(() => undefined) // no picture that this browser knows
    if (text === undefined) notices.tell(add.noCode, { tone: 'bad' })
    else link.value = text
  }

  return (
    <Dialog title={add.title} onClose={() => place.show(undefined)}>
      <div
        class="stack"
        onPaste={event => {
          const image = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'))
          if (image !== undefined) void readImage(image)
        }}
      >
        <p class="lead">{add.lead}</p>
        {isScanning.value && (
          <Scanner
            onFound={text => {
              link.value = text
              isScanning.value = false
            }}
          />
        )}
        <div class="buttons">
          <button type="button" class="button" onClick={() => (isScanning.value = !isScanning.value)}>
            <Icon name="camera" size={18} /> {isScanning.value ? add.stopScan : add.scan}
          </button>
          <label class="button file-button">
            <Icon name="image" size={18} /> {add.fromImage}
            <input
              type="file"
              accept="image/*"
              class="visually-hidden"
              onChange={event => void readImage(event.currentTarget.files?.item(0))}
            />
          </label>
        </div>
        <Field label={add.link} value={link} lines={3} placeholder="parley:…" autoFocus />
        {!isGroup && (
          <Field label={`${add.message} (${words.value.common.optional})`} value={message} lines={2} maxLength={MAX_MESSAGE_CHARACTERS} />
        )}
        <div class="buttons end">
          <Action kind="primary" disabled={link.value.trim() === ''} run={ask}>
            {add.ask}
          </Action>
        </div>
      </div>
    </Dialog>
  )
}
