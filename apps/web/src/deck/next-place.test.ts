import { expect, it } from 'vitest'
import { nextPlace } from './next-place.ts'

it.each([
  [0, 10],
  [10, 40],
  [15, 40],
  [40, 10],
  [99, 10],
])('after %i comes the one at %i', (time, expected) => {
  expect(nextPlace([10, 40], time)).toBe(expected)
})

it('is nowhere on a tape without any', () => {
  expect(nextPlace([], 5)).toBeUndefined()
})
