import { describe, expect, it } from 'vitest'
import { hillIndex, tailPoints } from './power-law.ts'
import { normals } from './noise.fixture.ts'

/** Both tails of a distribution with P(|x| > u) = u^-alpha, at even probabilities. */
const pareto = (alpha: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 1 : -1) * ((i + 1) / (count + 1)) ** (-1 / alpha))

describe('the Hill index', () => {
  it.each([2, 3, 4.5])('of a power law of %s is found from its tail', (alpha) => {
    expect(hillIndex(pareto(alpha, 50_000), 0.01)).toBeCloseTo(alpha, 1)
  })

  it('does not change with the unit', () => {
    const xs = pareto(3, 1_000)
    expect(
      hillIndex(
        xs.map((x) => 1e-4 * x),
        0.05,
      ),
    ).toBeCloseTo(hillIndex(xs, 0.05), 9)
  })

  it('of normal numbers is beyond that of any market', () => {
    expect(hillIndex(normals(5, 100_000), 0.005)).toBeGreaterThan(8)
  })
})

describe('tail points', () => {
  it('say for each size which share is larger', () => {
    const points = tailPoints(pareto(3, 10_000), 30)
    expect(points[points.length - 1]?.share).toBe(1e-4)
    for (const { size, share } of points) expect(share * size ** 3).toBeCloseTo(1, 1)
  })
})
