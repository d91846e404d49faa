/** Counts as bars that stand beside each other, to be drawn in a box that is one wide for each and {@link HEIGHT} high. */

export const HEIGHT = 100

/** Of a bar's place; the rest is the space between two. */
const WIDTH = 0.62
/** A part with any event at all can be seen. */
const LEAST_HEIGHT = 7

export function activityPath(counts: readonly number[]): string {
  const most = Math.max(...counts, 1)
  return counts
    .map((count, place) => {
      if (count === 0) return ''
      // by the root: one burst would leave of all other parts a flat line
      const height = LEAST_HEIGHT + (HEIGHT - LEAST_HEIGHT) * Math.sqrt(count / most)
      return `M${place} ${HEIGHT}V${(HEIGHT - height).toFixed(1)}h${WIDTH}V${HEIGHT}z`
    })
    .join('')
}
