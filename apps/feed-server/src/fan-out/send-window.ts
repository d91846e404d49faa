/**
 * What is under way to a client: pings among the data ask it to confirm, and past a bound nothing follows until it has. So a client that wakes
 * up, or whose line is slow, sees nothing old.
 */

import { transportNowMs } from '../transport-timers.ts'

/** Bytes that may be under way. */
const WINDOW_BYTES = 262_144
/** So long may a ping go unanswered. */
const WINDOW_MS = 1_000
/** A confirmation is asked after so many bytes, or once a second after these few: quiet clients are asked by the keep-alive alone. */
const ASK_BYTES = 65_536
const ASK_MS = 1_000
const FEWEST_ASK_BYTES = 4_096

/** A ping that was not answered: what it will confirm, and when it was sent. */
interface Asked {
  readonly bytes: number
  readonly at: number
}

export class SendWindow {
  #sent = 0
  #confirmed = 0
  #asked = 0
  #askedAt: number
  /** Pongs come in the order of the pings. */
  readonly #pings: Asked[] = []
  readonly #waiting: { readonly pings: number; readonly resolve: () => void }[] = []
  #pingCount = 0
  #pongCount = 0
  readonly #now: () => number

  /** `now`: milliseconds that only grow. */
  constructor(now: () => number = transportNowMs) {
    this.#now = now
    this.#askedAt = now()
  }

  /** Whether more may be sent. */
  get isOpen(): boolean {
    const [oldest] = this.#pings
    return !this.isFull && (oldest === undefined || this.#now() - oldest.at < WINDOW_MS)
  }

  /** Whether as many bytes are under way as may be. */
  get isFull(): boolean {
    return this.#sent - this.#confirmed > WINDOW_BYTES
  }

  /** Pings that were not answered. */
  get unanswered(): number {
    return this.#pings.length
  }

  /** Counts what is handed over. Whether a ping is to follow it. */
  sent(bytes: number): boolean {
    this.#sent += bytes
    const unasked = this.#sent - this.#asked
    return unasked >= ASK_BYTES || (unasked >= FEWEST_ASK_BYTES && this.#now() - this.#askedAt >= ASK_MS)
  }

  /** A ping was sent: whoever answers it has read everything before it. */
  pinged(): void {
    this.#asked = this.#sent
    this.#askedAt = this.#now()
    this.#pings.push({ bytes: this.#sent, at: this.#askedAt })
    this.#pingCount++
  }

  /** A ping was answered; an answer that nobody asked for says nothing. */
  ponged(): void {
    const answered = this.#pings.shift()
    if (answered === undefined) return
    this.#confirmed = answered.bytes
    this.#pongCount++
    while (this.#waiting[0] !== undefined && this.#waiting[0].pings <= this.#pongCount) this.#waiting.shift()?.resolve()
  }

  /** Resolves when the ping that was sent last is answered, or the connection has ended. */
  answered(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ pings: this.#pingCount, resolve }))
  }

  /** The connection has ended: nobody waits any longer. */
  end(): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve()
  }
}
