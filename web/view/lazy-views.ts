import { lazily } from './lazily.js'

export const LazyPicker = lazily(async () => (await import('./emoji-picker.js')).EmojiPicker)
export const LazyForward = lazily(async () => (await import('./forward-dialog.js')).ForwardDialog)
export const LazySettings = lazily(async () => (await import('./settings-dialog.js')).SettingsDialog)
export const LazyDetails = lazily(async () => (await import('./details-dialog.js')).DetailsDialog)
