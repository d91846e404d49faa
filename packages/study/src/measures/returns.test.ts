import { describe, expect, it } from 'vitest'
import { normals } from './noise.fixture.ts'
import { eppsCurve, known, logReturns } from './returns.ts'

describe('returns', () => {
  it('are logarithmic, one after another', () => {
    const e = Math.E
    expect([...logReturns([1, 9, e, 9, e ** 3, 9], 2)]).toEqual([1, 2])
  })

  it('are none where the venue was closed', () => {
    const returns = logReturns([1, 2, NaN, NaN, 4, 8], 1)
    expect([...returns].map(Number.isNaN)).toEqual([false, true, true, true, false])
    expect(known(returns)).toHaveLength(2)
  })
})

describe('the Epps curve', () => {
  it('rises where one price follows the other late', () => {
    const noise = normals(9, 60_000)
    let level = 0
    const leading = noise.map((shock) => Math.exp((level += 1e-4 * shock)))
    const late = leading.map((_, i) => leading[Math.max(0, i - 20)] ?? NaN)
    const [short = NaN, middle = NaN, long = NaN] = eppsCurve(leading, late, [1, 40, 400])
    expect(short).toBeCloseTo(0, 1)
    expect(middle).toBeGreaterThan(0.3)
    expect(long).toBeGreaterThan(0.9)
  })
})
