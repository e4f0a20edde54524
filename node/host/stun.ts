import { randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { systemClock } from '../base/clock.js'
import { ChatError } from '../base/errors.js'

const DEFAULT_PORT = 3478
const MAX_PORT = 65_535
const HEADER_BYTES = 20
const TRANSACTION_BYTES = 12
const MAGIC_COOKIE = 0x2112_a442
const BINDING_REQUEST = 0x0001
const BINDING_SUCCESS = 0x0101
const XOR_MAPPED_ADDRESS = 0x0020
const IPV4 = 1
const TRY_MS = 500
const TRIES = 3

/** Where a packet of ours comes from, as its receiver sees it. */
export interface MappedAddress {
  /** Dotted. */
  readonly host: string
  readonly port: number
}

/**
 * Asks each server from one socket (RFC 8489, IPv4 over UDP): two that see different ports tell of a router that gives every peer
 * another one. Three tries of half a second; who does not answer is left out.
 * @param servers `stun:host` or `stun:host:port`
 */
export async function mappedAddresses(servers: readonly string[]): Promise<readonly MappedAddress[]> {
  const socket = createSocket('udp4')
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(0, resolve)
    })
    socket.on('error', () => undefined) // who can't be sent to does not answer
    // One that is silent, or wrong, is left out: another tells the same.
    const answers = await Promise.all(servers.map(server => ask(socket, server).catch(() => undefined)))
    return answers.filter(answer => answer !== undefined)
  } finally {
    socket.close()
  }
}

async function ask(socket: Socket, server: string): Promise<MappedAddress | undefined> {
  const { host, port } = parseStunServer(server)
  const { address } = await lookup(host, { family: 4 })
  const transaction = randomBytes(TRANSACTION_BYTES)
  return new Promise(resolve => {
    let tries = 0
    let stopTimer = systemClock.after(0, attempt)
    function attempt(): void {
      if (tries++ === TRIES) return settle(undefined)
      try {
        socket.send(bindingRequest(transaction), port, address)
      } catch {
        return settle(undefined) // who can't be sent to does not answer
      }
      stopTimer = systemClock.after(TRY_MS, attempt)
    }
    function onMessage(message: Buffer): void {
      const mapped = readBindingSuccess(message, transaction)
      if (mapped !== undefined) settle(mapped)
    }
    function settle(mapped: MappedAddress | undefined): void {
      stopTimer()
      socket.off('message', onMessage)
      resolve(mapped)
    }
    socket.on('message', onMessage)
  })
}

/** Of `stun:host` or `stun:host:port`; an IPv6 address stands in brackets. @throws ERR_INVALID_ARGUMENT */
export function parseStunServer(server: string): { readonly host: string; readonly port: number } {
  const [, host, port = DEFAULT_PORT] = /^stun:([^:?/[\]]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/i.exec(server) ?? []
  if (host === undefined || Number(port) === 0 || Number(port) > MAX_PORT)
    throw new ChatError(
      'ERR_INVALID_ARGUMENT',
      `${JSON.stringify(server)} names no STUN server; name one as stun:relay.example.org:3478, with a port from 1 to ${MAX_PORT}`
    )
  return { host, port: Number(port) }
}

function bindingRequest(transaction: Uint8Array): Buffer {
  const request = Buffer.alloc(HEADER_BYTES)
  request.writeUInt16BE(BINDING_REQUEST, 0)
  request.writeUInt32BE(MAGIC_COOKIE, 4)
  request.set(transaction, 8)
  return request
}

/** Undefined for anything but the answer to this request. */
function readBindingSuccess(message: Buffer, transaction: Buffer): MappedAddress | undefined {
  if (message.length < HEADER_BYTES || message.readUInt16BE(0) !== BINDING_SUCCESS || message.readUInt32BE(4) !== MAGIC_COOKIE) return
  if (!message.subarray(8, HEADER_BYTES).equals(transaction)) return
  for (let at = HEADER_BYTES; at + 4 <= message.length;) {
    const [type, length] = [message.readUInt16BE(at), message.readUInt16BE(at + 2)]
    const value = message.subarray(at + 4, at + 4 + length)
    if (type === XOR_MAPPED_ADDRESS && value.length === 8 && value[1] === IPV4) {
      const address = (value.readUInt32BE(4) ^ MAGIC_COOKIE) >>> 0
      return { host: [24, 16, 8, 0].map(bits => (address >>> bits) & 255).join('.'), port: value.readUInt16BE(2) ^ (MAGIC_COOKIE >>> 16) }
    }
    at += 4 + Math.ceil(length / 4) * 4
  }
  return undefined
}
