/** What a connection may as long as it lasts: a grant that can be renewed, and that ends the connection when it ends. */

import type { ErrorBody } from '@tapedeck/protocol'
import { after, wallNow } from '../transport-timers.ts'
import { unauthenticated, type Authentication, type Credentials } from './authentication.ts'
import { OPEN, type Grant } from './grant.ts'

export interface SessionListener {
  /** The grant ends soon, and can still be renewed. */
  expiring(notice: ErrorBody): void
  /** It has ended: the connection is to end. */
  expired(notice: ErrorBody): void
}

/** Time as a session needs it. */
export interface SessionClock {
  /** Unix microseconds. */
  now(): number
  after(milliseconds: number, run: () => void): () => void
}

/** How long before its end a grant is said to end, or half of its time where that is shorter. */
const NOTICE_MS = 30_000
/** The machine's clock may be set, and timers cannot wait for more than 2^31 ms: looked at again after so long. */
const LONGEST_WAIT_MS = 60_000

export class Session {
  readonly #authentication: Authentication
  readonly #listener: SessionListener
  readonly #clock: SessionClock
  #grant: Grant | undefined
  #cancel: (() => void) | undefined
  #isEnded = false

  /** `grant` where its holder has shown who they are already. */
  constructor(
    authentication: Authentication,
    listener: SessionListener,
    grant?: Grant,
    clock: SessionClock = { now: wallNow, after },
  ) {
    this.#authentication = authentication
    this.#listener = listener
    this.#clock = clock
    if (grant !== undefined) this.#begin(grant)
    else if (!authentication.isRequired) this.#begin(OPEN)
  }

  /** Throws `UNAUTHENTICATED` while nothing was granted. */
  get grant(): Grant {
    if (this.#grant === undefined) throw unauthenticated()
    return this.#grant
  }

  readonly allows = (symbol: string): boolean => this.grant.allows(symbol)

  /** Throws `UNAUTHENTICATED` while nothing was granted. */
  check(): void {
    if (this.#grant === undefined) throw unauthenticated()
  }

  /** What is granted takes the place of what was. Rejects as `Authentication` does, and changes nothing then. */
  async authenticate(credentials: Credentials): Promise<Grant> {
    const grant = await this.#authentication.authenticate(credentials)
    if (!this.#isEnded) this.#begin(grant)
    return grant
  }

  /** The connection is gone. */
  end(): void {
    this.#isEnded = true
    this.#cancel?.()
  }

  #begin(grant: Grant): void {
    this.#grant = grant
    this.#cancel?.()
    this.#cancel = undefined
    const { expiresAt } = grant
    if (expiresAt === null) return
    const noticeMs = Math.min(NOTICE_MS, this.#msUntil(expiresAt) / 2)
    this.#wait(expiresAt, noticeMs, () => {
      this.#listener.expiring({
        code: 'TOKEN_EXPIRING',
        message: 'the JWT of this connection expires soon; authenticate with a fresh one to keep the connection',
        details: { expiresAt },
      })
      this.#wait(expiresAt, 0, () => {
        this.end()
        this.#listener.expired({
          code: 'TOKEN_EXPIRED',
          message: 'the JWT of this connection has expired; connect again with a fresh one',
          details: { expiresAt },
        })
      })
    })
  }

  /** Calls once the end is no more than so many milliseconds away. */
  #wait(end: number, beforeMs: number, run: () => void): void {
    const left = this.#msUntil(end) - beforeMs
    if (left <= 0) run()
    else this.#cancel = this.#clock.after(Math.min(left, LONGEST_WAIT_MS), () => this.#wait(end, beforeMs, run))
  }

  #msUntil(time: number): number {
    return (time - this.#clock.now()) / 1_000
  }
}
