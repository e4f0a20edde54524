import type { HistoryTransfer } from '../../node/api/status.js'
import { deviceWords, type DeviceWords } from '../strings/devices/words.js'
import { usePage } from './page-context.js'
import { useLaterWords } from './use-later-words.js'

/** How much of what was said before this device came is here. */
export function HistoryNote({ devices, history }: { readonly devices: DeviceWords; readonly history: HistoryTransfer }) {
  const { state, passed, of, messages } = history
  return (
    <p class="callout">
      {state === 'waiting'
        ? devices.historyWaiting
        : state === 'coming'
          ? devices.historyComing(passed, of)
          : devices.historyDone(messages)}
    </p>
  )
}

/** In the list, until all of it is. */
export function HistoryComing() {
  const history = usePage().directory.status.value?.history
  const devices = useLaterWords(deviceWords)
  return devices === undefined || history === undefined ? null : (
    <div class="history-coming" role="status">
      <HistoryNote devices={devices} history={history} />
    </div>
  )
}
