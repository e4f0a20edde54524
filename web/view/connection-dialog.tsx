import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { Check } from '../../node/api/status.js'
import { areAllOut } from '../state/own-relays.js'
import { Action, CopyButton } from './button.js'
import { Dialog } from './dialog.js'
import { useDialogWords } from './dialog-words.js'
import { Icon } from './icons.js'
import { usePage } from './page-context.js'
import { PathMap } from './path-map.js'

const EVERY_MS = 2_000

type Paths = Awaited<ReturnType<ChatApi['peers']>>

/** Whom we are linked to, how, and how well; and what to do where it isn't well. */
export function ConnectionDialog() {
  const { api, directory, place, words, times, standing } = usePage()
  const { format } = words.value
  const { connection } = useDialogWords()
  const paths = useSignal<Paths>([])
  useEffect(() => {
    const read = (): void => {
      if (standing.value !== 'ready') return
      api.peers().then(
        found => (paths.value = found),
        () => undefined // the pill says that the node is away
      )
    }
    read()
    const timer = setInterval(read, EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  const status = directory.status.value

  return (
    <Dialog title={words.value.connection.title} shape="side" onClose={() => place.show(undefined)}>
      {status !== undefined && (
        <p class="lead">{[connection.reach[status.reach], ...(status.queued > 0 ? [connection.queued(status.queued)] : [])].join(' · ')}</p>
      )}
      {status !== undefined && areAllOut(status.relays) && (
        <p class="callout callout-bad">
          <Icon name="warning" />
          {connection.unkept}
        </p>
      )}
      <PathMap paths={paths.value} />
      <h3>{connection.paths}</h3>
      {paths.value.length === 0 && <p class="hint">{connection.noPaths}</p>}
      <ul class="rows" role="list">
        {paths.value.map(({ device, kind, name, via, transport, roundTripMs, sinceMs, address }) => (
          <li key={device} class="row">
            <Icon name={kind === 'relay' ? 'relay' : 'person'} />
            <span class="row-text">
              <bdi>{name ?? `…${device.slice(-10)}`}</bdi>
              <span class="hint">
                {[via === 'direct' ? connection.direct : connection.circuit, transport, connection.since(times.value.moment(sinceMs))].join(
                  ' · '
                )}
              </span>
              <span class="code" dir="ltr">
                {address}
              </span>
            </span>
            <span class="round-trip" title={connection.roundTrip}>
              {roundTripMs === undefined ? '–' : format.ms(times.value.number(roundTripMs))}
            </span>
          </li>
        ))}
      </ul>
      <Diagnostics />
    </Dialog>
  )
}

function Diagnostics() {
  const { api, directory } = usePage()
  const { connection } = useDialogWords()
  const checks = useSignal<readonly Check[] | undefined>(undefined)
  return (
    <section class="block">
      <h3>{connection.diagnostics}</h3>
      <div class="buttons">
        <Action
          icon="pulse"
          run={async () => {
            const [own, network] = await Promise.all([api.doctor(), api.netcheck()])
            checks.value = eachOnce([...own, ...network])
          }}
        >
          {connection.run}
        </Action>
        {checks.value !== undefined && (
          <CopyButton label={connection.copyReport} text={report(checks.value, directory.status.value?.version ?? '')} />
        )}
      </div>
      <ul class="rows checks" role="list" aria-live="polite">
        {checks.value?.map(({ name, ok, chosen, detail, advice }) => (
          <li key={`${name} ${detail}`} class="row">
            <span class={ok ? 'check-well' : chosen === true ? 'check-chosen' : 'check-bad'}>
              <Icon name={ok ? 'check' : 'warning'} />
              <span class="visually-hidden">
                {ok ? connection.wellCheck : chosen === true ? connection.chosenCheck : connection.badCheck}:{' '}
              </span>
            </span>
            <span class="row-text" lang="en" dir="auto">
              <strong>{name}</strong>
              <span>{detail}</span>
              {advice !== undefined && <span class="hint">→ {advice}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What both tell is told once, as the last of them says it: of the network, what can be done as well. */
const eachOnce = (checks: readonly Check[]): readonly Check[] => [
  ...new Map(checks.map(check => [`${check.name} ${check.detail}`, check])).values()
]

/** For somebody who helps: no names, no messages. */
function report(checks: readonly Check[], version: string): string {
  const lines = checks.map(
    ({ name, ok, detail, advice }) => `${ok ? '✓' : '!'} ${name}: ${detail}${advice === undefined ? '' : ` → ${advice}`}`
  )
  return [`Parley ${version}, page in ${navigator.userAgent}`, ...lines].join('\n')
}
