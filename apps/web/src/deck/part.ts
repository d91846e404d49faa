/** The part of the tape that somebody marked with two ends: to be looped, or cut out. */

/** Events of `from <= tsRecv < to`. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** Tape time of either end, as far as they are set. */
export interface PartEnds {
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** Sets an end; the other one falls away where it would lie on the wrong side. */
export function withEnd(ends: PartEnds, end: keyof PartEnds, time: number): PartEnds {
  const next = { ...ends, [end]: Math.round(time) }
  return rangeOf(next) !== undefined || next.from === undefined || next.to === undefined
    ? next
    : { [end]: Math.round(time) }
}

/** The part, once both of its ends are set; never empty. */
export function rangeOf({ from, to }: PartEnds): Range | undefined {
  return from === undefined || to === undefined || from >= to ? undefined : { from, to }
}
