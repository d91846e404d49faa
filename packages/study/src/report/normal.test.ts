import { expect, it } from 'vitest'
import { normalDensity, normalTail } from './normal.ts'

it('the density and the tails of the normal distribution are those of any table', () => {
  expect(normalDensity(0)).toBeCloseTo(0.398942280401, 11)
  expect(normalTail(1)).toBeCloseTo(0.317310507863, 11)
  expect(normalTail(1.96)).toBeCloseTo(0.049995790296, 11)
  // either side of where the formula changes
  expect(normalTail(3)).toBeCloseTo(0.002699796063, 11)
  expect(normalTail(3.000001) / normalTail(3)).toBeCloseTo(1, 5)
  expect(normalTail(6) / 1.97317529e-9).toBeCloseTo(1, 8)
})
