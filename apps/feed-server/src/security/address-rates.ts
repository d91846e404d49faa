/** How often each address does something. The table holds those of the last moments, and never more than a fixed number. */

import { TapedeckError, type Limits } from '@tapedeck/protocol'
import { createTokenBucket } from '../transport-timers.ts'

/** Addresses that are remembered at once; beyond, whoever was quiet for the longest time begins anew. */
const MOST_ADDRESSES = 50_000
/** Forgotten ones looked for at each step: more than the one that a step can add. */
const FORGOTTEN_A_STEP = 2

interface Rate {
  readonly bucket: { take(): boolean }
  usedAt: number
}

export class AddressRates {
  /** The one that was quiet for the longest time first. */
  readonly #rates = new Map<string, Rate>()
  readonly #rate: number
  readonly #burst: number
  readonly #limit: keyof Limits
  readonly #nowMs: () => number

  /** `rate` a second in the long run beyond a first `burst`; `limit` is what the rate is called. */
  constructor(rate: number, burst: number, limit: keyof Limits, nowMs: () => number) {
    this.#rate = rate
    this.#burst = burst
    this.#limit = limit
    this.#nowMs = nowMs
  }

  /** Addresses that are remembered. */
  get size(): number {
    return this.#rates.size
  }

  /** Counts one. Throws `LIMIT_RATE`. */
  take(address: string): void {
    const now = this.#nowMs()
    this.#forget(now)
    const rate = this.#rates.get(address) ?? {
      bucket: createTokenBucket(this.#rate, this.#burst, this.#nowMs),
      usedAt: now,
    }
    rate.usedAt = now
    this.#rates.delete(address)
    this.#rates.set(address, rate)
    if (rate.bucket.take()) return
    const retryAfterSeconds = Math.ceil(1 / this.#rate)
    throw new TapedeckError(
      'LIMIT_RATE',
      `this address comes more often than ${this.#rate} times a second; come back in ${retryAfterSeconds} s`,
      { scope: 'address', limit: this.#limit, max: this.#rate, retryAfterSeconds },
    )
  }

  /** Whose bucket is full again is as good as unknown. */
  #forget(now: number): void {
    const refillMs = (this.#burst / this.#rate) * 1_000
    let looked = 0
    for (const [address, { usedAt }] of this.#rates) {
      const isFull = now - usedAt >= refillMs
      if (!isFull && this.#rates.size < MOST_ADDRESSES) return
      this.#rates.delete(address)
      if (++looked === FORGOTTEN_A_STEP) return
    }
  }
}
