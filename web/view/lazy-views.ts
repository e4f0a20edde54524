import { lazily } from './lazily.js'

export const LazyPicker = lazily(async () => (await import('./emoji-picker.js')).EmojiPicker)
export const LazyForward = lazily(async () => (await import('./forward-dialog.js')).ForwardDialog)
export const LazyPins = lazily(async () => (await import('./pins-dialog.js')).PinsDialog)
export const LazySticker = lazily(async () => (await import('./sticker.js')).Sticker)
export const LazySettings = lazily(async () => (await import('./settings-dialog.js')).SettingsDialog)
export const LazyDetails = lazily(async () => (await import('./details-dialog.js')).DetailsDialog)
export const LazyInvite = lazily(async () => (await import('./invite-dialog.js')).InviteDialog)
export const LazyAdd = lazily(async () => (await import('./add-dialog.js')).AddDialog)
export const LazyNewGroup = lazily(async () => (await import('./new-group-dialog.js')).NewGroupDialog)
export const LazyRevoked = lazily(async () => (await import('./revoked-note.js')).RevokedNote)
export const LazyHistoryComing = lazily(async () => (await import('./history-note.js')).HistoryComing)
export const LazyWhy = lazily(async () => (await import('./why.js')).Why)
