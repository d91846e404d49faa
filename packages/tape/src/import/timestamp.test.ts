import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTimestamp } from './timestamp.ts'

describe('a timestamp', () => {
  it.each([
    ['2021-01-08T00:00:01.076000Z', 1_610_064_001_076_000],
    ['2013-01-01 22:00:00.295000+00:00', 1_357_077_600_295_000],
    ['2021-01-08 02:30:01+02:30', 1_610_064_001_000_000],
    ['2021-01-07T19:00:01-0500', 1_610_064_001_000_000],
    ['2021-01-08T00:00:01.076999999Z', 1_610_064_001_076_999],
    ['2021-01-08 00:00', 1_610_064_000_000_000],
    ['2021-01-08', 1_610_064_000_000_000],
    ['2000-02-29', 951_782_400_000_000],
    ['1970-01-01T00:00:00Z', 0],
    ['1969-12-31T23:59:59.999999Z', -1],
    ['1610064001', 1_610_064_001_000_000],
    ['1610064001.076', 1_610_064_001_076_000],
    ['1610064001076', 1_610_064_001_076_000],
    ['1610064001076.5', 1_610_064_001_076_500],
    ['1610064001076001', 1_610_064_001_076_001],
    ['1610064001076001999', 1_610_064_001_076_001],
  ])('%s is read to the microsecond', (text, expected) => {
    expect(parseTimestamp(text)).toBe(expected)
  })

  it.each([
    '',
    'yesterday',
    '01/08/2021',
    '2021-13-01',
    '2021-02-29',
    '2021-01-08T24:00:00Z',
    '2021-01-08T00:60:00Z',
    '-5',
    '1e9',
    '2021-1-8',
  ])('%j is refused', (text) => {
    expect(parseTimestamp(text)).toBeUndefined()
  })

  it('of any day in ISO 8601 is what the calendar of the platform says', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          expect(parseTimestamp(date.toISOString())).toBe(date.getTime() * 1_000)
        },
      ),
    )
  })
})
