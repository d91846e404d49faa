/** The server's clock as seen from here: its offset, by the round trip that took the least time (the filter of RFC 5905, section 10). */

import type { ClockReading } from './client-types.ts'
import type { Requests } from './requests.ts'
import { after, transportNowMs } from './transport-timers.ts'

/** Readings that are kept; the best of them counts. */
const KEPT = 8
/** The first ones follow each other quickly: whoever has just begun is busy, and answers late. */
const QUICK = 3
const QUICK_PAUSE_MS = 1_000
const PAUSE_MS = 15_000

export class ServerClock {
  readonly #requests: Pick<Requests, 'send'>
  #readings: ClockReading[] = []
  #cancel: (() => void) | undefined

  constructor(requests: Pick<Requests, 'send'>) {
    this.#requests = requests
  }

  get reading(): ClockReading | undefined {
    let best: ClockReading | undefined
    for (const each of this.#readings) if (best === undefined || each.roundTripMs < best.roundTripMs) best = each
    return best
  }

  /** There is a connection: asks now, and again and again. */
  start(): void {
    this.stop()
    this.#ask()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    // another connection may be to another machine
    this.#readings = []
  }

  #ask(): void {
    const askedAt = transportNowMs()
    const again = after(this.#readings[QUICK] ? PAUSE_MS : QUICK_PAUSE_MS, () => this.#ask())
    this.#cancel = again
    this.#requests.send(
      'clock',
      {},
      {
        granted: ({ wall }) => {
          if (this.#cancel !== again) return
          const roundTripMs = transportNowMs() - askedAt
          const offsetMs = wall / 1_000 - (askedAt + roundTripMs / 2)
          this.#readings = [...this.#readings.slice(1 - KEPT), { offsetMs, roundTripMs }]
        },
        // a server that does not answer has other ways to be noticed
        refused: () => undefined,
      },
    )
  }
}
