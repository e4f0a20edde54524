import { createLocalHost } from './local/local-host.js'
import { takeTokens } from './local/token.js'
import { mountPage } from './mount.js'

mountPage(createLocalHost(takeTokens))
