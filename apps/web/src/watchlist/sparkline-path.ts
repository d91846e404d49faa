/** The path of a sparkline. */

/** Width and height of its drawing. */
export const SPARKLINE_BOX = { width: 60, height: 20 } as const
/** Room for the stroke. */
const MARGIN = 1.5

/** An SVG path through the values, spread over the whole box; empty for fewer than two. */
export function sparklinePath(values: readonly number[]): string {
  if (values.length < 2) return ''
  const low = Math.min(...values)
  const range = Math.max(...values) - low
  const stepX = SPARKLINE_BOX.width / (values.length - 1)
  const high = SPARKLINE_BOX.height - 2 * MARGIN
  return values
    .map((value, index) => {
      const fraction = range === 0 ? 0.5 : (value - low) / range
      const x = (index * stepX).toFixed(1)
      const y = (MARGIN + (1 - fraction) * high).toFixed(1)
      return `${index === 0 ? 'M' : 'L'}${x} ${y}`
    })
    .join('')
}
