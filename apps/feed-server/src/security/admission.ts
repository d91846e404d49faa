/** Lets requests and connections in: by origin and host, by the server's state, and by what their address and all together may have. */

import { TapedeckError, type Limits } from '@tapedeck/protocol'
import { checkAccess, type AccessRules } from '../access.ts'
import { transportNowMs } from '../transport-timers.ts'
import { AddressRates } from './address-rates.ts'
import type { ClientAddresses, RequestHead } from './client-address.ts'

export interface AdmissionOptions {
  readonly access: AccessRules
  readonly addresses: ClientAddresses
  readonly limits: Limits
  /** False until everything that a client may ask for is there. */
  readonly isReady: () => boolean
  /** Milliseconds that only grow. Default: the machine's. */
  readonly nowMs?: () => number
}

/** Paths that are answered while the server starts. */
const ALWAYS = '/healthz'

export class Admission {
  readonly #options: AdmissionOptions
  readonly #requests: AddressRates
  readonly #handshakes: AddressRates
  /** Connections of each address that has any. */
  readonly #held = new Map<string, number>()
  #count = 0

  constructor(options: AdmissionOptions) {
    this.#options = options
    const { limits, nowMs = transportNowMs } = options
    this.#requests = new AddressRates(
      limits.maxRequestsPerSecondPerAddress,
      limits.maxRequestBurstPerAddress,
      'maxRequestsPerSecondPerAddress',
      nowMs,
    )
    this.#handshakes = new AddressRates(
      limits.maxHandshakesPerSecondPerAddress,
      limits.maxHandshakeBurstPerAddress,
      'maxHandshakesPerSecondPerAddress',
      nowMs,
    )
  }

  /** Throws what keeps an HTTP request out: `LIMIT_RATE`, `FORBIDDEN_HOST`, `FORBIDDEN_ORIGIN` or `NOT_READY`. */
  checkRequest(request: RequestHead, path: string): void {
    this.#requests.take(this.#options.addresses.of(request))
    checkAccess(request, this.#options.access)
    if (path !== ALWAYS) this.#checkReady()
  }

  /** The same for a socket that wants to connect; `LIMIT_CONNECTIONS` as well. */
  checkHandshake(request: RequestHead): void {
    this.#handshakes.take(this.#options.addresses.of(request))
    checkAccess(request, this.#options.access)
    this.#checkReady()
    this.checkRoom(request)
  }

  /** Throws `LIMIT_CONNECTIONS` where the server, or the address, has as many connections as it may. */
  checkRoom(request: RequestHead): void {
    const { maxConnections, maxConnectionsPerAddress } = this.#options.limits
    if (this.#count >= maxConnections) {
      throw new TapedeckError(
        'LIMIT_CONNECTIONS',
        `the server holds its ${maxConnections} connections; come back later`,
        { scope: 'server', limit: 'maxConnections', max: maxConnections },
      )
    }
    const held = this.#held.get(this.#options.addresses.of(request)) ?? 0
    if (held >= maxConnectionsPerAddress) {
      throw new TapedeckError(
        'LIMIT_CONNECTIONS',
        `this address holds its ${maxConnectionsPerAddress} connections; close one of them first`,
        { scope: 'address', limit: 'maxConnectionsPerAddress', max: maxConnectionsPerAddress },
      )
    }
  }

  /** Counts a connection until what is answered is called. */
  enter(request: RequestHead): () => void {
    // read now: of a connection that is gone it is not known
    const address = this.#options.addresses.of(request)
    this.#count++
    this.#held.set(address, (this.#held.get(address) ?? 0) + 1)
    let isInside = true
    return () => {
      if (!isInside) return
      isInside = false
      this.#count--
      const left = (this.#held.get(address) ?? 1) - 1
      if (left === 0) this.#held.delete(address)
      else this.#held.set(address, left)
    }
  }

  #checkReady(): void {
    if (!this.#options.isReady()) {
      throw new TapedeckError('NOT_READY', 'the server is starting; come back in a second')
    }
  }
}
