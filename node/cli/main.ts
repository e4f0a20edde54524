#!/usr/bin/env node
import { runProcess } from './process.js'

/** Loaded by what starts a node, and by nothing that only talks to one. */
const host = (): Promise<typeof import('../host/node-host.js')> => import('../host/node-host.js')

await runProcess({
  createProfile: async profile => (await host()).createProfile(profile),
  findAccount: async (phrase, relays) => (await import('../host/find-account.js')).findAccount(phrase, relays),
  awaitLink: async device => (await import('../host/link-device.js')).awaitLink(device),
  openNode: async options => (await host()).openNode(options)
})
