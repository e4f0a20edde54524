import { mountTab } from './tab/mount-tab.js'

mountTab()
