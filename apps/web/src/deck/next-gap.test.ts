import { expect, it } from 'vitest'
import { nextGap } from './next-gap.ts'

const GAPS = [
  { from: 10, to: 20 },
  { from: 40, to: 60 },
]

it.each([
  [0, 10],
  [10, 40],
  [15, 40],
  [40, 10],
  [99, 10],
])('after %i comes the one at %i', (time, expected) => {
  expect(nextGap(GAPS, time)).toBe(expected)
})

it('is nowhere on a tape without any', () => {
  expect(nextGap([], 5)).toBeUndefined()
})
