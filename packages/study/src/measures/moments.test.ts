import { describe, expect, it } from 'vitest'
import { deviation, kurtosis, mean, median, quantile, skewness, variance } from './moments.ts'
import { normals } from './noise.fixture.ts'

describe('moments', () => {
  it('of a few numbers are what a pencil gives', () => {
    const xs = [2, 4, 4, 4, 5, 5, 7, 9]
    expect(mean(xs)).toBe(5)
    expect(variance(xs)).toBe(4)
    expect(deviation(xs)).toBe(2)
    // sums of third and fourth powers of the deviations: 42 and 356
    expect(skewness(xs)).toBeCloseTo(42 / 8 / 8, 12)
    expect(kurtosis(xs)).toBeCloseTo(356 / 8 / 16, 12)
  })

  it('of normal numbers are those of the normal distribution', () => {
    const xs = normals(1, 200_000)
    expect(skewness(xs)).toBeCloseTo(0, 1)
    expect(kurtosis(xs)).toBeCloseTo(3, 1)
  })

  it('of a coin are as flat as can be', () => {
    expect(kurtosis([1, -1, 1, -1])).toBe(1)
  })

  it('of nothing are not numbers', () => {
    expect([mean([]), variance([]), kurtosis([]), median([])]).toEqual([NaN, NaN, NaN, NaN])
  })
})

describe('quantiles', () => {
  it('lie between neighbours', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([1, 2, 3, 10])).toBe(2.5)
    expect(quantile([0, 10], 0.9)).toBeCloseTo(9, 12)
  })

  it('leave the series as it was', () => {
    const xs = [3, 1, 2]
    median(xs)
    expect(xs).toEqual([3, 1, 2])
  })
})
