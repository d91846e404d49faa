/** Wall time for the connection alone: pauses between attempts, and the round trip. Market data never sees it. */

// what browsers and Node both have; the SDK is compiled against neither
declare function setTimeout(run: () => void, milliseconds: number): unknown
declare function clearTimeout(timer: unknown): void
declare const performance: { readonly timeOrigin: number; now(): number }

/** Unix milliseconds that only grow: this machine's clock as it was when the program began, carried on. */
export function transportNowMs(): number {
  return performance.timeOrigin + performance.now()
}

/** Calls once after `milliseconds`; returns what stops it. */
export function after(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}

/** A pause between half and one and a half times as long, so that many clients do not come back at the same moment. */
export function jittered(milliseconds: number): number {
  return milliseconds * (0.5 + Math.random())
}
