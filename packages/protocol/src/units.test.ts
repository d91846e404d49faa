import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TapedeckError } from './errors.ts'
import {
  checkScaled,
  formatScaled,
  fromDecimal,
  MAX_PRECISION,
  parseScaled,
  powerOfTen,
  SCALED_LIMIT,
  scaledPrice,
  scaledSize,
  toDecimal,
} from './units.ts'

const precisions = fc.integer({ min: 0, max: MAX_PRECISION })
const scaled = fc.oneof(
  fc.integer({ min: -(SCALED_LIMIT - 1), max: SCALED_LIMIT - 1 }),
  fc.integer({ min: -1_000, max: 1_000 }),
  fc.integer({ min: SCALED_LIMIT - 1_000, max: SCALED_LIMIT - 1 }),
)

/** The text of n / 10^precision by BigInt alone. */
function exactText(n: bigint, precision: number): string {
  const unit = 10n ** BigInt(precision)
  const magnitude = n < 0n ? -n : n
  const fraction = precision === 0 ? '' : `.${String(magnitude % unit).padStart(precision, '0')}`
  return `${n < 0n ? '-' : ''}${magnitude / unit}${fraction}`
}

describe('the text of a price', () => {
  /** Tick sizes as they are traded: units per tick and decimals, from 0.00000001 to 100. */
  const tickSizes: readonly (readonly [text: string, units: number, precision: number])[] = [
    ['0.00000001', 1, 8],
    ['0.0000005', 5, 7],
    ['0.00001', 1, 5],
    ['0.0025', 25, 4],
    ['0.01', 1, 2],
    ['0.05', 5, 2],
    ['0.25', 25, 2],
    ['0.5', 5, 1],
    ['1', 1, 0],
    ['5', 5, 0],
    ['100', 100, 0],
  ]
  it.each(tickSizes)(
    'is exact at every multiple of a tick size of %s, above and below zero',
    (_text, units, precision) => {
      const most = Math.floor((SCALED_LIMIT - 1) / units)
      fc.assert(
        fc.property(fc.integer({ min: -most, max: most }), (ticks) => {
          expect(formatScaled(ticks * units, precision)).toBe(exactText(BigInt(ticks) * BigInt(units), precision))
        }),
      )
    },
  )

  it.each([
    [0, 2, '0.00'],
    [-0, 2, '0.00'],
    [-5, 3, '-0.005'],
    [812, 8, '0.00000812'],
    [100, 2, '1.00'],
    [-3763, 2, '-37.63'],
    [999_999_999_999_999, 12, '999.999999999999'],
  ])('%d at %d decimals is %s', (n, precision, text) => {
    expect(formatScaled(n, precision)).toBe(text)
  })

  it('reads back as the same price', () => {
    fc.assert(
      fc.property(scaled, precisions, (n, precision) => {
        expect(parseScaled(formatScaled(n, precision), precision)).toEqual({ value: n, exact: true })
      }),
    )
  })
})

describe('a decimal', () => {
  it('means the price that it was made from, at any precision', () => {
    fc.assert(
      fc.property(scaled, precisions, (n, precision) => {
        expect(fromDecimal(toDecimal(n, precision), precision)).toBe(n)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is the double nearest to the exact value', () => {
    fc.assert(
      fc.property(scaled, precisions, (n, precision) => {
        expect(toDecimal(n, precision)).toBe(Number(exactText(BigInt(n), precision)))
      }),
    )
  })

  it('between two prices goes to the nearer one, a half away from zero on either side', () => {
    expect([0.5, 1.5, -0.5, -1.5, 2.4, -2.4, -2.6].map((decimal) => fromDecimal(decimal, 0))).toEqual([
      1, 2, -1, -2, 2, -2, -3,
    ])
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e15, -1e15, 1e300])('%d is no price', (decimal) => {
    expect(() => fromDecimal(decimal, 2)).toThrow(expect.objectContaining({ code: 'SCALED_OUT_OF_RANGE' }))
  })
})

describe('decimal text from a file', () => {
  it.each([
    ['8.12e-6', 8, 812, true],
    ['8.12E-06', 8, 812, true],
    ['8.12e-6', 7, 81, false],
    ['1e3', 2, 100_000, true],
    ['  37.63 ', 2, 3763, true],
    ['+1.5', 1, 15, true],
    ['5.', 1, 50, true],
    ['007.10', 1, 71, true],
    ['-0.00', 2, 0, true],
    ['0e999', 12, 0, true],
    ['1.005', 2, 101, false],
    ['-1.005', 2, -101, false],
    ['1.0049999999999999999', 2, 100, false],
    ['0.5', 0, 1, false],
    ['-0.5', 0, -1, false],
    ['0.05', 0, 0, false],
    ['-0.4', 0, 0, false],
    ['0.1e-999', 12, 0, false],
    ['999999999999999', 0, 999_999_999_999_999, true],
    [`0.${'0'.repeat(50)}1e53`, 0, 100, true],
    [`${'0'.repeat(60)}1`, 0, 1, true],
    [`1${'0'.repeat(60)}e-60`, 0, 1, true],
  ])('%s at %d decimals is %d', (text, precision, value, exact) => {
    expect(parseScaled(text, precision)).toEqual({ value, exact })
  })

  it('rounds half away from zero, wherever the point stands', () => {
    const digits = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 25 }), precisions, (n, written, precision) => {
        const unit = 10n ** BigInt(Math.max(0, written - precision))
        const scale = 10n ** BigInt(Math.max(0, precision - written))
        const magnitude = ((n < 0n ? -n : n) * scale * 2n + unit) / (unit * 2n)
        const value = Number(n < 0n ? -magnitude : magnitude)
        const expected =
          magnitude >= 10n ** 15n ? undefined : { value: value === 0 ? 0 : value, exact: (n * scale) % unit === 0n }
        expect(parseScaled(exactText(n, written), precision)).toEqual(expected)
        // the same number with its point moved by an exponent
        expect(parseScaled(`${n}e-${written}`, precision)).toEqual(expected)
      }),
    )
  })

  it.each(['', ' ', '.', '-', '.5', '1,000', '1.2.3', '0x10', 'NaN', 'Infinity', '1e', '1e1.5', '1 2', '١'])(
    '%j is not a decimal',
    (text) => {
      expect(parseScaled(text, 2)).toBeUndefined()
    },
  )

  it.each([
    ['1000000000000000', 0],
    ['999999999999999.5', 0],
    ['1e15', 0],
    ['1e999', 0],
    [`0.${'0'.repeat(50)}1e99`, 0],
    ['10000000000000', 2],
  ])('%s at %d decimals is out of range', (text, precision) => {
    expect(parseScaled(text, precision)).toBeUndefined()
  })
})

describe('a scaled integer', () => {
  it.each([SCALED_LIMIT, -SCALED_LIMIT, 0.5, Number.NaN, Number.NEGATIVE_INFINITY])('may not be %d', (n) => {
    for (const check of [checkScaled, scaledPrice, scaledSize]) {
      expect(() => check(n)).toThrow(TapedeckError)
      expect(() => check(n)).toThrow(/lower the precision/)
    }
  })

  it('has one zero', () => {
    expect(Object.is(checkScaled(-0), 0)).toBe(true)
    expect(Object.is(fromDecimal(-0.001, 2), 0)).toBe(true)
  })

  it.each([-1, MAX_PRECISION + 1, 0.5, Number.NaN])('has no precision of %d', (precision) => {
    expect(() => powerOfTen(precision)).toThrow(
      expect.objectContaining({ code: 'BAD_PRECISION', details: { precision } }),
    )
  })
})
