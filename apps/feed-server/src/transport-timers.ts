/**
 * Wall time for transport alone: pacing of publications and of clients. Decks never see it. Timers are those that were there when this was loaded: the fake
 * ones of a test in the same process do not hold up a server.
 */

const { clearInterval, clearTimeout, performance, setImmediate, setInterval, setTimeout } = globalThis
const nextTick = process.nextTick.bind(process)
const readDate = Date.now.bind(Date)

/** Milliseconds that only grow. */
export function transportNowMs(): number {
  return performance.now()
}

/** Resolves when sockets had their turn. */
export function yieldToTransport(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Calls at the end of the program's turn, before any socket has its own; once, however often it is asked. */
export function atEndOfTurn(run: () => void): () => void {
  let isAsked = false
  return () => {
    if (isAsked) return
    isAsked = true
    nextTick(() => {
      isAsked = false
      run()
    })
  }
}

/** Calls once after `milliseconds`; returns what stops it. Does not keep the process alive. */
export function after(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds)
  timer.unref()
  return () => clearTimeout(timer)
}

/** Calls again and again, after `milliseconds` each; returns what stops it. Does not keep the process alive. */
export function every(milliseconds: number, run: () => void): () => void {
  const timer = setInterval(run, milliseconds)
  timer.unref()
  return () => clearInterval(timer)
}

/** A token bucket: `take()` is true while no more than `rate` a second are taken beyond a first `burst`. */
export function createTokenBucket(
  rate: number,
  burst: number,
  nowMs: () => number = transportNowMs,
): { take(): boolean } {
  let tokens = burst
  let filledAt = nowMs()
  return {
    take() {
      const now = nowMs()
      tokens = Math.min(burst, tokens + ((now - filledAt) / 1_000) * rate)
      filledAt = now
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}

/** The machine's time, Unix microseconds. */
export function wallNow(): number {
  return readDate() * 1_000
}
