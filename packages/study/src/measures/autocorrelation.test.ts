import { describe, expect, it } from 'vitest'
import { autocorrelation, autocorrelations, lagsUpTo, ljungBox, logSpacedLags } from './autocorrelation.ts'
import { normals } from './noise.fixture.ts'

describe('autocorrelation', () => {
  it('of a see-saw turns with every lag', () => {
    const xs = Array.from({ length: 1_000 }, (_, i) => (i % 2 === 0 ? 1 : -1))
    expect(autocorrelation(xs, 1)).toBeCloseTo(-1, 2)
    expect(autocorrelation(xs, 2)).toBeCloseTo(1, 2)
  })

  it('of a first-order process falls geometrically', () => {
    const noise = normals(2, 200_000)
    const xs = new Float64Array(noise.length)
    noise.forEach((shock, i) => (xs[i] = 0.6 * (xs[i - 1] ?? 0) + shock))
    const found = autocorrelations(xs, [1, 2, 3])
    ;[0.6, 0.36, 0.216].forEach((rho, i) => expect(found[i]).toBeCloseTo(rho, 2))
  })

  it('does not see the level of a series', () => {
    const xs = normals(3, 1_000)
    const shifted = xs.map((x) => x + 1e6)
    expect(autocorrelation(shifted, 1)).toBeCloseTo(autocorrelation(xs, 1), 6)
  })
})

describe('the statistic of Ljung and Box', () => {
  it('is near its degrees of freedom without memory, and far above with it', () => {
    const noise = normals(4, 20_000)
    expect(ljungBox(noise, 10)).toBeLessThan(25)
    const sums = noise.map((x, i) => x + (noise[i - 1] ?? 0))
    expect(ljungBox(sums, 10)).toBeGreaterThan(1_000)
  })
})

describe('lags', () => {
  it('are even on a logarithmic scale, and each comes once', () => {
    expect(lagsUpTo(3)).toEqual([1, 2, 3])
    expect(logSpacedLags(10, 1_000, 3)).toEqual([10, 100, 1_000])
    const many = logSpacedLags(1, 20, 40)
    expect(new Set(many).size).toBe(many.length)
    expect(many[many.length - 1]).toBe(20)
  })
})
