import { describe, expect, it } from 'vitest'
import { xBetween } from './gap-shading.ts'

/** As the chart does it: 0 for what is not the middle of a bar. */
const xOf = (index: number): number => (Number.isInteger(index) ? 100 + 8 * index : 0)

describe('a place among the bars', () => {
  it.each([
    [2, 116],
    [2.25, 118],
    [-0.5, 96],
  ])('%d is drawn at %d', (place, x) => {
    expect(xBetween(place, xOf)).toBe(x)
  })
})
