/** Brings a source and a take to a place on the tape, telling nobody. */

import type { Micros } from '@tapedeck/protocol'
import { isSeekable, type TapeSource } from '@tapedeck/tape'
import { SLICE_EVENTS } from './reel.ts'
import { Take, type TakeOptions } from './take.ts'

/** How a long fold lets others work, and learns that nobody wants it any more. */
export interface Patience {
  /** Resolves when other work had its turn. */
  readonly rest: () => Promise<void>
  readonly isClosed: () => boolean
}

/**
 * A take in which every event before `at` is folded; the first one at or after it comes next from the source. A source that
 * cannot be gone back on must stand at its start. Rejects with what is wrong with the tape.
 */
export async function takeAt(at: Micros, number: number, options: TakeOptions, patience: Patience): Promise<Take> {
  const { source } = options
  const keyframe = isSeekable(source) ? await source.seek(at) : null
  const take = new Take(number, options, keyframe)
  for (let count = 1; !patience.isClosed(); count++) {
    const time = source.nextTime
    if (time === undefined) {
      if (!(await source.fill())) break
    } else if (time >= at) break
    else {
      const event = source.next(at - 1)
      if (event !== undefined) take.fold(event)
    }
    if (count % SLICE_EVENTS === 0) await patience.rest()
  }
  take.passTime(at)
  return take
}

/** Brings the source back to where a take stands, whose market is as it was. False where that cannot be. */
export async function returnTo(take: Take, source: TapeSource, patience: Patience): Promise<boolean> {
  if (!isSeekable(source)) return false
  try {
    const keyframe = await source.seek(take.position)
    let place = keyframe?.events ?? 0
    for (let count = 1; place < take.place && !patience.isClosed(); count++) {
      if (source.nextTime === undefined) {
        if (!(await source.fill())) return false
      } else if (source.next() !== undefined) place++
      if (count % SLICE_EVENTS === 0) await patience.rest()
    }
    return place === take.place
  } catch {
    // what was wrong in the first place says more
    return false
  }
}
