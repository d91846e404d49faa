/** What a deck's time is: three clocks with one face. Nothing outside this folder reads the time or sets a timer. */

import type { Micros } from '@tapedeck/protocol'

/** Stops what was asked for; calling it again does nothing. */
export type Cancel = () => void

export interface Clock {
  /** `wall` runs with the machine's time, `scaled` at a speed from where it was started, `virtual` only when it is moved. */
  readonly kind: 'wall' | 'scaled' | 'virtual'
  /** Tape seconds per second; `max` paces nothing. */
  readonly speed: number | 'max'
  /** Tape time now. */
  now(): Micros
  /** The time that people's watches show; on a virtual clock its own time. */
  wall(): Micros
  /** Begins to run at tape time `at`. A wall clock runs already. */
  start(at: Micros): void
  /** Runs on at another speed from where it is; from `max`, from where it was started. Throws `BAD_OPTION` where it has one speed. */
  setSpeed(speed: number | 'max'): void
  /** Calls once when tape time reaches `at`, never synchronously. */
  schedule(at: Micros, run: () => void): Cancel
  /** Calls as soon as other work had its turn. */
  yield(run: () => void): Cancel
  /** Calls once after so many milliseconds of the time that passes for listeners: real ones, or virtual ones. */
  later(milliseconds: number, run: () => void): Cancel
  /** Calls once a second of the time that passes for listeners: real seconds, or virtual ones. */
  everySecond(run: () => void): Cancel
}
