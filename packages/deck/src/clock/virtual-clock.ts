/** The clock of tests: time passes only when it is moved, and what was scheduled happens in order on the way. */

import { micros, MICROS_PER_MILLISECOND, MICROS_PER_SECOND, TapedeckError, type Micros } from '@tapedeck/protocol'
import type { Cancel, Clock } from './clock.ts'
import { systemHost, type ClockHost } from './host.ts'
import { keepSpeed } from './one-speed.ts'

export interface VirtualClock extends Clock {
  readonly kind: 'virtual'
  /** When the next scheduled call is due, undefined when none is. */
  nextAt(): Micros | undefined
  /** Moves to `at`, running what was scheduled up to and including it, in the order of time, then of asking. */
  moveTo(at: Micros): void
}

interface Entry {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** Creates a clock that stands at `start`. Other work gets its turn on the host, since that takes no tape time. */
export function createVirtualClock(start: Micros, host: ClockHost = systemHost): VirtualClock {
  let time = start
  let order = 0
  const entries = new Set<Entry>()

  const schedule = (at: number, run: () => void): Cancel => {
    const entry: Entry = { at: Math.max(at, time), order: order++, run }
    entries.add(entry)
    return () => void entries.delete(entry)
  }
  const earliest = (limit: number): Entry | undefined => {
    let found: Entry | undefined
    for (const entry of entries) {
      if (entry.at > limit) continue
      if (found === undefined || entry.at < found.at || (entry.at === found.at && entry.order < found.order))
        found = entry
    }
    return found
  }
  return {
    kind: 'virtual',
    speed: 1,
    now: () => time,
    wall: () => time,
    start(at) {
      time = at
    },
    setSpeed: (wanted) => keepSpeed('virtual', wanted),
    schedule,
    yield: (run) => host.setImmediate(run),
    later: (milliseconds, run) => schedule(time + milliseconds * MICROS_PER_MILLISECOND, run),
    everySecond(run) {
      let cancel = schedule(time + MICROS_PER_SECOND, function again() {
        cancel = schedule(time + MICROS_PER_SECOND, again)
        run()
      })
      return () => cancel()
    },
    nextAt() {
      const next = earliest(Infinity)
      return next === undefined ? undefined : micros(next.at)
    },
    moveTo(at) {
      if (at < time) {
        throw new TapedeckError('BAD_OPTION', `a clock cannot move back from ${time} to ${at}; open a new deck`, {
          time,
          at,
        })
      }
      for (let entry = earliest(at); entry !== undefined; entry = earliest(at)) {
        entries.delete(entry)
        time = micros(entry.at)
        entry.run()
      }
      time = at
    },
  }
}
