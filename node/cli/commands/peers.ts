import { alignColumns } from '../../host/terminal/columns.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { showDuration } from '../../host/terminal/duration.js'
import { inert } from '../../host/terminal/inert.js'

const DEVICE_TAIL_CHARS = 8

export const showRoundTrip = (roundTripMs: number | undefined): string =>
  roundTripMs === undefined ? 'not measured' : `${roundTripMs.toFixed(1)} ms`

/** The end of a device's id: all ids begin alike. */
export const showDevice = (device: string): string => `…${device.slice(-DEVICE_TAIL_CHARS)}`

export const peers = command({
  name: 'peers',
  summary: 'show which devices are linked now, and how',
  arguments: [],
  options: {},
  examples: [['parley peers', 'path, address and round trip of each']],
  exits: DAEMON_EXITS,
  run: context =>
    withDaemon(context, async daemon => {
      const paths = await daemon.peers()
      await context.terminal.show(paths, () =>
        alignColumns(
          paths.map(({ kind, name, device, via, transport, address, roundTripMs, sinceMs }) => [
            inert(`${kind === 'relay' ? 'relay ' : ''}${name ?? 'unknown'}`),
            showDevice(device),
            via,
            transport,
            showRoundTrip(roundTripMs),
            `for ${showDuration(Date.now() - sinceMs)}`,
            inert(address)
          ])
        )
      )
      if (paths.length === 0) context.terminal.note('no links now')
    })
})
