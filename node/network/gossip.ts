import type { DeviceId, LogId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { Envelope } from './links.js'

/** One whose signature by its log's key holds: whoever opens it need not check that again. */
export interface SignedEnvelope extends Envelope {
  readonly isSigned: true
}

/** @param from who passed it on, which need not be who made it */
export type Take = (from: DeviceId, envelope: SignedEnvelope) => void

export type GossipEvents = {
  /** What `mesh` says of a joined log is not what it was. */
  'mesh:changed': { readonly log: LogId; readonly peers: number }
  /**
   * These logs are joined and yet not heard, since more are joined than a peer can be told of: what is published there comes by
   * links and relays alone. Empty when all are heard again.
   */
  'gossip:limited': { readonly unheard: readonly LogId[] }
}

/**
 * Envelopes published once for all who hear their log, passed on from device to device over direct connections; it opens none
 * itself. Nothing is kept for who is away, nothing is acknowledged, order is nobody's: other ways make up for what is lost here.
 */
export interface Gossip {
  /**
   * Speaks with this device while there is a direct connection to it. Only who is admitted learns which logs are heard here, and
   * only from those anything is taken; it has to admit us as well.
   */
  admit(device: DeviceId): Stop
  /**
   * Hears what is published in this log, until stopped. Of one envelope that comes several times within two minutes only the
   * first counts, own ones never. At most 512 logs are heard, the last that were joined: joining again makes one the last.
   */
  join(log: LogId, take: Take): Stop
  /**
   * Resolves with the number of devices it was handed to, once so little waits for slow ones that more may follow. 0 is no
   * error: other ways exist. The log need not be joined.
   *
   * @throws ERR_TOO_LARGE, ERR_MALFORMED, ERR_INVALID_ARGUMENT (bytes of another log), ERR_CLOSED
   */
  publish(envelope: Envelope): Promise<number>
  /** Devices that `publish` would hand it to now: also those whose mesh has no room for us. */
  hearers(log: LogId): number
  /** Devices from which this log is heard, and which hear it from here: 0 while deaf to it. */
  mesh(log: LogId): number
  on<K extends keyof GossipEvents>(name: K, listener: (event: GossipEvents[K]) => void): Stop
  close(): Promise<void>
}
