/** The clock of a replay: runs at a speed from the tape time at which it was started, or unpaced. */

import { micros, MICROS_PER_MILLISECOND, TapedeckError, type Micros } from '@tapedeck/protocol'
import type { Clock } from './clock.ts'
import { everySecondOn, systemHost, type ClockHost } from './host.ts'

/** The slowest and the fastest pace; faster than that is `max`. */
export const SPEED_RANGE = { min: 0.1, max: 1_000 } as const

/** Longest timer that hosts keep (2^31 - 1 ms); a longer wait is taken in parts by whoever wakes early. */
const LONGEST_TIMER_MS = 2_147_483_647

/** Creates a clock at `speed` tape seconds a second. Throws `BAD_OPTION` outside 0.1 to 1000 (or `max`). */
export function createScaledClock(startSpeed: number | 'max', host: ClockHost = systemHost): Clock {
  let speed = checkSpeed(startSpeed)
  let tapeOrigin: Micros = micros(0)
  let hostOriginMs: number | undefined
  const now = (): Micros => {
    if (hostOriginMs === undefined || speed === 'max') return tapeOrigin
    // a host clock that was set back holds tape time still, never turns it back
    const elapsedMs = Math.max(0, host.nowMs() - hostOriginMs)
    return micros(tapeOrigin + Math.floor(elapsedMs * MICROS_PER_MILLISECOND * speed))
  }
  return {
    kind: 'scaled',
    get speed() {
      return speed
    },
    now,
    wall: () => micros(host.nowMs() * MICROS_PER_MILLISECOND),
    start(at) {
      tapeOrigin = at
      hostOriginMs = host.nowMs()
    },
    setSpeed(wanted) {
      const checked = checkSpeed(wanted)
      if (hostOriginMs !== undefined) {
        tapeOrigin = now()
        hostOriginMs = host.nowMs()
      }
      speed = checked
    },
    schedule(at, run) {
      if (speed === 'max') return host.setImmediate(run)
      const milliseconds = Math.max(0, Math.ceil((at - now()) / MICROS_PER_MILLISECOND / speed))
      return host.setTimer(Math.min(milliseconds, LONGEST_TIMER_MS), run)
    },
    yield: (run) => host.setImmediate(run),
    later: (milliseconds, run) => host.setTimer(milliseconds, run),
    everySecond: (run) => everySecondOn(host, run),
  }
}

function checkSpeed(speed: number | 'max'): number | 'max' {
  if (speed === 'max' || (speed >= SPEED_RANGE.min && speed <= SPEED_RANGE.max)) return speed
  throw new TapedeckError(
    'BAD_OPTION',
    `speed ${speed} is not between ${SPEED_RANGE.min} and ${SPEED_RANGE.max}; for as fast as possible say max`,
    { speed },
  )
}
