/** The page's only door to the machine's clock, its timers and its frames. */

import type { Frames } from './frame-loop.ts'

/** Milliseconds that only grow. */
export function nowMs(): number {
  return performance.now()
}

/** Calls once after `ms`; returns what stops it. */
export function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/** Calls every `ms`; returns what stops it. */
export function every(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms)
  return () => clearInterval(timer)
}

/** Frames of the browser's tab; a hidden tab has none. */
export const browserFrames: Frames = {
  request: (run) => void requestAnimationFrame(run),
  get isHidden() {
    return document.hidden
  },
  onShown(run) {
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) run()
    })
  },
}

/** Calls in every frame with its time, in milliseconds; returns what stops it. */
export function eachFrame(run: (nowMs: number) => void): () => void {
  let request = requestAnimationFrame(function next(now) {
    run(now)
    request = requestAnimationFrame(next)
  })
  return () => cancelAnimationFrame(request)
}
