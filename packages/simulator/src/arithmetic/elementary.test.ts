import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dexp, dln, dpow } from './elementary.ts'

const double = (min: number, max: number) => fc.double({ min, max, noNaN: true })

describe('dexp', () => {
  it('agrees with the engine to a relative error of 4e-13', () => {
    fc.assert(
      fc.property(double(-700, 700), (x) => {
        const expected = Math.exp(x)
        expect(Math.abs(dexp(x) - expected) / expected).toBeLessThan(4e-13)
      }),
      { numRuns: 2000 },
    )
  })

  it('is exact at 0 and closed at both ends', () => {
    expect([dexp(0), dexp(-0), dexp(-1e9), dexp(1e9)]).toEqual([1, 1, 0, Infinity])
  })
})

describe('dln', () => {
  it('agrees with the engine to 2e-15 over the arguments that random numbers give', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (u) => {
        const x = (u + 0.5) / 4294967296
        expect(Math.abs(dln(x) - Math.log(x))).toBeLessThan(8e-15)
        expect(Math.abs(dln(1 + x) - Math.log(1 + x))).toBeLessThan(1e-15)
      }),
      { numRuns: 2000 },
    )
  })

  it('agrees with the engine to a relative error of 1e-15 over many magnitudes', () => {
    fc.assert(
      fc.property(double(1e-300, 1e300), (x) => {
        expect(Math.abs(dln(x) - Math.log(x))).toBeLessThan(1e-15 * Math.abs(Math.log(x)) + 1e-15)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('dpow', () => {
  it('raises a uniform number to the power of a tail', () => {
    for (const u of [1e-9, 0.001, 0.3, 0.999]) {
      const expected = Math.pow(u, -1 / 3.2)
      expect(Math.abs(dpow(u, -1 / 3.2) - expected) / expected).toBeLessThan(1e-12)
    }
  })
})

describe('the kernel', () => {
  it('gives the same bits wherever it runs', () => {
    const view = new DataView(new ArrayBuffer(8))
    let hash = 0x811c9dc5
    const take = (value: number): void => {
      view.setFloat64(0, value)
      for (let i = 0; i < 8; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x01000193)
    }
    for (let i = 1; i <= 5000; i++) {
      take(dexp((i - 2500) / 37))
      take(dln(i / 1234.5))
      take(dpow(i / 5001, -0.3125))
    }
    expect((hash >>> 0).toString(16)).toMatchInlineSnapshot(`"de706846"`)
  })
})
