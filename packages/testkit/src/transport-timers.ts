/** Wall time of the kit, kept as it was when the kit was loaded: a test's fake timers do not reach it. */

const { setInterval, clearInterval } = globalThis
const readDate = Date.now.bind(Date)

/** The machine's time, Unix microseconds. */
export function wallNow(): number {
  return readDate() * 1_000
}

/** Calls again and again, after `milliseconds` each; returns what stops it. Does not keep the process alive. */
export function every(milliseconds: number, run: () => void): () => void {
  const timer = setInterval(run, milliseconds)
  timer.unref()
  return () => clearInterval(timer)
}
