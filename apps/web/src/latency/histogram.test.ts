import { expect, it } from 'vitest'
import { BOUNDS, countsOf, quantileOf } from './histogram.ts'

it('counts each value in the column whose upper end it does not exceed', () => {
  const counts = countsOf(Float32Array.of(0.2, 0.5, 0.6, 3, 4, 5_000))
  expect(counts).toHaveLength(BOUNDS.length + 1)
  expect(counts.slice(0, 4)).toEqual([2, 1, 0, 2])
  expect(counts.at(-1)).toBe(1)
})

it('has quantiles by nearest rank, and none of nothing', () => {
  const sorted = Float32Array.from({ length: 100 }, (_, index) => index + 1)
  expect([0.5, 0.99, 1, 0].map((share) => quantileOf(sorted, share))).toEqual([50, 99, 100, 1])
  expect(quantileOf(new Float32Array(0), 0.5)).toBeUndefined()
})
