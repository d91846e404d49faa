/** A histogram of milliseconds: columns that double in width, so that a tenth of a millisecond and a minute have room on one axis. */

/** Upper ends of the columns, in milliseconds; the last one has none. */
export const BOUNDS = [0.5, 1, 2, 4, 8, 16, 32, 64, 125, 250, 500, 1_000, 2_000, 4_000] as const

/** How many of the values, smallest first, fall into each column. */
export function countsOf(sorted: Float32Array): readonly number[] {
  const counts = new Array<number>(BOUNDS.length + 1).fill(0)
  let column = 0
  for (const value of sorted) {
    while (column < BOUNDS.length && value > (BOUNDS[column] ?? Infinity)) column++
    counts[column] = (counts[column] ?? 0) + 1
  }
  return counts
}

/** The value that a share of the others does not exceed (nearest rank); undefined of none. */
export function quantileOf(sorted: Float32Array, share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
}
