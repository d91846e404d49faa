import { expect, it } from 'vitest'
import { rangeOf, withEnd } from './part.ts'

it.each([
  [{}, 'from', 10.4, { from: 10 }],
  [{ from: 10 }, 'to', 20, { from: 10, to: 20 }],
  [{ from: 10, to: 20 }, 'to', 15, { from: 10, to: 15 }],
  // an end on the wrong side takes the other away
  [{ from: 10, to: 20 }, 'from', 30, { from: 30 }],
  [{ from: 10, to: 20 }, 'from', 20, { from: 20 }],
  [{ from: 30 }, 'to', 5, { to: 5 }],
] as const)('%j with %s at %d is %j', (ends, end, time, next) => {
  expect(withEnd(ends, end, time)).toEqual(next)
})

it.each([
  [{}, undefined],
  [{ from: 10 }, undefined],
  [{ to: 10 }, undefined],
  [
    { from: 10, to: 20 },
    { from: 10, to: 20 },
  ],
])('the ends %j make the part %j', (ends, range) => {
  expect(rangeOf(ends)).toEqual(range)
})
