/** Wall time of the kit, kept as it was when the kit was loaded: a test's fake timers do not reach it. */

const { setInterval, clearInterval, setTimeout, clearTimeout, performance } = globalThis
const readDate = Date.now.bind(Date)

/** The machine's time, Unix microseconds. */
export function wallNow(): number {
  return readDate() * 1_000
}

/** Milliseconds that only grow. */
export function nowMs(): number {
  return performance.now()
}

/** Calls once after `milliseconds`; returns what stops it. */
export function after(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}

/** Resolves after `milliseconds`: between two looks at what has no event of its own. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void after(milliseconds, resolve))
}

/** A tape time as people read it: `2026-01-05T14:30:05.000Z`. */
export function timeText(micros: number): string {
  return new Date(micros / 1_000).toISOString()
}

/** Calls again and again, after `milliseconds` each; returns what stops it. Does not keep the process alive. */
export function every(milliseconds: number, run: () => void): () => void {
  const timer = setInterval(run, milliseconds)
  timer.unref()
  return () => clearInterval(timer)
}
