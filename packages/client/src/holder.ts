/** One subscription as its owner made it: a listener, the pairs that it holds, and the promise of its first join. */

import type { Notice, TapedeckError } from '@tapedeck/protocol'
import type { SubscriptionListener } from './client-types.ts'
import type { Pair } from './pair.ts'

export class Holder {
  readonly #listener: SubscriptionListener
  readonly #pairs = new Set<Pair>()
  /** Pairs that have not been joined for the first time. */
  readonly #unready = new Set<Pair>()
  readonly ready: Promise<void>
  #resolve: () => void = () => undefined
  #reject: (error: TapedeckError) => void = () => undefined
  /** Whether it was joined as a whole at least once. */
  #isReady = false
  #isEnded = false
  /** Updates of a (symbol, channel) a second that it wants at the most; undefined for all. */
  maxRate: number | undefined

  constructor(listener: SubscriptionListener, maxRate?: number) {
    this.#listener = listener
    this.maxRate = maxRate
    this.ready = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // whoever listens to `refused` alone shall not be stopped by a rejection that nobody handles
    this.ready.catch(() => undefined)
  }

  get isReady(): boolean {
    return this.#isReady
  }

  get pairs(): readonly Pair[] {
    return [...this.#pairs]
  }

  hold(pair: Pair): void {
    this.#pairs.add(pair)
    this.#unready.add(pair)
    pair.add(this)
  }

  release(pair: Pair): void {
    this.#pairs.delete(pair)
    this.#unready.delete(pair)
    pair.remove(this)
  }

  /** A pair has its first snapshot. */
  begun(pair: Pair): void {
    this.#unready.delete(pair)
    this.settle()
  }

  /** Resolves `ready` where nothing is left to join. */
  settle(): void {
    if (this.#unready.size > 0 || this.#isReady) return
    this.#isReady = true
    this.#resolve()
  }

  /** Rejects `ready`, which does nothing once it has been resolved. */
  fail(error: TapedeckError): void {
    this.#reject(error)
  }

  /** Nothing is told any more. */
  end(error: TapedeckError): void {
    this.#isEnded = true
    this.fail(error)
  }

  /** Calls the listener about a pair, unless it has been left. What a listener throws stops nobody else. */
  tell(pair: Pair, call: (listener: SubscriptionListener) => void): void {
    if (this.#pairs.has(pair)) callSafely(() => call(this.#listener))
  }

  refuse(notice: Notice): void {
    if (!this.#isEnded) callSafely(() => this.#listener.refused?.(notice))
  }
}

/** Calls, and lets what is thrown surface as an unhandled rejection instead of in the middle of our own work. */
export function callSafely(call: () => void): void {
  try {
    call()
  } catch (thrown) {
    void Promise.reject(thrown instanceof Error ? thrown : new Error(String(thrown)))
  }
}
