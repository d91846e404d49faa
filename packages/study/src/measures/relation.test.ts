import { describe, expect, it } from 'vitest'
import { normals } from './noise.fixture.ts'
import { correlation, leastSquares, leverage, logLogLine, rootMeanSquareError } from './relation.ts'

describe('a line of least squares', () => {
  it('goes through points that lie on one', () => {
    expect(leastSquares([1, 2, 4], [5, 7, 11])).toEqual({ slope: 2, intercept: 3, rSquared: 1 })
  })

  it('explains nothing of a cross', () => {
    expect(leastSquares([-1, 1, 0, 0], [0, 0, 1, -1])).toMatchObject({ slope: 0, rSquared: 0 })
  })

  it('finds the exponent of a power law and passes over what has no logarithm', () => {
    const xs = [1, 2, 4, 8, 16]
    const { slope } = logLogLine(xs, [5, 5 / 2 ** 0.3, 0, 5 / 8 ** 0.3, -1])
    expect(slope).toBeCloseTo(-0.3, 12)
  })
})

describe('correlation', () => {
  it('is 1, -1 or in between', () => {
    expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12)
    expect(correlation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12)
    expect(correlation(normals(6, 50_000), normals(7, 50_000))).toBeCloseTo(0, 1)
  })
})

describe('leverage', () => {
  it('is below 0 where falls make the next return larger', () => {
    const noise = normals(8, 20_000)
    const nervous = noise.map((x, i) => ((noise[i - 1] ?? 0) < 0 ? 2 * x : x))
    expect(leverage(nervous)).toBeLessThan(-0.1)
    expect(Math.abs(leverage(noise))).toBeLessThan(0.03)
  })
})

it('the root mean square error is the distance of curves', () => {
  expect(rootMeanSquareError([1, 2], [1, 2])).toBe(0)
  expect(rootMeanSquareError([0, 0], [3, 4])).toBeCloseTo(Math.sqrt(12.5), 12)
})
