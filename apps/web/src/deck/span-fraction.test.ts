import { expect, it } from 'vitest'
import { spanFraction } from './span-fraction.ts'

it.each([
  [{ from: 100, to: 200 }, 150, 0.5],
  [{ from: 100, to: 200 }, 90, 0],
  [{ from: 100, to: 200 }, 300, 1],
  [{ from: 100, to: null }, 150, 1],
  [{ from: 100, to: 100 }, 100, 1],
])('of the span %j, %d has played %d', (span, position, fraction) => {
  expect(spanFraction(span, position)).toBe(fraction)
})
