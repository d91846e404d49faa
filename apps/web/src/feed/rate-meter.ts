/** Counts updates, and says how many came per second. */

export interface RateMeter {
  count(): void
  /** Updates per second since the reading before. */
  read(nowMs: number): number
}

export function createRateMeter(startMs: number): RateMeter {
  let counted = 0
  let sinceMs = startMs
  return {
    count() {
      counted++
    },
    read(nowMs) {
      const elapsed = nowMs - sinceMs
      const rate = elapsed > 0 ? Math.round((counted * 1000) / elapsed) : 0
      counted = 0
      sinceMs = nowMs
      return rate
    },
  }
}
