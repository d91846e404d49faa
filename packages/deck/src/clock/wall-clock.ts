/** The clock of a live market: tape time is the machine's time. */

import { micros, MICROS_PER_MILLISECOND, type Micros } from '@tapedeck/protocol'
import type { Clock } from './clock.ts'
import { keepSpeed } from './one-speed.ts'
import { everySecondOn, systemHost, type ClockHost } from './host.ts'

/** Creates a clock that runs with the machine's time. */
export function createWallClock(host: ClockHost = systemHost): Clock {
  let newestMs = host.nowMs()
  let aheadMs = 0
  const now = (): Micros => {
    const hostMs = host.nowMs()
    // a machine's clock that is set back does not turn tape time back, nor hold it: it runs on from where it was
    if (hostMs + aheadMs < newestMs) aheadMs = newestMs - hostMs
    newestMs = hostMs + aheadMs
    return micros(newestMs * MICROS_PER_MILLISECOND)
  }
  return {
    kind: 'wall',
    speed: 1,
    now,
    wall: () => micros(host.nowMs() * MICROS_PER_MILLISECOND),
    start: () => undefined,
    setSpeed: (wanted) => keepSpeed('wall', wanted),
    schedule: (at, run) => host.setTimer(Math.max(0, Math.ceil((at - now()) / MICROS_PER_MILLISECOND)), run),
    yield: (run) => host.setImmediate(run),
    later: (milliseconds, run) => host.setTimer(milliseconds, run),
    everySecond: (run) => everySecondOn(host, run),
  }
}
