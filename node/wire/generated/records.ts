import { bool, bytes, fixed64, message, optional, plain, repeated, string, uint32, uint64, uint64Number, type Codec } from '../protobuf.js'

export interface MessageRecord {
  message: Uint8Array
  device: number
  conflict: boolean
  imported?: ImportedRecord
  shared?: SharedRecord
  says: string
  placed: bigint
  fadesAtMs: number
}

export const MessageRecord: Codec<MessageRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'message', bytes),
  plain(2, 'device', uint32),
  plain(3, 'conflict', bool),
  optional(4, 'imported', ImportedRecord),
  optional(5, 'shared', SharedRecord),
  plain(6, 'says', string),
  plain(7, 'placed', uint64),
  plain(8, 'fadesAtMs', uint64Number)
])

export interface SharedRecord {
  by: Uint8Array
  device: Uint8Array
  account: Uint8Array
  name: string
}

export const SharedRecord: Codec<SharedRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'by', bytes),
  plain(2, 'device', bytes),
  plain(3, 'account', bytes),
  plain(4, 'name', string)
])

export interface ImportedRecord {
  state: string
  received: boolean
}

export const ImportedRecord: Codec<ImportedRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'state', string),
  plain(2, 'received', bool)
])

export interface MessageIndexRecord {
  conversation: Uint8Array
  hlc: bigint
  device: number
  seq: number
  sharedDevice: Uint8Array
}

export const MessageIndexRecord: Codec<MessageIndexRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'conversation', bytes),
  plain(2, 'hlc', fixed64),
  plain(3, 'device', uint32),
  plain(4, 'seq', uint32),
  plain(5, 'sharedDevice', bytes)
])

export interface MarksRecord {
  deeds: DeedsRecord[]
}

export const MarksRecord: Codec<MarksRecord> = /* @__PURE__ */ message(() => [
  repeated(1, 'deeds', DeedsRecord)
])

export interface DeedsRecord {
  account: Uint8Array
  told: boolean
  edit?: EditRecord
  deleted: boolean
  reaction?: ReactionRecord
  pin?: PinRecord
}

export const DeedsRecord: Codec<DeedsRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'account', bytes),
  plain(2, 'told', bool),
  optional(3, 'edit', EditRecord),
  plain(4, 'deleted', bool),
  optional(5, 'reaction', ReactionRecord),
  optional(6, 'pin', PinRecord)
])

export interface StampRecord {
  hlc: bigint
  device: Uint8Array
  seq: number
}

export const StampRecord: Codec<StampRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'hlc', fixed64),
  plain(2, 'device', bytes),
  plain(3, 'seq', uint32)
])

export interface EditRecord {
  at?: StampRecord
  text: string
  sentAtMs: number
}

export const EditRecord: Codec<EditRecord> = /* @__PURE__ */ message(() => [
  optional(1, 'at', StampRecord),
  plain(2, 'text', string),
  plain(3, 'sentAtMs', uint64Number)
])

export interface ReactionRecord {
  at?: StampRecord
  emoji: string
}

export const ReactionRecord: Codec<ReactionRecord> = /* @__PURE__ */ message(() => [
  optional(1, 'at', StampRecord),
  plain(2, 'emoji', string)
])

export interface PinRecord {
  at?: StampRecord
  pinned: boolean
}

export const PinRecord: Codec<PinRecord> = /* @__PURE__ */ message(() => [
  optional(1, 'at', StampRecord),
  plain(2, 'pinned', bool)
])

export interface ConversationRecord {
  id: Uint8Array
  accounts: Uint8Array[]
  devices: MemberRecord[]
  groups: GroupRecord[]
  createdAtMs: bigint
  formerGroups: Uint8Array[]
  kind: string
  membership: string
  relays: NamedRelayRecord[]
  name: string
  joinedBy: Uint8Array
  muted: boolean
  pinned: boolean
}

export const ConversationRecord: Codec<ConversationRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'id', bytes),
  repeated(2, 'accounts', bytes),
  repeated(3, 'devices', MemberRecord),
  repeated(4, 'groups', GroupRecord),
  plain(5, 'createdAtMs', uint64),
  repeated(6, 'formerGroups', bytes),
  plain(7, 'kind', string),
  plain(8, 'membership', string),
  repeated(9, 'relays', NamedRelayRecord),
  plain(10, 'name', string),
  plain(11, 'joinedBy', bytes),
  plain(12, 'muted', bool),
  plain(13, 'pinned', bool)
])

export interface MembershipRecord {
  wishes: WishRecord[]
  letters: LetterRecord[]
  audiences: AudienceRecord[]
  departures: number[]
  strayed: Uint8Array[]
  grants: GrantRecord[]
  sharedBytes: number
  linkTokens: Uint8Array[]
  departedAtMs: number[]
}

export const MembershipRecord: Codec<MembershipRecord> = /* @__PURE__ */ message(() => [
  repeated(1, 'wishes', WishRecord),
  repeated(2, 'letters', LetterRecord),
  repeated(3, 'audiences', AudienceRecord),
  repeated(4, 'departures', uint32),
  repeated(5, 'strayed', bytes),
  repeated(6, 'grants', GrantRecord),
  plain(7, 'sharedBytes', uint32),
  repeated(8, 'linkTokens', bytes),
  repeated(9, 'departedAtMs', uint64Number)
])

export interface GrantRecord {
  account: Uint8Array
  from: bigint
  grantedAtMs: number
  given: GivenShareRecord[]
}

export const GrantRecord: Codec<GrantRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'account', bytes),
  plain(2, 'from', fixed64),
  plain(3, 'grantedAtMs', uint64Number),
  repeated(4, 'given', GivenShareRecord)
])

export interface GivenShareRecord {
  device: Uint8Array
  before?: SharePlaceRecord
}

export const GivenShareRecord: Codec<GivenShareRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'device', bytes),
  optional(2, 'before', SharePlaceRecord)
])

export interface SharePlaceRecord {
  hlc: bigint
  device: Uint8Array
  seq: number
}

export const SharePlaceRecord: Codec<SharePlaceRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'hlc', fixed64),
  plain(2, 'device', bytes),
  plain(3, 'seq', uint32)
])

export interface HappeningRecord {
  epoch: Uint8Array
  atMs: number
  by: Uint8Array
  parts: HappeningPartRecord[]
}

export const HappeningRecord: Codec<HappeningRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'epoch', bytes),
  plain(2, 'atMs', uint64Number),
  plain(3, 'by', bytes),
  repeated(4, 'parts', HappeningPartRecord)
])

export interface HappeningPartRecord {
  kind: string
  accounts: Uint8Array[]
  role: string
  name: string
  days: number
  seconds: number
}

export const HappeningPartRecord: Codec<HappeningPartRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'kind', string),
  repeated(2, 'accounts', bytes),
  plain(3, 'role', string),
  plain(4, 'name', string),
  plain(5, 'days', uint32),
  plain(6, 'seconds', uint32)
])

export interface WishRecord {
  kind: string
  account: Uint8Array
  role: string
  name?: string
  relays?: RelayListRecord
  retentionDays?: number
  linkId: string
  link: Uint8Array
  lifetimeS?: number
}

export const WishRecord: Codec<WishRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'kind', string),
  plain(2, 'account', bytes),
  plain(3, 'role', string),
  optional(4, 'name', string),
  optional(5, 'relays', RelayListRecord),
  optional(6, 'retentionDays', uint32),
  plain(7, 'linkId', string),
  plain(8, 'link', bytes),
  optional(9, 'lifetimeS', uint32)
])

export interface GuestsRecord {
  guests: GuestRecord[]
}

export const GuestsRecord: Codec<GuestsRecord> = /* @__PURE__ */ message(() => [
  repeated(1, 'guests', GuestRecord)
])

export interface GuestRecord {
  contact: Uint8Array
  link: string
  askedAtMs: bigint
  state: string
  device: Uint8Array
  wish: Uint8Array
}

export const GuestRecord: Codec<GuestRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'contact', bytes),
  plain(2, 'link', string),
  plain(3, 'askedAtMs', uint64),
  plain(4, 'state', string),
  plain(5, 'device', bytes),
  plain(6, 'wish', bytes)
])

export interface JoinsRecord {
  joins: JoinRecord[]
}

export const JoinsRecord: Codec<JoinsRecord> = /* @__PURE__ */ message(() => [
  repeated(1, 'joins', JoinRecord)
])

export interface JoinRecord {
  link: string
  token: Uint8Array
  beganAtMs: bigint
  asked: AskedHostRecord[]
  group: Uint8Array
  backAtMs: bigint
  joinedBy: Uint8Array
  superiors: Uint8Array[]
}

export const JoinRecord: Codec<JoinRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'link', string),
  plain(2, 'token', bytes),
  plain(3, 'beganAtMs', uint64),
  repeated(4, 'asked', AskedHostRecord),
  plain(5, 'group', bytes),
  plain(6, 'backAtMs', uint64),
  plain(7, 'joinedBy', bytes),
  repeated(8, 'superiors', bytes)
])

export interface AskedHostRecord {
  account: Uint8Array
  to: Uint8Array
  body: Uint8Array
  leftAt: Uint8Array[]
  arrived: boolean
  atMs: bigint
}

export const AskedHostRecord: Codec<AskedHostRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'account', bytes),
  plain(2, 'to', bytes),
  plain(3, 'body', bytes),
  repeated(4, 'leftAt', bytes),
  plain(5, 'arrived', bool),
  plain(6, 'atMs', uint64)
])

export interface RelayListRecord {
  relays: string[]
}

export const RelayListRecord: Codec<RelayListRecord> = /* @__PURE__ */ message(() => [
  repeated(1, 'relays', string)
])

export interface LetterRecord {
  account: Uint8Array
  epoch: Uint8Array
  to: Uint8Array
  leftAt: Uint8Array[]
  arrived: boolean
  knock: Uint8Array
  seed: Uint8Array
  wrapKey: Uint8Array
  nonces: Uint8Array
}

export const LetterRecord: Codec<LetterRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'account', bytes),
  plain(2, 'epoch', bytes),
  plain(3, 'to', bytes),
  repeated(5, 'leftAt', bytes),
  plain(6, 'arrived', bool),
  plain(7, 'knock', bytes),
  plain(8, 'seed', bytes),
  plain(9, 'wrapKey', bytes),
  plain(10, 'nonces', bytes)
])

export interface AudienceRecord {
  first: number
  accounts: number[]
}

export const AudienceRecord: Codec<AudienceRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'first', uint32),
  repeated(2, 'accounts', uint32)
])

export interface MemberRecord {
  device: Uint8Array
  account: number
}

export const MemberRecord: Codec<MemberRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'device', bytes),
  plain(2, 'account', uint32)
])

export interface GroupRecord {
  id: Uint8Array
  epochs: KeptEpochRecord[]
  head: Uint8Array
  tree: Uint8Array
  pending: Uint8Array
  renewedAtMs: bigint
  knock: Uint8Array
  knockTo: Uint8Array
  knockLeftAt: Uint8Array[]
  disownedBy: Uint8Array
  disownedAt: Uint8Array
}

export const GroupRecord: Codec<GroupRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'id', bytes),
  repeated(2, 'epochs', KeptEpochRecord),
  plain(3, 'head', bytes),
  plain(4, 'tree', bytes),
  plain(5, 'pending', bytes),
  plain(6, 'renewedAtMs', uint64),
  plain(7, 'knock', bytes),
  plain(8, 'knockTo', bytes),
  repeated(9, 'knockLeftAt', bytes),
  plain(10, 'disownedBy', bytes),
  plain(11, 'disownedAt', bytes)
])

export interface KeptEpochRecord {
  id: Uint8Array
  childAppliedAtMs: bigint
  drainedAtMs: bigint
}

export const KeptEpochRecord: Codec<KeptEpochRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'id', bytes),
  plain(2, 'childAppliedAtMs', uint64),
  plain(3, 'drainedAtMs', uint64)
])

export interface CountersRecord {
  nextSeq: number
  hlc: bigint
  unread: number
  read?: ReadPlaceRecord
  nextRow: number
  held: number
  failed: number[]
  stored: number[]
  keptBytes: number
  lifetime?: LifetimeRecord
  lookedAtMs: bigint
  overAtMs: bigint
  overdueAtMs: bigint
}

export const CountersRecord: Codec<CountersRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'nextSeq', uint32),
  plain(2, 'hlc', fixed64),
  plain(3, 'unread', uint32),
  optional(4, 'read', ReadPlaceRecord),
  plain(5, 'nextRow', uint32),
  plain(6, 'held', uint32),
  repeated(7, 'failed', uint32),
  repeated(8, 'stored', uint32),
  plain(9, 'keptBytes', uint32),
  optional(10, 'lifetime', LifetimeRecord),
  plain(11, 'lookedAtMs', uint64),
  plain(12, 'overAtMs', uint64),
  plain(13, 'overdueAtMs', uint64)
])

export interface LifetimeRecord {
  at?: StampRecord
  seconds: number
}

export const LifetimeRecord: Codec<LifetimeRecord> = /* @__PURE__ */ message(() => [
  optional(1, 'at', StampRecord),
  plain(2, 'seconds', uint32)
])

export interface ReadPlaceRecord {
  hlc: bigint
  device: number
  seq: number
}

export const ReadPlaceRecord: Codec<ReadPlaceRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'hlc', fixed64),
  plain(2, 'device', uint32),
  plain(3, 'seq', uint32)
])

export interface ProgressRecord {
  contiguous: number
  ranges: number[]
  read: number
  newest: number
  had: number
  since: number
  without: number[]
  outFrom: number
}

export const ProgressRecord: Codec<ProgressRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'contiguous', uint32),
  repeated(2, 'ranges', uint32),
  plain(3, 'read', uint32),
  plain(4, 'newest', uint32),
  plain(5, 'had', uint32),
  plain(6, 'since', uint32),
  repeated(7, 'without', uint32),
  plain(8, 'outFrom', uint32)
])

export interface OutboxRecord {
  group: Uint8Array
  epoch: Uint8Array
  log: Uint8Array
  envelope: Uint8Array
  firstSeq: number
  lastSeq: number
  queuedAtMs: bigint
  acknowledged: Uint8Array[]
}

export const OutboxRecord: Codec<OutboxRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'group', bytes),
  plain(2, 'epoch', bytes),
  plain(3, 'log', bytes),
  plain(4, 'envelope', bytes),
  plain(5, 'firstSeq', uint32),
  plain(6, 'lastSeq', uint32),
  plain(7, 'queuedAtMs', uint64),
  repeated(8, 'acknowledged', bytes)
])

export interface StoredMarkRecord {
  relay: Uint8Array
  storage: Uint8Array
  atMs: bigint
  untilMs: bigint
  log: Uint8Array
}

export const StoredMarkRecord: Codec<StoredMarkRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'relay', bytes),
  plain(2, 'storage', bytes),
  plain(3, 'atMs', uint64),
  plain(4, 'untilMs', uint64),
  plain(5, 'log', bytes)
])

export interface LogPlacesRecord {
  places: LogPlaceRecord[]
  told: Uint8Array
  walks: LogWalkRecord[]
}

export const LogPlacesRecord: Codec<LogPlacesRecord> = /* @__PURE__ */ message(() => [
  repeated(1, 'places', LogPlaceRecord),
  plain(2, 'told', bytes),
  repeated(3, 'walks', LogWalkRecord)
])

export interface LogWalkRecord {
  relay: Uint8Array
  log: Uint8Array
  storage: Uint8Array
  place: number
  unseen: number[]
  startedAtMs: bigint
  lookedAtMs: bigint
}

export const LogWalkRecord: Codec<LogWalkRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'relay', bytes),
  plain(2, 'log', bytes),
  plain(3, 'storage', bytes),
  plain(4, 'place', uint64Number),
  repeated(5, 'unseen', uint32),
  plain(6, 'startedAtMs', uint64),
  plain(7, 'lookedAtMs', uint64)
])

export interface LogPlaceRecord {
  relay: Uint8Array
  log: Uint8Array
  storage: Uint8Array
  place: number
}

export const LogPlaceRecord: Codec<LogPlaceRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'relay', bytes),
  plain(2, 'log', bytes),
  plain(3, 'storage', bytes),
  plain(4, 'place', uint64Number)
])

export interface OnceRecord {
  mark: Uint8Array
  seq: number
}

export const OnceRecord: Codec<OnceRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'mark', bytes),
  plain(2, 'seq', uint32)
])

export interface ReceiptMarkRecord {
  atMs: bigint
}

export const ReceiptMarkRecord: Codec<ReceiptMarkRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'atMs', uint64)
])

export interface ReservationRecord {
  generation: number
}

export const ReservationRecord: Codec<ReservationRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'generation', uint32)
])

export interface ContactRecord {
  account: Uint8Array
  name: string
  state: string
  verified: boolean
  stateBeforeBlock: string
  changedAtMs: bigint
  devices: DeviceAddressRecord[]
  token: Uint8Array
  relays: NamedRelayRecord[]
  relaysChangedAtMs: bigint
  directoryKey: Uint8Array
  directoryValueKey: Uint8Array
  revoked: Uint8Array[]
}

export const ContactRecord: Codec<ContactRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'account', bytes),
  plain(2, 'name', string),
  plain(3, 'state', string),
  plain(4, 'verified', bool),
  plain(5, 'stateBeforeBlock', string),
  plain(6, 'changedAtMs', uint64),
  repeated(7, 'devices', DeviceAddressRecord),
  plain(8, 'token', bytes),
  repeated(9, 'relays', NamedRelayRecord),
  plain(10, 'relaysChangedAtMs', uint64),
  plain(11, 'directoryKey', bytes),
  plain(12, 'directoryValueKey', bytes),
  repeated(13, 'revoked', bytes)
])

export interface NamedRelayRecord {
  address: string
  leftAtMs: bigint
}

export const NamedRelayRecord: Codec<NamedRelayRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'address', string),
  plain(2, 'leftAtMs', uint64)
])

export interface DeviceAddressRecord {
  device: Uint8Array
  addresses: string[]
}

export const DeviceAddressRecord: Codec<DeviceAddressRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'device', bytes),
  repeated(2, 'addresses', string)
])

export interface InvitationRecord {
  id: string
  token: Uint8Array
  label: string
  createdAtMs: bigint
  expiresAtMs?: bigint
  uses?: number
  used: number
  waiting: Uint8Array[]
  revoked: boolean
  takes: number
  takesSinceMs: bigint
}

export const InvitationRecord: Codec<InvitationRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'id', string),
  plain(2, 'token', bytes),
  plain(3, 'label', string),
  plain(4, 'createdAtMs', uint64),
  optional(5, 'expiresAtMs', uint64),
  optional(6, 'uses', uint32),
  plain(7, 'used', uint32),
  repeated(8, 'waiting', bytes),
  plain(9, 'revoked', bool),
  plain(10, 'takes', uint32),
  plain(11, 'takesSinceMs', uint64)
])

export interface KeyPackageRecord {
  ref: Uint8Array
  published: Uint8Array
  secret: Uint8Array
  lastResort: boolean
  createdAtMs: bigint
  returns: boolean
}

export const KeyPackageRecord: Codec<KeyPackageRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'ref', bytes),
  plain(2, 'published', bytes),
  plain(3, 'secret', bytes),
  plain(4, 'lastResort', bool),
  plain(5, 'createdAtMs', uint64),
  plain(6, 'returns', bool)
])

export interface ShelvedRecord {
  storage: string
  atMs: bigint
}

export const ShelvedRecord: Codec<ShelvedRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'storage', string),
  plain(2, 'atMs', uint64)
])

export interface OwnRecord {
  name: string
  certificate: Uint8Array
  deviceList: Uint8Array
  createdAtMs: bigint
  relays: NamedRelayRecord[]
  relaysChangedAtMs: bigint
  directorySeed: Uint8Array
  directoryValueKey: Uint8Array
  indexKey: Uint8Array
  doorKey: Uint8Array
  linked: boolean
  relayHere: string
}

export const OwnRecord: Codec<OwnRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'name', string),
  plain(2, 'certificate', bytes),
  plain(3, 'deviceList', bytes),
  plain(4, 'createdAtMs', uint64),
  repeated(5, 'relays', NamedRelayRecord),
  plain(6, 'relaysChangedAtMs', uint64),
  plain(7, 'directorySeed', bytes),
  plain(8, 'directoryValueKey', bytes),
  plain(9, 'indexKey', bytes),
  plain(10, 'doorKey', bytes),
  plain(11, 'linked', bool),
  plain(12, 'relayHere', string)
])

export interface DraftRecord {
  conversation: Uint8Array
  text: string
  answers: Uint8Array
}

export const DraftRecord: Codec<DraftRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'conversation', bytes),
  plain(2, 'text', string),
  plain(3, 'answers', bytes)
])

export interface OwnDevicesRecord {
  devices: DeviceAddressRecord[]
}

export const OwnDevicesRecord: Codec<OwnDevicesRecord> = /* @__PURE__ */ message(() => [
  repeated(1, 'devices', DeviceAddressRecord)
])

export interface IndexRecord {
  seq: number
  hash: Uint8Array
  restored?: number
  relays: string[]
}

export const IndexRecord: Codec<IndexRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'seq', uint64Number),
  plain(2, 'hash', bytes),
  optional(3, 'restored', uint64Number),
  repeated(4, 'relays', string)
])

export interface KeptEnvelopeRecord {
  envelope: Uint8Array
  device: Uint8Array
  first: number
  last: number
  child: Uint8Array
}

export const KeptEnvelopeRecord: Codec<KeptEnvelopeRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'envelope', bytes),
  plain(5, 'device', bytes),
  plain(2, 'first', uint32),
  plain(3, 'last', uint32),
  plain(4, 'child', bytes)
])

export interface OwnStateRecord {
  hlc: bigint
  device: Uint8Array
  value: Uint8Array
}

export const OwnStateRecord: Codec<OwnStateRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'hlc', fixed64),
  plain(2, 'device', bytes),
  plain(3, 'value', bytes)
])

export interface HistoryRecord {
  wanted: boolean
  given: Uint8Array[]
  messages: number
  all: boolean
}

export const HistoryRecord: Codec<HistoryRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'wanted', bool),
  repeated(2, 'given', bytes),
  plain(3, 'messages', uint32),
  plain(4, 'all', bool)
])
