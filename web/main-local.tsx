import { createLocalHost } from './local/local-host.js'
import { takeToken } from './local/token.js'
import { mountPage } from './mount.js'

mountPage(createLocalHost(takeToken()))
