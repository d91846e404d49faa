/** The clock of a live market: tape time is the machine's time. */

import { micros, MICROS_PER_MILLISECOND } from '@tapedeck/protocol'
import type { Clock } from './clock.ts'
import { everySecondOn, systemHost, type ClockHost } from './host.ts'

/** Creates a clock that runs with the machine's time. */
export function createWallClock(host: ClockHost = systemHost): Clock {
  const now = (): ReturnType<Clock['now']> => micros(host.nowMs() * MICROS_PER_MILLISECOND)
  return {
    kind: 'wall',
    speed: 1,
    now,
    wall: now,
    start: () => undefined,
    schedule: (at, run) => host.setTimer(Math.max(0, Math.ceil((at - now()) / MICROS_PER_MILLISECOND)), run),
    yield: (run) => host.setImmediate(run),
    everySecond: (run) => everySecondOn(host, run),
  }
}
