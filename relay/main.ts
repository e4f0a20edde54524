#!/usr/bin/env node
import '../node/host/shim.js'
import { runAsProcess } from '../node/host/terminal/process.js'
import { runRelayProgram } from './program.js'

await runAsProcess(runRelayProgram)
