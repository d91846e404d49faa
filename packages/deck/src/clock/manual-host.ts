/** A host whose time is moved by hand: drives the real wall and scaled clocks in tests without waiting. */

import type { Cancel } from './clock.ts'
import type { ClockHost } from './host.ts'

export interface ManualHost extends ClockHost {
  /** Lets milliseconds pass; timers that are due run in order. */
  pass(milliseconds: number): void
  /** Lets everything run that waits for other work to have its turn, including what that asks for. */
  runImmediates(): void
  /** The clock jumps on, as when the machine slept: timers that were due run late. */
  jump(milliseconds: number): void
  /** The clock is set back. */
  setBack(milliseconds: number): void
}

interface Timer {
  readonly at: number
  readonly run: () => void
}

/** Creates a host that stands at `startMs`. */
export function createManualHost(startMs: number): ManualHost {
  let now = startMs
  const timers = new Set<Timer>()
  const immediates: (() => void)[] = []

  const runDue = (): void => {
    for (;;) {
      const due = [...timers].filter((timer) => timer.at <= now).sort((a, b) => a.at - b.at)[0]
      if (due === undefined) return
      timers.delete(due)
      due.run()
    }
  }
  const runImmediates = (): void => {
    for (let run = immediates.shift(); run !== undefined; run = immediates.shift()) run()
  }
  return {
    nowMs: () => now,
    setTimer(milliseconds, run): Cancel {
      const timer = { at: now + milliseconds, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    setImmediate(run) {
      immediates.push(run)
      return () => {
        const index = immediates.indexOf(run)
        if (index >= 0) immediates.splice(index, 1)
      }
    },
    pass(milliseconds) {
      const end = now + milliseconds
      for (;;) {
        runImmediates()
        const next = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        now = Math.max(now, next.at)
        runDue()
      }
      now = end
    },
    runImmediates,
    jump(milliseconds) {
      now += milliseconds
      runDue()
    },
    setBack(milliseconds) {
      now -= milliseconds
    },
  }
}
