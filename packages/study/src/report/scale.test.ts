import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalText, linearScale, logScale } from './scale.ts'

const texts = (scale: ReturnType<typeof linearScale>): readonly string[] => scale.ticks.map(({ text }) => text)

describe('a linear scale', () => {
  it('has round ticks and begins and ends at one', () => {
    expect(texts(linearScale(226.3, 248.9, 5))).toEqual(['225', '230', '235', '240', '245', '250'])
    expect(texts(linearScale(0, 0.183, 4))).toEqual(['0.00', '0.05', '0.10', '0.15', '0.20'])
    expect(texts(linearScale(-3, 3, 3))).toEqual(['−4', '−2', '0', '2', '4'])
  })

  it('can end where the data does', () => {
    const scale = linearScale(0, 273.4, 10, false)
    expect(scale.place(273.4)).toBe(1)
    expect(scale.ticks[scale.ticks.length - 1]?.value).toBeLessThanOrEqual(273.4)
  })

  it('of a single value has room around it', () => {
    const { place } = linearScale(5, 5)
    expect(place(5)).toBeGreaterThan(0)
    expect(place(5)).toBeLessThan(1)
  })

  it('has a few ticks, all in place, whatever the span', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e9 }),
        (from, width) => {
          fc.pre(from + width > from && width > Math.abs(from) * 1e-6)
          const { ticks, place } = linearScale(from, from + width, 5)
          expect(ticks.length).toBeGreaterThanOrEqual(2)
          expect(ticks.length).toBeLessThanOrEqual(12)
          for (const { value } of ticks) {
            expect(place(value)).toBeGreaterThan(-1e-6)
            expect(place(value)).toBeLessThan(1 + 1e-6)
          }
        },
      ),
    )
  })
})

describe('a logarithmic scale', () => {
  it('has powers of ten, or their parts where it is short', () => {
    expect(texts(logScale(1e-5, 2))).toEqual(['1e-5', '1e-4', '0.001', '0.01', '0.1', '1'])
    expect(texts(logScale(3, 60))).toEqual(['5', '10', '20', '50'])
  })

  it('has no place for what has no logarithm', () => {
    expect(logScale(1, 10).place(0)).toBeNaN()
    expect(logScale(1, 100).place(10)).toBeCloseTo(0.5, 12)
  })

  it('leaves ticks out rather than crowd them', () => {
    expect(logScale(1e-30, 1).ticks.length).toBeLessThanOrEqual(8)
  })
})

it('numbers on an axis have the decimals of their step and thousands apart', () => {
  expect(decimalText(1_234_567, 1)).toBe('1,234,567')
  expect(decimalText(-0.25, 0.25)).toBe('−0.25')
  expect(decimalText(0.00001243, 0.00000001)).toBe('0.00001243')
  expect(decimalText(7.5, 2.5)).toBe('7.5')
  expect(decimalText(1_234.5, 0.5)).toBe('1,234.5')
})
