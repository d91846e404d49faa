/** The machine's own time and timers, the only place that touches them; tests put a host of their own here. */

import type { Cancel } from './clock.ts'

declare function setTimeout(run: () => void, milliseconds: number): unknown
declare function clearTimeout(timer: unknown): void
declare const setImmediate: ((run: () => void) => unknown) | undefined
declare const clearImmediate: ((timer: unknown) => void) | undefined

// as they were when this was loaded: the fake timers of a test do not hold up a virtual clock
const [immediately, clearImmediately] =
  typeof setImmediate === 'undefined' ? [undefined, undefined] : [setImmediate, clearImmediate]

/** Source of wall time and timers under the wall and scaled clocks. */
export interface ClockHost {
  /** Unix milliseconds. May jump: the machine sleeps, or its clock is set. */
  nowMs(): number
  setTimer(milliseconds: number, run: () => void): Cancel
  /** After other work had its turn. */
  setImmediate(run: () => void): Cancel
}

/** The machine itself. */
export const systemHost: ClockHost = {
  nowMs: () => Date.now(),
  setTimer(milliseconds, run) {
    const timer = setTimeout(run, milliseconds)
    return () => clearTimeout(timer)
  },
  setImmediate(run) {
    // browsers have no setImmediate
    if (immediately === undefined) {
      const timer = setTimeout(run, 0)
      return () => clearTimeout(timer)
    }
    const timer = immediately(run)
    return () => clearImmediately?.(timer)
  },
}

/** Calls every second on a host until cancelled. */
export function everySecondOn(host: ClockHost, run: () => void): Cancel {
  let cancel = host.setTimer(1_000, function again() {
    cancel = host.setTimer(1_000, again)
    run()
  })
  return () => cancel()
}
