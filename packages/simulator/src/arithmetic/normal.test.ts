import { describe, expect, it } from 'vitest'
import { normalQuantile } from './normal.ts'

describe('normalQuantile', () => {
  // reference values of the published algorithm, as Python's statistics.NormalDist gives them
  it.each([
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167813],
    [1e-20, -9.262340089798405],
    [0.5, 0],
    [0.075, -1.4395314709384557],
    [0.0749, -1.4402382675279632],
    [0.9, 1.2815515655446008],
    [0.975, 1.9599639845400536],
    [1e-9, -5.9978070150076865],
    [0.5 / 4294967296, -6.337957754553789],
  ])('of %d is %d', (p, z) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1e-14)
  })

  it('is odd about one half', () => {
    for (const p of [0.01, 0.2, 0.4999]) expect(normalQuantile(p)).toBeCloseTo(-normalQuantile(1 - p), 12)
  })
})
