/** Where a request comes from: the other end of its connection, or what proxies that the server trusts say of it. */

import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'
import { TapedeckError } from '@tapedeck/protocol'

/** Proxies whose word counts: how many stand in front, or the addresses that they have, as IP addresses or CIDR ranges. */
export type TrustProxy = number | readonly string[]

export type RequestHead = Pick<IncomingMessage, 'headers' | 'socket'>

export interface ClientAddresses {
  /** The address that limits count by; the addresses of an IPv6 /64 are one, since that is what one customer is given. */
  of(request: RequestHead): string
  /** Whether the client came by TLS, as a trusted proxy says; a server by itself speaks none. */
  isSecure(request: RequestHead): boolean
  /** Whether connections come through a trusted proxy. */
  readonly hasProxy: boolean
}

type Address = ReturnType<typeof ipaddr.process>

/** What cannot be told: a connection that is gone already. */
const UNKNOWN = 'unknown'
const MOST_HOPS = 16

/** Reads `X-Forwarded-For` as far as it was written by trusted proxies, from the right; without any it is not read at all. */
export function createClientAddresses(trustProxy: TrustProxy | null): ClientAddresses {
  const isTrusted = trustOf(trustProxy)
  return {
    hasProxy: trustProxy !== null,
    of(request) {
      const remote = addressOf(request.socket.remoteAddress)
      if (remote === undefined) return UNKNOWN
      let client = remote
      let hop = 0
      const forwarded = trustProxy === null ? [] : listOf(request.headers['x-forwarded-for'])
      while (isTrusted(client, hop++)) {
        const before = addressOf(forwarded.pop())
        // what is no address was not written by a proxy that can be trusted
        if (before === undefined) break
        client = before
      }
      return bucketOf(client)
    },
    isSecure(request) {
      const remote = addressOf(request.socket.remoteAddress)
      if (remote === undefined || !isTrusted(remote, 0)) return false
      return listOf(request.headers['x-forwarded-proto'])[0] === 'https'
    },
  }
}

/** Whether the proxy that is so many hops away is trusted. Throws `BAD_OPTION`. */
function trustOf(trustProxy: TrustProxy | null): (address: Address, hop: number) => boolean {
  if (trustProxy === null) return () => false
  if (typeof trustProxy === 'number') {
    if (Number.isInteger(trustProxy) && trustProxy >= 1 && trustProxy <= MOST_HOPS) return (_, hop) => hop < trustProxy
    throw badOption(String(trustProxy))
  }
  const ranges = trustProxy.map(rangeOf)
  return (address) => ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits))
}

function rangeOf(text: string): [Address, number] {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text)
    const address = ipaddr.process(text)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  } catch {
    throw badOption(text)
  }
}

function badOption(text: string): TapedeckError {
  return new TapedeckError(
    'BAD_OPTION',
    `--trust-proxy ${JSON.stringify(text)} is neither a number of proxies from 1 to ${MOST_HOPS} nor an address or a range such as 10.0.0.0/8`,
    { trustProxy: text },
  )
}

/** An address as proxies write it, which may have a port; an IPv4 address that is written as an IPv6 one is IPv4. */
function addressOf(text: string | undefined): Address | undefined {
  if (text === undefined) return undefined
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : undefined
}

function listOf(header: string | readonly string[] | undefined): string[] {
  return [header ?? []].flat().flatMap((line) => line.split(',').map((item) => item.trim()))
}

function bucketOf(address: Address): string {
  if (address.kind() === 'ipv4') return address.toString()
  const groups = address.toByteArray().slice(0, 8)
  return `${Buffer.from(groups).toString('hex')}/64`
}
